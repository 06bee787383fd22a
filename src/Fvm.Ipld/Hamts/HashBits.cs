using System.Buffers.Binary;
using System.Numerics;

namespace Fvm.Ipld.Hamts;

/// <summary>
/// A cursor over a string of bits, most significant bit of each byte first: the path that a key takes through a trie
/// (ref-fvm ipld/hamt/src/hash_bits.rs).
/// </summary>
internal ref struct HashBits
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>A cursor over all bits of <paramref name="bytes"/>, the first <paramref name="consumed"/> of them already read.</summary>
    public HashBits(ReadOnlySpan<byte> bytes, int consumed = 0)
        : this(bytes, bytes.Length * 8, consumed)
    {
    }

    /// <summary>A cursor over the first <paramref name="length"/> bits of <paramref name="bytes"/>.</summary>
    public HashBits(ReadOnlySpan<byte> bytes, int length, int consumed)
    {
        _bytes = bytes;
        Length = length;
        Consumed = consumed;
    }

    /// <summary>How many bits there are.</summary>
    public int Length { get; }

    /// <summary>How many bits have been read.</summary>
    public int Consumed { get; set; }

    /// <summary>
    /// The next <paramref name="width"/> bits (1..8) as a number. What is left at the end may be fewer bits: steps of 5 over
    /// 256 bits leave a last step of 1. Throws <see cref="IpldException"/> when nothing is left.
    /// </summary>
    public int Next(int width)
    {
        var left = Length - Consumed;
        if (left <= 0)
            MalformedNode.ThrowMaxDepth();
        if (width > left)
            width = left;
        var at = Consumed >> 3;
        var window = _bytes[at] << 8;
        if (at + 1 < _bytes.Length)
            window |= _bytes[at + 1];
        var shift = 16 - (Consumed & 7) - width;
        Consumed += width;
        return window >> shift & ((1 << width) - 1);
    }

    /// <summary>
    /// How many bits, from where both cursors stand, are the same in both; the most is <paramref name="limit"/>, which neither has less of. Reads nothing.
    /// </summary>
    public readonly int CountEqual(scoped in HashBits other, int limit)
    {
        for (var equal = 0; equal < limit; equal += 64)
        {
            var different = Window(Consumed + equal) ^ other.Window(other.Consumed + equal);
            if (different != 0)
                return Math.Min(equal + BitOperations.LeadingZeroCount(different), limit);
        }

        return limit;
    }

    /// <summary>Copies bits from where the cursor stands, most significant first, the last byte padded with zeros. Reads nothing.</summary>
    public readonly byte[] Copy(int length)
    {
        var copy = new byte[(length + 7) >> 3];
        Span<byte> word = stackalloc byte[8];
        for (var done = 0; done < length; done += 64)
        {
            var window = Window(Consumed + done);
            if (length - done < 64)
                window &= ulong.MaxValue << (64 - (length - done));
            BinaryPrimitives.WriteUInt64BigEndian(word, window);
            var at = done >> 3;
            word[..Math.Min(8, copy.Length - at)].CopyTo(copy.AsSpan(at));
        }

        return copy;
    }

    /// <summary>64 bits from a place on, zeros behind the last byte.</summary>
    private readonly ulong Window(int from)
    {
        var at = from >> 3;
        var shift = from & 7;
        if (at + 9 <= _bytes.Length)
            return (BinaryPrimitives.ReadUInt64BigEndian(_bytes[at..]) << shift) | ((ulong)_bytes[at + 8] >> (8 - shift));
        Span<byte> end = stackalloc byte[9];
        end.Clear();
        if (at < _bytes.Length)
            _bytes[at..].CopyTo(end);
        return (BinaryPrimitives.ReadUInt64BigEndian(end) << shift) | ((ulong)end[8] >> (8 - shift));
    }
}
