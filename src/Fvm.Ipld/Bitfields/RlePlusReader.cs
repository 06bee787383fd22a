using System.Numerics;

namespace Fvm.Ipld.Bitfields;

/// <summary>Reads RLE+ bit by bit, least significant bit of each byte first. After the data follow zeros without end.</summary>
internal ref struct RlePlusReader(ReadOnlySpan<byte> data)
{
    // RLE+ allows ten bytes, unlike the multiformats varint, so that every 64-bit length fits.
    private const int VarintMaxLength = 10;

    private readonly ReadOnlySpan<byte> _data = data;

    // One past the last bit that is set: a last byte of zero is refused before reading, so that bit is in the last byte.
    private readonly long _end = data.Length == 0 ? 0 : (data.Length * 8L) - BitOperations.LeadingZeroCount((uint)data[^1]) + 24;
    private long _position;

    /// <summary>Decodes a whole bitfield into ascending runs of set bits that neither touch nor overlap.</summary>
    public static BitfieldError TryDecode(ReadOnlySpan<byte> data, List<BitRange> ranges)
    {
        if (data.Length > 0 && data[^1] == 0)
            return BitfieldError.NotMinimal;

        RlePlusReader reader = new(data);
        if (reader.Read(2) != 0)
            return BitfieldError.UnsupportedVersion;

        bool ones = reader.Read(1) == 1;
        ulong index = 0;
        while (reader._position < reader._end)
        {
            BitfieldError error = reader.ReadLength(out ulong length);
            if (error != BitfieldError.None)
                return error;

            if (length > ulong.MaxValue - index)
                return BitfieldError.RleOverflow;

            if (ones)
                ranges.Add(new BitRange(index, index + length));

            index += length;
            ones = !ones;
        }

        // The run before was one of zeros, which infinitely many zeros follow anyway.
        return ones ? BitfieldError.NotMinimal : BitfieldError.None;
    }

    private BitfieldError ReadLength(out ulong length)
    {
        length = 1;
        if (Read(1) == 1)
            return BitfieldError.None;

        if (Read(1) == 1)
        {
            length = (ulong)Read(4);
            return length < 2 ? BitfieldError.NotMinimal : BitfieldError.None;
        }

        if (!TryReadVarint(out length))
            return BitfieldError.InvalidVarint;

        return length < 16 ? BitfieldError.NotMinimal : BitfieldError.None;
    }

    private bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (int i = 0; i < VarintMaxLength; i++)
        {
            int b = Read(8);
            value |= (ulong)(b & 0x7f) << (7 * i);
            if (b < 0x80)
                return !(i == VarintMaxLength - 1 && b > 1) && !(b == 0 && i > 0);
        }

        return false;
    }

    private int Read(int bits)
    {
        int index = (int)(_position >> 3);
        int low = index < _data.Length ? _data[index] : 0;
        int high = index + 1 < _data.Length ? _data[index + 1] : 0;
        int value = ((low | (high << 8)) >> (int)(_position & 7)) & ((1 << bits) - 1);
        _position += bits;
        return value;
    }
}
