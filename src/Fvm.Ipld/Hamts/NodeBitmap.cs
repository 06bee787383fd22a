using System.Buffers.Binary;
using System.Numerics;

namespace Fvm.Ipld.Hamts;

/// <summary>
/// Which of a node's at most 256 slots are taken. The pointers (or values) of a node are stored densely, in slot order;
/// <see cref="RankOf"/> turns a slot number into the position in that dense array.
/// </summary>
internal struct NodeBitmap
{
    /// <summary>The widest a node can be: 2^8 slots.</summary>
    public const int Capacity = 256;

    /// <summary>The widest step that a node can take, in bits.</summary>
    public const int MaxBitWidth = 8;

    private ulong _w0, _w1, _w2, _w3;

    /// <summary>How many slots are taken.</summary>
    public readonly int Count =>
        BitOperations.PopCount(_w0) + BitOperations.PopCount(_w1) + BitOperations.PopCount(_w2) + BitOperations.PopCount(_w3);

    /// <summary>Whether no slot is taken.</summary>
    public readonly bool IsEmpty => (_w0 | _w1 | _w2 | _w3) == 0;

    /// <summary>Whether slot <paramref name="slot"/> (0..255) is taken.</summary>
    public readonly bool Test(int slot) => (Word(slot >> 6) >> (slot & 63) & 1) != 0;

    /// <summary>How many taken slots lie below <paramref name="slot"/>.</summary>
    public readonly int RankOf(int slot)
    {
        var below = (1UL << (slot & 63)) - 1;
        return (slot >> 6) switch
        {
            0 => BitOperations.PopCount(_w0 & below),
            1 => BitOperations.PopCount(_w0) + BitOperations.PopCount(_w1 & below),
            2 => BitOperations.PopCount(_w0) + BitOperations.PopCount(_w1) + BitOperations.PopCount(_w2 & below),
            _ => BitOperations.PopCount(_w0) + BitOperations.PopCount(_w1) + BitOperations.PopCount(_w2) + BitOperations.PopCount(_w3 & below),
        };
    }

    /// <summary>The lowest taken slot at or above <paramref name="slot"/>, or -1.</summary>
    public readonly int NextFrom(int slot)
    {
        for (var word = slot >> 6; word < 4; word++, slot = word << 6)
        {
            var rest = Word(word) >> (slot & 63);
            if (rest != 0)
                return slot + BitOperations.TrailingZeroCount(rest);
        }

        return -1;
    }

    /// <summary>The highest taken slot, or -1.</summary>
    public readonly int Last()
    {
        for (var word = 3; word >= 0; word--)
        {
            var bits = Word(word);
            if (bits != 0)
                return (word << 6) + 63 - BitOperations.LeadingZeroCount(bits);
        }

        return -1;
    }

    /// <summary>Takes a slot.</summary>
    public void Set(int slot) => WordAt(slot >> 6) |= 1UL << (slot & 63);

    /// <summary>Frees a slot.</summary>
    public void Clear(int slot) => WordAt(slot >> 6) &= ~(1UL << (slot & 63));

    /// <summary>This bitmap with every slot at or above <paramref name="width"/> freed.</summary>
    public readonly NodeBitmap Below(int width)
    {
        var result = this;
        for (var word = 0; word < 4; word++)
        {
            var left = width - (word << 6);
            if (left < 64)
                result.WordAt(word) &= left <= 0 ? 0 : (1UL << left) - 1;
        }

        return result;
    }

    /// <summary>Every slot that is taken in either bitmap.</summary>
    public static NodeBitmap Union(in NodeBitmap left, in NodeBitmap right) => new()
    {
        _w0 = left._w0 | right._w0,
        _w1 = left._w1 | right._w1,
        _w2 = left._w2 | right._w2,
        _w3 = left._w3 | right._w3,
    };

    /// <summary>
    /// Reads the HAMT form: a big-endian number of at most 32 bytes. Leading zero bytes are accepted, as ref-fvm does
    /// (ipld/hamt/src/bitfield.rs), though never written.
    /// </summary>
    public static bool TryReadBigEndian(ReadOnlySpan<byte> source, out NodeBitmap bitmap)
    {
        bitmap = default;
        if (source.Length > 32)
            return false;
        Span<byte> full = stackalloc byte[32];
        full.Clear();
        source.CopyTo(full[(32 - source.Length)..]);
        bitmap._w3 = BinaryPrimitives.ReadUInt64BigEndian(full);
        bitmap._w2 = BinaryPrimitives.ReadUInt64BigEndian(full[8..]);
        bitmap._w1 = BinaryPrimitives.ReadUInt64BigEndian(full[16..]);
        bitmap._w0 = BinaryPrimitives.ReadUInt64BigEndian(full[24..]);
        return true;
    }

    /// <summary>Writes the HAMT form into 32 bytes and returns where its minimal encoding starts (32 for the empty bitmap).</summary>
    public readonly int WriteBigEndian(Span<byte> destination32)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination32, _w3);
        BinaryPrimitives.WriteUInt64BigEndian(destination32[8..], _w2);
        BinaryPrimitives.WriteUInt64BigEndian(destination32[16..], _w1);
        BinaryPrimitives.WriteUInt64BigEndian(destination32[24..], _w0);
        var start = destination32[..32].IndexOfAnyExcept((byte)0);
        return start < 0 ? 32 : start;
    }

    /// <summary>Reads the AMT form: slot i is bit i mod 8 of byte i / 8. At most 32 bytes.</summary>
    public static NodeBitmap ReadLittleEndian(ReadOnlySpan<byte> source)
    {
        Span<byte> full = stackalloc byte[32];
        full.Clear();
        source.CopyTo(full);
        return new NodeBitmap
        {
            _w0 = BinaryPrimitives.ReadUInt64LittleEndian(full),
            _w1 = BinaryPrimitives.ReadUInt64LittleEndian(full[8..]),
            _w2 = BinaryPrimitives.ReadUInt64LittleEndian(full[16..]),
            _w3 = BinaryPrimitives.ReadUInt64LittleEndian(full[24..]),
        };
    }

    /// <summary>Writes the AMT form into 32 bytes; the caller takes as many of them as its bit width says.</summary>
    public readonly void WriteLittleEndian(Span<byte> destination32)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination32, _w0);
        BinaryPrimitives.WriteUInt64LittleEndian(destination32[8..], _w1);
        BinaryPrimitives.WriteUInt64LittleEndian(destination32[16..], _w2);
        BinaryPrimitives.WriteUInt64LittleEndian(destination32[24..], _w3);
    }

    private readonly ulong Word(int word) => word switch { 0 => _w0, 1 => _w1, 2 => _w2, _ => _w3 };

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    private ref ulong WordAt(int word)
    {
        switch (word)
        {
            case 0: return ref _w0;
            case 1: return ref _w1;
            case 2: return ref _w2;
            default: return ref _w3;
        }
    }
}
