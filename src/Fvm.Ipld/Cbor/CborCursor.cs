using System.Buffers.Binary;
using System.Text.Unicode;

namespace Fvm.Ipld.Cbor;

/// <summary>
/// A position in encoded data and the first error. The heads are read as cbor4ii 0.2.14 reads them in profile Chain: <c>TypeNum</c>
/// only clears the bits of the expected major type, so that a first byte whose major type is a subset of those bits passes as well
/// (a byte string may have an unsigned integer's head, a map an array's, and so on). Strict wants the exact type.
/// </summary>
internal ref struct CborCursor(ReadOnlySpan<byte> data, bool strict)
{
    /// <summary>Containers, options and chunks that may be open at a time: cbor4ii's <c>SliceReader</c>.</summary>
    public const int DepthLimit = 256;

    public const byte False = 0xf4;
    public const byte True = 0xf5;
    public const byte Null = 0xf6;
    public const byte Float32 = 0xfa;
    public const byte Float64 = 0xfb;
    private const byte Break = 0xff;
    private const int Indefinite = 0x1f;

    public readonly ReadOnlySpan<byte> Data = data;
    public readonly bool Strict = strict;
    public int Position;
    public CborError Error;

    public readonly bool Failed => Error.Kind != CborErrorKind.None;

    public readonly int Remaining => Data.Length - Position;

    /// <summary>Records the first error and moves to the end. Always false.</summary>
    public bool Fail(CborErrorKind kind, int offset)
    {
        if (!Failed)
            Error = new CborError(kind, offset);

        Position = Data.Length;
        return false;
    }

    public bool TryPeek(out byte first)
    {
        if (Position < Data.Length)
        {
            first = Data[Position];
            return true;
        }

        first = 0;
        return Fail(CborErrorKind.EndOfData, Position);
    }

    /// <summary>Reads a head of a major type, at most 0x18 (one byte), 0x19, 0x1a or 0x1b (eight bytes) wide.</summary>
    public bool TryReadHead(int major, out ulong value, int widest = 0x1b)
    {
        value = 0;
        int start = Position;
        if (!TryPeek(out byte first))
            return false;

        int information = first & ~(major << 5) & 0xff;
        bool exact = first >> 5 == major;
        if (information > 0x1b || (Strict && !exact))
            return Fail(!exact ? CborErrorKind.UnexpectedType : information == Indefinite ? CborErrorKind.IndefiniteLength : CborErrorKind.InvalidHead, start);

        if (information > Math.Max(widest, 0x17))
            return Fail(CborErrorKind.InvalidHead, start);

        Position++;
        if (information <= 0x17)
        {
            value = (ulong)information;
            return true;
        }

        int width = 1 << (information - 0x18);
        if (Remaining < width)
            return Fail(CborErrorKind.EndOfData, start);

        value = ReadBigEndian(Data.Slice(Position, width));
        Position += width;
        return !Strict || IsShortest(value, width) || Fail(CborErrorKind.NonCanonicalHead, start);
    }

    /// <summary>Reads a byte or text string. Chunks of an indefinite length (Chain only) are joined in a new array.</summary>
    public bool TryReadString(int major, int depthLeft, out ReadOnlySpan<byte> content)
    {
        content = default;
        int start = Position;
        if (!TryPeek(out byte first))
            return false;

        if (first == ((major << 5) | Indefinite) && !Strict)
            return TryReadChunks(major, depthLeft, out content);

        if (!TryReadHead(major, out ulong length))
            return false;

        if (length > (ulong)Remaining)
            return Fail(CborErrorKind.EndOfData, start);

        content = Data.Slice(Position, (int)length);
        Position += (int)length;
        return true;
    }

    /// <summary>Reads a text string and checks that it is UTF-8: the whole of it, not each chunk.</summary>
    public bool TryReadText(int depthLeft, out ReadOnlySpan<byte> content)
    {
        int start = Position;
        return TryReadString(3, depthLeft, out content) && (Utf8.IsValid(content) || Fail(CborErrorKind.InvalidUtf8, start));
    }

    /// <summary>
    /// Reads tag 42 and the bytes of its CID, without the leading 0x00. As in the reference bytes after the CID are ignored, unless
    /// the profile is Strict, and only the byte string's head must have its exact type.
    /// </summary>
    public bool TryReadCid(int depthLeft, out ReadOnlySpan<byte> cid)
    {
        cid = default;
        int start = Position;
        if (!TryReadHead(6, out ulong tag))
            return false;

        if (tag != 42)
            return Fail(CborErrorKind.ForeignTag, start);

        if (!TryPeek(out byte first))
            return false;

        if (first >> 5 != 2)
            return Fail(CborErrorKind.InvalidCid, start);

        if (!TryReadString(2, depthLeft, out ReadOnlySpan<byte> content))
            return false;

        if (content.Length <= 1 || content[0] != 0 || !Cid.TryMeasure(content[1..], out int consumed) || (Strict && !IsCanonicalCid(content[1..], consumed)))
            return Fail(CborErrorKind.InvalidCid, start);

        cid = content.Slice(1, consumed);
        return true;
    }

    private static bool IsCanonicalCid(ReadOnlySpan<byte> bytes, int consumed) =>
        consumed == bytes.Length && Cid.TryRead(bytes, out Cid? cid, out _) && bytes.SequenceEqual(cid.Bytes);

    // cbor4ii `decode_buf`: chunks may nest, each takes one step of the depth limit while it is open.
    private bool TryReadChunks(int major, int depthLeft, out ReadOnlySpan<byte> content)
    {
        content = default;
        int start = Position;
        MemoryStream joined = new();
        int open = 1;
        Position++;
        while (open > 0)
        {
            if (!TryPeek(out byte first))
                return false;

            if (first == Break)
            {
                Position++;
                open--;
                continue;
            }

            if (open > depthLeft)
                return Fail(CborErrorKind.DepthExceeded, start);

            if (first == ((major << 5) | Indefinite))
            {
                Position++;
                open++;
                continue;
            }

            if (!TryReadString(major, 0, out ReadOnlySpan<byte> chunk))
                return false;

            joined.Write(chunk);
        }

        content = joined.ToArray();
        return true;
    }

    private static ulong ReadBigEndian(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };

    private static bool IsShortest(ulong value, int width) => width switch
    {
        1 => value > 0x17,
        2 => value > byte.MaxValue,
        4 => value > ushort.MaxValue,
        _ => value > uint.MaxValue,
    };
}
