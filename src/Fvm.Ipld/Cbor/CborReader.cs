using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Fvm.Ipld.Cbor;

/// <summary>
/// Reads DAG-CBOR from a span. Errors are sticky: the first is recorded, the reader moves to its end, and every later read returns a
/// default value; nothing throws but <see cref="ThrowIfFailed"/>.
/// <para>
/// Profile <see cref="CborProfile.Chain"/> is serde_ipld_dagcbor 0.6.4 over cbor4ii 0.2.14, method by method. Beyond heads longer than
/// needed it lets these pass, because the network does: a typed read of a string, array, map or tag takes a head whose major type has
/// only bits of the expected one (see <see cref="CborCursor"/>); typed byte and text strings, map keys and the bytes of a CID may come
/// in chunks of indefinite length; bytes after a CID inside its byte string are ignored. Typed integers narrower than 64 bits refuse
/// heads wider than they are, whatever the value. Arrays and maps are never of indefinite length, and untyped values
/// (<see cref="Skip"/>, <see cref="ReadRaw"/>) are checked as decoding to <c>Ipld</c> checks them.
/// </para>
/// <para>Profile <see cref="CborProfile.Strict"/> first checks each outermost value as a whole, then reads it.</para>
/// </summary>
public ref struct CborReader
{
    private CborCursor _cursor;
    private int _checkedTo;

    /// <summary>Starts at the first byte.</summary>
    public CborReader(ReadOnlySpan<byte> data, CborProfile profile = CborProfile.Chain) =>
        _cursor = new CborCursor(data, profile == CborProfile.Strict);

    /// <summary>Whether something went wrong.</summary>
    public readonly bool Failed => _cursor.Failed;

    /// <summary>The first thing that went wrong.</summary>
    public readonly CborError Error => _cursor.Error;

    /// <summary>The offset of the next byte; the length of the data after a failure.</summary>
    public readonly int Position => _cursor.Position;

    /// <summary>Whether nothing is left to read.</summary>
    public readonly bool AtEnd => _cursor.Remaining == 0;

    /// <summary>
    /// Steps of the decoder's limit of 256 that are taken by the containers and present options around the next value. Only
    /// <see cref="Skip"/>, <see cref="ReadRaw"/> and chunked strings look at it; a type of fixed shape need not set it unless
    /// something that nests freely stands deep inside.
    /// </summary>
    public int Depth { get; set; }

    private readonly int DepthLeft => CborCursor.DepthLimit - Depth;

    /// <summary>What the next value is, by its own major type.</summary>
    public readonly CborKind Peek()
    {
        if (_cursor.Remaining == 0)
            return CborKind.End;

        byte first = _cursor.Data[_cursor.Position];
        return (first >> 5) switch
        {
            0 => CborKind.Unsigned,
            1 => CborKind.Negative,
            2 => CborKind.Bytes,
            3 => CborKind.Text,
            4 => CborKind.Array,
            5 => CborKind.Map,
            6 => PeekTag(),
            _ => first switch
            {
                CborCursor.False or CborCursor.True => CborKind.Bool,
                CborCursor.Null => CborKind.Null,
                CborCursor.Float32 or CborCursor.Float64 => CborKind.Float,
                _ => CborKind.Other,
            },
        };
    }

    /// <summary>Reads an array's head and returns its number of elements; fails when that exceeds the bytes left.</summary>
    public int ReadArrayHeader()
    {
        int start = _cursor.Position;
        if (!Ready() || !_cursor.TryReadHead(4, out ulong count))
            return 0;

        if (count <= (ulong)_cursor.Remaining)
            return (int)count;

        _cursor.Fail(CborErrorKind.CountExceedsData, start);
        return 0;
    }

    /// <summary>Reads the head of an array that must have a number of elements; a different one is a ShapeMismatch.</summary>
    public bool ReadArrayHeader(int expected)
    {
        int start = _cursor.Position;
        return Ready() && _cursor.TryReadHead(4, out ulong count)
            && (count == (ulong)expected || _cursor.Fail(CborErrorKind.ShapeMismatch, start));
    }

    /// <summary>Reads a map's head and returns its number of entries; fails when they need more than the bytes left.</summary>
    public int ReadMapHeader()
    {
        int start = _cursor.Position;
        if (!Ready() || !_cursor.TryReadHead(5, out ulong count))
            return 0;

        if (count <= (ulong)_cursor.Remaining / 2)
            return (int)count;

        _cursor.Fail(CborErrorKind.CountExceedsData, start);
        return 0;
    }

    /// <summary>Reads an unsigned integer of 64 bits.</summary>
    public ulong ReadUInt64() => ReadUnsigned(0x1b);

    /// <summary>Reads an unsigned integer of 32 bits; an eight-byte head is refused whatever the value.</summary>
    public uint ReadUInt32() => (uint)ReadUnsigned(0x1a);

    /// <summary>Reads an unsigned integer of 16 bits; four- and eight-byte heads are refused whatever the value.</summary>
    public ushort ReadUInt16() => (ushort)ReadUnsigned(0x19);

    /// <summary>Reads an unsigned integer of 8 bits; heads of two bytes and more are refused whatever the value.</summary>
    public byte ReadUInt8() => (byte)ReadUnsigned(0x18);

    /// <summary>Reads a signed integer of 64 bits.</summary>
    public long ReadInt64() => ReadSigned(0x1b, long.MaxValue);

    /// <summary>Reads a signed integer of 32 bits; an eight-byte head is refused whatever the value.</summary>
    public int ReadInt32() => (int)ReadSigned(0x1a, int.MaxValue);

    /// <summary>Reads false or true.</summary>
    public bool ReadBool()
    {
        int start = _cursor.Position;
        if (!Ready() || !_cursor.TryPeek(out byte first))
            return false;

        if (first is not (CborCursor.False or CborCursor.True))
            return _cursor.Fail(CborErrorKind.UnexpectedType, start);

        _cursor.Position++;
        return first == CborCursor.True;
    }

    /// <summary>Consumes a null if the next value is one.</summary>
    public bool TryReadNull()
    {
        if (!Ready() || _cursor.Remaining == 0 || _cursor.Data[_cursor.Position] != CborCursor.Null)
            return false;

        _cursor.Position++;
        return true;
    }

    /// <summary>Reads a byte string: a part of the data, or a new array when it came in chunks.</summary>
    public ReadOnlySpan<byte> ReadBytes() =>
        Ready() && _cursor.TryReadString(2, DepthLeft, out ReadOnlySpan<byte> content) ? content : default;

    /// <summary>Reads a text string as its UTF-8 bytes, which are valid.</summary>
    public ReadOnlySpan<byte> ReadTextUtf8() =>
        Ready() && _cursor.TryReadText(DepthLeft, out ReadOnlySpan<byte> content) ? content : default;

    /// <summary>Reads a text string; empty after a failure.</summary>
    public string ReadText() => Encoding.UTF8.GetString(ReadTextUtf8());

    /// <summary>Reads a link; null after a failure.</summary>
    public Cid? ReadCid() =>
        Ready() && _cursor.TryReadCid(DepthLeft, out ReadOnlySpan<byte> bytes) && Cid.TryRead(bytes, out Cid? cid, out _) ? cid : null;

    /// <summary>Reads one whole value of any type and returns its encoded bytes, which are valid in the profile.</summary>
    public ReadOnlySpan<byte> ReadRaw()
    {
        int start = _cursor.Position;
        Skip();
        return Failed ? default : _cursor.Data[start.._cursor.Position];
    }

    /// <summary>Passes over one whole value of any type, which must be valid in the profile (see <see cref="CborValidator"/>).</summary>
    public void Skip()
    {
        if (Ready())
            CborValidator.TrySkip(ref _cursor, DepthLeft);
    }

    /// <summary>Records a rule of the caller's that the value just read breaks, at the current offset.</summary>
    public void Fail(CborErrorKind kind)
    {
        if (!Failed)
            _cursor.Fail(kind, _cursor.Position);
    }

    /// <summary>Ends reading: bytes left over are an error. True when all went well.</summary>
    public bool Finish()
    {
        if (!Failed && _cursor.Remaining > 0)
            _cursor.Fail(CborErrorKind.TrailingBytes, _cursor.Position);

        return !Failed;
    }

    /// <summary>Throws when something went wrong.</summary>
    /// <exception cref="CborException">What and where.</exception>
    public readonly void ThrowIfFailed()
    {
        if (Failed)
            Throw(Error);
    }

    [DoesNotReturn]
    private static void Throw(CborError error) => throw new CborException(error);

    private readonly CborKind PeekTag()
    {
        CborCursor ahead = _cursor;
        return ahead.TryReadHead(6, out ulong tag) && tag == 42 ? CborKind.Cid : CborKind.Other;
    }

    private ulong ReadUnsigned(int widest) => Ready() && _cursor.TryReadHead(0, out ulong value, widest) ? value : 0;

    private long ReadSigned(int widest, long max)
    {
        int start = _cursor.Position;
        if (!Ready() || !_cursor.TryPeek(out byte first))
            return 0;

        if (first >> 5 > 1)
        {
            _cursor.Fail(CborErrorKind.UnexpectedType, start);
            return 0;
        }

        bool negative = first >> 5 == 1;
        if (!_cursor.TryReadHead(negative ? 1 : 0, out ulong value, widest))
            return 0;

        if (value <= (ulong)max)
            return negative ? -1 - (long)value : (long)value;

        _cursor.Fail(CborErrorKind.IntegerOverflow, start);
        return 0;
    }

    // Strict: an outermost value is checked as a whole when its first byte is reached, once.
    private bool Ready()
    {
        if (_cursor.Strict && !Failed && _cursor.Position >= _checkedTo && _cursor.Remaining > 0)
        {
            int start = _cursor.Position;
            if (!CborValidator.TrySkip(ref _cursor, DepthLeft))
                return false;

            _checkedTo = _cursor.Position;
            _cursor.Position = start;
        }

        return !Failed;
    }
}
