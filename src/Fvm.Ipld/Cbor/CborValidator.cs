using System.Buffers.Binary;
using System.Text;

namespace Fvm.Ipld.Cbor;

/// <summary>
/// Checks one whole value of any type. In profile Chain this is the reference's decoding to untyped IPLD (<c>deserialize_any</c> to
/// ipld-core's <c>Ipld</c>), which takes a step of the depth limit for every value and a second one for every container, so that 128
/// arrays may nest, or 127 around something. The recursion is bounded by that limit: hostile input cannot overflow the stack.
/// </summary>
public static class CborValidator
{
    /// <summary>Whether the data is exactly one value that the profile accepts.</summary>
    public static bool IsValid(ReadOnlySpan<byte> data, CborProfile profile) => IsValid(data, profile, out _);

    /// <summary>Whether the data is exactly one value that the profile accepts, and if not, why.</summary>
    public static bool IsValid(ReadOnlySpan<byte> data, CborProfile profile, out CborError error)
    {
        CborCursor cursor = new(data, profile == CborProfile.Strict);
        bool valid = TrySkip(ref cursor, CborCursor.DepthLimit)
            && (cursor.Remaining == 0 || cursor.Fail(CborErrorKind.TrailingBytes, cursor.Position));
        error = cursor.Error;
        return valid;
    }

    internal static bool TrySkip(ref CborCursor cursor, int depthLeft)
    {
        int start = cursor.Position;
        if (depthLeft <= 0)
            return cursor.Fail(CborErrorKind.DepthExceeded, start);

        depthLeft--;
        if (!cursor.TryPeek(out byte first))
            return false;

        if ((first & 0x1f) == 0x1f)
            return cursor.Fail(CborErrorKind.IndefiniteLength, start);

        return (first >> 5) switch
        {
            0 or 1 => cursor.TryReadHead(first >> 5, out _),
            2 => cursor.TryReadString(2, depthLeft, out _),
            3 => cursor.TryReadText(depthLeft, out _),
            4 => TrySkipArray(ref cursor, depthLeft),
            5 => TrySkipMap(ref cursor, depthLeft),
            6 => cursor.TryReadCid(depthLeft, out _),
            _ => TrySkipSimple(ref cursor, first),
        };
    }

    private static bool TrySkipArray(ref CborCursor cursor, int depthLeft)
    {
        int start = cursor.Position;
        if (depthLeft <= 0)
            return cursor.Fail(CborErrorKind.DepthExceeded, start);

        if (!cursor.TryReadHead(4, out ulong count))
            return false;

        if (count > (ulong)cursor.Remaining)
            return cursor.Fail(CborErrorKind.CountExceedsData, start);

        for (ulong i = 0; i < count; i++)
        {
            if (!TrySkip(ref cursor, depthLeft - 1))
                return false;
        }

        return true;
    }

    private static bool TrySkipMap(ref CborCursor cursor, int depthLeft)
    {
        int start = cursor.Position;
        if (depthLeft <= 0)
            return cursor.Fail(CborErrorKind.DepthExceeded, start);

        if (!cursor.TryReadHead(5, out ulong count))
            return false;

        if (count > (ulong)cursor.Remaining / 2)
            return cursor.Fail(CborErrorKind.CountExceedsData, start);

        HashSet<string>? seen = count > 1 && !cursor.Strict ? [] : null;
        ReadOnlySpan<byte> previous = default;
        for (ulong i = 0; i < count; i++)
        {
            int at = cursor.Position;
            if (!cursor.TryReadText(depthLeft - 1, out ReadOnlySpan<byte> key))
                return false;

            if (seen is not null && !seen.Add(Encoding.UTF8.GetString(key)))
                return cursor.Fail(CborErrorKind.DuplicateKey, at);

            if (cursor.Strict && i > 0 && CompareKeys(previous, key) is >= 0 and int order)
                return cursor.Fail(order == 0 ? CborErrorKind.DuplicateKey : CborErrorKind.UnsortedKeys, at);

            previous = key;
            if (!TrySkip(ref cursor, depthLeft - 1))
                return false;
        }

        return true;
    }

    private static bool TrySkipSimple(ref CborCursor cursor, byte first)
    {
        int start = cursor.Position;
        int length = first switch
        {
            CborCursor.False or CborCursor.True or CborCursor.Null => 1,
            CborCursor.Float32 => 5,
            CborCursor.Float64 => 9,
            _ => 0,
        };
        if (length == 0)
            return cursor.Fail(CborErrorKind.UnsupportedSimple, start);

        if (cursor.Remaining < length)
            return cursor.Fail(CborErrorKind.EndOfData, start);

        if (cursor.Strict && length > 1 && (length == 5 || !IsFinite(cursor.Data.Slice(start + 1, 8))))
            return cursor.Fail(CborErrorKind.NonCanonicalFloat, start);

        cursor.Position += length;
        return true;
    }

    // All exponent bits set: infinity or not a number.
    private static bool IsFinite(ReadOnlySpan<byte> bits) => (BinaryPrimitives.ReadUInt16BigEndian(bits) & 0x7ff0) != 0x7ff0;

    /// <summary>The canonical order of map keys: shorter first, then byte by byte (RFC 7049, section 3.9; DAG-CBOR).</summary>
    internal static int CompareKeys(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
}
