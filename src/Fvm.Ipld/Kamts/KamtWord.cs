using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Kamts;

/// <summary>A number of 256 bits as key and value of a <see cref="WordKamt"/>: four limbs, the most significant first, so that a key's bits are its way down.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct KamtWord : IEquatable<KamtWord>
{
    private readonly ulong w0, w1, w2, w3;

    /// <summary>A number of four limbs.</summary>
    /// <param name="w0">The most significant 64 bits.</param>
    /// <param name="w1">The next.</param>
    /// <param name="w2">The next.</param>
    /// <param name="w3">The least significant.</param>
    public KamtWord(ulong w0, ulong w1, ulong w2, ulong w3)
    {
        this.w0 = w0;
        this.w1 = w1;
        this.w2 = w2;
        this.w3 = w3;
    }

    /// <summary>The most significant 64 bits.</summary>
    public ulong W0 => w0;

    /// <summary>The next.</summary>
    public ulong W1 => w1;

    /// <summary>The next.</summary>
    public ulong W2 => w2;

    /// <summary>The least significant.</summary>
    public ulong W3 => w3;

    /// <summary>Its length in bits.</summary>
    internal const int Bits = 256;

    private const int ByteLength = 32;

    /// <summary>How it stands in a block: a byte string without leading zeros; up to 32 bytes are read, leading zeros or not.</summary>
    internal static CborCodec<KamtWord> Codec { get; } = new(Read, static (writer, word) => word.Write(writer));

    /// <summary>How it serves as a key of the general KAMT.</summary>
    internal static KamtKeys<KamtWord> Keys { get; } = new(static (word, path) => word.CopyTo(path), static path => FromBytes(path), Codec);

    /// <summary>How many bytes it has without leading zeros.</summary>
    internal int SignificantBytes => ByteLength - (CountEqual(this, default) >> 3);

    /// <summary>The number of up to 32 bytes, most significant first.</summary>
    internal static KamtWord FromBytes(ReadOnlySpan<byte> bytes)
    {
        Span<byte> whole = stackalloc byte[ByteLength];
        whole.Clear();
        bytes.CopyTo(whole[(ByteLength - bytes.Length)..]);
        return FromTop(whole);
    }

    /// <summary>The word whose first bits are those of up to 32 bytes, zeros behind.</summary>
    internal static KamtWord FromPath(ReadOnlySpan<byte> path)
    {
        Span<byte> whole = stackalloc byte[ByteLength];
        whole.Clear();
        path[..Math.Min(path.Length, ByteLength)].CopyTo(whole);
        return FromTop(whole);
    }

    /// <summary>Writes its 32 bytes, most significant first.</summary>
    internal void CopyTo(Span<byte> bytes32)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes32, W0);
        BinaryPrimitives.WriteUInt64BigEndian(bytes32[8..], W1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes32[16..], W2);
        BinaryPrimitives.WriteUInt64BigEndian(bytes32[24..], W3);
    }

    /// <summary>64 bits from a place on, counted from the most significant; zeros behind the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Window(int from)
    {
        int shift = from & 63;
        ulong first = Limb(from >> 6);
        return shift == 0 ? first : (first << shift) | (Limb((from >> 6) + 1) >> (64 - shift));
    }

    /// <summary>How many bits are the same in both, from the most significant on.</summary>
    internal static int CountEqual(in KamtWord left, in KamtWord right)
    {
        ulong d0 = left.W0 ^ right.W0;
        if (d0 != 0)
            return BitOperations.LeadingZeroCount(d0);
        ulong d1 = left.W1 ^ right.W1;
        if (d1 != 0)
            return 64 + BitOperations.LeadingZeroCount(d1);
        ulong d2 = left.W2 ^ right.W2;
        return d2 != 0 ? 128 + BitOperations.LeadingZeroCount(d2) : 192 + BitOperations.LeadingZeroCount(left.W3 ^ right.W3);
    }

    /// <inheritdoc/>
    public bool Equals(KamtWord other) => ((w0 ^ other.w0) | (w1 ^ other.w1) | (w2 ^ other.w2) | (w3 ^ other.w3)) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is KamtWord other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(w0, w1, w2, w3);

    /// <summary>Equality.</summary>
    public static bool operator ==(in KamtWord left, in KamtWord right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(in KamtWord left, in KamtWord right) => !left.Equals(right);

    /// <summary>Its bits from a place on, moved to the front.</summary>
    internal KamtWord From(int bit) => new(Window(bit), Window(bit + 64), Window(bit + 128), Window(bit + 192));

    // SAFETY: the four limbs lie in a row, and the index is below four.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Limb(int index) => (uint)index < 4 ? Unsafe.Add(ref Unsafe.AsRef(in w0), index) : 0;

    private static KamtWord FromTop(ReadOnlySpan<byte> bytes32) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes32),
        BinaryPrimitives.ReadUInt64BigEndian(bytes32[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes32[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes32[24..]));

    private static KamtWord Read(ref CborReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        if (bytes.Length <= ByteLength)
            return FromBytes(bytes);
        reader.Fail(CborErrorKind.InvalidValue);
        return default;
    }

    private void Write(CborWriter writer)
    {
        Span<byte> bytes = stackalloc byte[ByteLength];
        CopyTo(bytes);
        writer.WriteBytes(bytes[(ByteLength - SignificantBytes)..]);
    }
}
