namespace Fvm.Ipld.Bitfields;

/// <summary>Writes RLE+: a header of two version bits and the value of the first bit, then the lengths of alternating runs.</summary>
internal sealed class RlePlusWriter
{
    private readonly List<byte> _bytes = [];
    private int _buffer;
    private int _held;

    /// <summary>Encodes ascending runs of set bits that neither touch nor overlap. The encoding of a set is unique; none is empty.</summary>
    public static byte[] Encode(IReadOnlyList<BitRange> ranges)
    {
        if (ranges.Count == 0)
            return [];

        RlePlusWriter writer = new();
        writer.Write(0, 2);
        writer.Write(ranges[0].Start == 0 ? 1 : 0, 1);
        ulong index = 0;
        foreach (BitRange range in ranges)
        {
            if (range.Start > index)
                writer.WriteLength(range.Start - index);

            writer.WriteLength(range.Size);
            index = range.End;
        }

        return writer.Finish();
    }

    private void WriteLength(ulong length)
    {
        if (length == 1)
        {
            Write(1, 1);
        }
        else if (length < 16)
        {
            Write(0b10, 2);
            Write((int)length, 4);
        }
        else
        {
            Write(0, 2);
            Span<byte> varint = stackalloc byte[Varint.MaxLength];
            int count = Varint.Write(varint, length);
            foreach (byte b in varint[..count])
                Write(b, 8);
        }
    }

    private void Write(int value, int bits)
    {
        _buffer |= value << _held;
        _held += bits;
        if (_held < 8)
            return;

        _bytes.Add((byte)_buffer);
        _buffer >>= 8;
        _held -= 8;
    }

    private byte[] Finish()
    {
        if (_buffer != 0)
            _bytes.Add((byte)_buffer);

        while (_bytes.Count > 0 && _bytes[^1] == 0)
            _bytes.RemoveAt(_bytes.Count - 1);

        return [.. _bytes];
    }
}
