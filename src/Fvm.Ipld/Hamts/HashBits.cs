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
}
