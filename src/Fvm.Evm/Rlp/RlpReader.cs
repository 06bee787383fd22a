namespace Fvm.Evm.Rlp;

/// <summary>
/// Reads recursive length prefixes (Yellow Paper, appendix B), canonical forms only: the shortest header, single bytes below 0x80
/// as themselves, integers without leading zeros. A failed read leaves the reader where it was.
/// </summary>
public ref struct RlpReader
{
    private const byte ShortString = 0x80, LongString = 0xb8, ShortList = 0xc0, LongList = 0xf8;
    private const int ShortLimit = 56;

    private ReadOnlySpan<byte> _rest;

    /// <summary>A reader of the items in a payload.</summary>
    public RlpReader(ReadOnlySpan<byte> data) => _rest = data;

    /// <summary>Whether nothing is left.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Whether a list comes next.</summary>
    public readonly bool IsList => !_rest.IsEmpty && _rest[0] >= ShortList;

    /// <summary>Reads a byte string.</summary>
    public bool TryReadBytes(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (_rest.IsEmpty || _rest[0] >= ShortList) return false;
        if (_rest[0] < ShortString)
        {
            bytes = _rest[..1];
            _rest = _rest[1..];
            return true;
        }

        if (!TryReadHeader(ShortString, LongString, out int start, out int length)) return false;
        var payload = _rest.Slice(start, length);
        if (length == 1 && payload[0] < ShortString) return false;
        bytes = payload;
        _rest = _rest[(start + length)..];
        return true;
    }

    /// <summary>Reads a byte string of a given length.</summary>
    public bool TryReadBytes(int length, out ReadOnlySpan<byte> bytes)
    {
        var before = _rest;
        if (TryReadBytes(out bytes) && bytes.Length == length) return true;
        _rest = before;
        bytes = default;
        return false;
    }

    /// <summary>Reads an integer of at most 32 bytes.</summary>
    public bool TryReadWord(out UInt256 word)
    {
        var before = _rest;
        word = default;
        if (!TryReadBytes(out var bytes) || bytes.Length > UInt256.ByteLength || (bytes.Length > 0 && bytes[0] == 0))
        {
            _rest = before;
            return false;
        }

        word = UInt256.ReadBigEndian(bytes);
        return true;
    }

    /// <summary>Reads an integer of at most 8 bytes.</summary>
    public bool TryReadUInt64(out ulong value)
    {
        var before = _rest;
        if (TryReadWord(out var word) && word.FitsUInt64)
        {
            value = word.U0;
            return true;
        }

        _rest = before;
        value = 0;
        return false;
    }

    /// <summary>Reads a list's header; the items are read from <paramref name="items"/>.</summary>
    public bool TryReadList(out RlpReader items)
    {
        items = default;
        if (_rest.IsEmpty || _rest[0] < ShortList || !TryReadHeader(ShortList, LongList, out int start, out int length)) return false;
        items = new RlpReader(_rest.Slice(start, length));
        _rest = _rest[(start + length)..];
        return true;
    }

    private readonly bool TryReadHeader(byte shortForm, byte longForm, out int start, out int length)
    {
        byte head = _rest[0];
        start = 1;
        length = head - shortForm;
        if (head >= longForm)
        {
            int lengthBytes = head - longForm + 1;
            if (_rest.Length <= lengthBytes || lengthBytes > sizeof(ulong) || _rest[1] == 0) return false;
            ulong value = UInt256.ReadBigEndian(_rest.Slice(1, lengthBytes)).U0;
            if (value is < ShortLimit or > int.MaxValue) return false;
            start += lengthBytes;
            length = (int)value;
        }

        return length <= _rest.Length - start;
    }
}
