using Fvm.Crypto.Curves;
namespace Fvm.Crypto.Bls12381;

/// <summary>
/// The byte forms of points (draft-irtf-cfrg-pairing-friendly-curves-11 appendix C, "ZCash serialization format"): big-endian
/// coordinates, C1 before C0, and three flags in the top bits of the first byte: compressed; infinity (all else zero); y is the
/// lexicographically larger of the two roots (only for compressed, finite points).
/// Each reader demands the exact length, consistent flags, coordinates below p, a point on the curve, and, unless told otherwise, a point in the subgroup.
/// </summary>
internal static class PointEncoding
{
    public const int G1CompressedLength = 48;
    public const int G1Length = 96;
    public const int G2CompressedLength = 96;
    public const int G2Length = 192;

    private const int CompressedFlag = 0x80;
    private const int InfinityFlag = 0x40;
    private const int LargerFlag = 0x20;
    private const int FlagMask = CompressedFlag | InfinityFlag | LargerFlag;

    /// <summary>Reads 48 bytes as a point of G1.</summary>
    public static bool TryReadG1Compressed(ReadOnlySpan<byte> bytes, bool checkSubgroup, out AffinePoint<Fp> point)
    {
        point = default;
        if (bytes.Length != G1CompressedLength || (bytes[0] & CompressedFlag) == 0)
            return false;
        if ((bytes[0] & InfinityFlag) != 0)
            return IsInfinity(bytes);
        if (!TryReadFirst(bytes, out Fp x) || !FpPowers.TrySquareRoot(G1.RightSide(x), out Fp y))
            return false;
        if (y.IsLexicographicallyLarger() != ((bytes[0] & LargerFlag) != 0))
            y = -y;
        point = new AffinePoint<Fp>(x, y);
        return !checkSubgroup || G1.IsInSubgroup(point);
    }

    /// <summary>Reads 96 bytes as a point of G1.</summary>
    public static bool TryReadG1(ReadOnlySpan<byte> bytes, bool checkSubgroup, out AffinePoint<Fp> point)
    {
        point = default;
        if (bytes.Length != G1Length || (bytes[0] & (CompressedFlag | LargerFlag)) != 0)
            return false;
        if ((bytes[0] & InfinityFlag) != 0)
            return IsInfinity(bytes);
        if (!Fp.TryRead(bytes, out Fp x) || !Fp.TryRead(bytes[Fp.EncodedLength..], out Fp y))
            return false;
        point = new AffinePoint<Fp>(x, y);
        return !point.IsInfinity && G1.IsOnCurve(point) && (!checkSubgroup || G1.IsInSubgroup(point));
    }

    /// <summary>Reads 96 bytes as a point of G2.</summary>
    public static bool TryReadG2Compressed(ReadOnlySpan<byte> bytes, bool checkSubgroup, out AffinePoint<Fp2> point)
    {
        point = default;
        if (bytes.Length != G2CompressedLength || (bytes[0] & CompressedFlag) == 0)
            return false;
        if ((bytes[0] & InfinityFlag) != 0)
            return IsInfinity(bytes);
        if (!TryReadFirst(bytes, out Fp x1) || !Fp.TryRead(bytes[Fp.EncodedLength..], out Fp x0))
            return false;
        var x = new Fp2(x0, x1);
        if (!Fp2.TrySquareRoot(G2.RightSide(x), out Fp2 y))
            return false;
        if (y.IsLexicographicallyLarger() != ((bytes[0] & LargerFlag) != 0))
            y = -y;
        point = new AffinePoint<Fp2>(x, y);
        return !checkSubgroup || G2.IsInSubgroup(point);
    }

    /// <summary>Reads 192 bytes as a point of G2.</summary>
    public static bool TryReadG2(ReadOnlySpan<byte> bytes, bool checkSubgroup, out AffinePoint<Fp2> point)
    {
        point = default;
        if (bytes.Length != G2Length || (bytes[0] & (CompressedFlag | LargerFlag)) != 0)
            return false;
        if ((bytes[0] & InfinityFlag) != 0)
            return IsInfinity(bytes);
        if (!Fp.TryRead(bytes, out Fp x1) || !Fp.TryRead(bytes[Fp.EncodedLength..], out Fp x0)
            || !Fp.TryRead(bytes[(2 * Fp.EncodedLength)..], out Fp y1) || !Fp.TryRead(bytes[(3 * Fp.EncodedLength)..], out Fp y0))
            return false;
        point = new AffinePoint<Fp2>(new Fp2(x0, x1), new Fp2(y0, y1));
        return !point.IsInfinity && G2.IsOnCurve(point) && (!checkSubgroup || G2.IsInSubgroup(point));
    }

    /// <summary>As <see cref="TryReadG1Compressed(ReadOnlySpan{byte}, bool, out AffinePoint{Fp})"/>, subgroup checked.</summary>
    public static bool TryReadG1Compressed(ReadOnlySpan<byte> bytes, out AffinePoint<Fp> point) =>
        TryReadG1Compressed(bytes, checkSubgroup: true, out point);

    /// <summary>As <see cref="TryReadG1(ReadOnlySpan{byte}, bool, out AffinePoint{Fp})"/>, subgroup checked.</summary>
    public static bool TryReadG1(ReadOnlySpan<byte> bytes, out AffinePoint<Fp> point) => TryReadG1(bytes, checkSubgroup: true, out point);

    /// <summary>As <see cref="TryReadG2Compressed(ReadOnlySpan{byte}, bool, out AffinePoint{Fp2})"/>, subgroup checked.</summary>
    public static bool TryReadG2Compressed(ReadOnlySpan<byte> bytes, out AffinePoint<Fp2> point) =>
        TryReadG2Compressed(bytes, checkSubgroup: true, out point);

    /// <summary>As <see cref="TryReadG2(ReadOnlySpan{byte}, bool, out AffinePoint{Fp2})"/>, subgroup checked.</summary>
    public static bool TryReadG2(ReadOnlySpan<byte> bytes, out AffinePoint<Fp2> point) => TryReadG2(bytes, checkSubgroup: true, out point);

    /// <summary>Writes 48 bytes.</summary>
    public static void WriteCompressed(in AffinePoint<Fp> point, Span<byte> bytes48)
    {
        point.X.Write(bytes48);
        bytes48[0] |= CompressedFlags(point.IsInfinity, point.Y.IsLexicographicallyLarger());
    }

    /// <summary>Writes 96 bytes.</summary>
    public static void Write(in AffinePoint<Fp> point, Span<byte> bytes96)
    {
        point.X.Write(bytes96);
        point.Y.Write(bytes96[Fp.EncodedLength..]);
        if (point.IsInfinity)
            bytes96[0] = InfinityFlag;
    }

    /// <summary>Writes 96 bytes.</summary>
    public static void WriteCompressed(in AffinePoint<Fp2> point, Span<byte> bytes96)
    {
        WriteFp2(point.X, bytes96);
        bytes96[0] |= CompressedFlags(point.IsInfinity, point.Y.IsLexicographicallyLarger());
    }

    /// <summary>Writes 192 bytes.</summary>
    public static void Write(in AffinePoint<Fp2> point, Span<byte> bytes192)
    {
        WriteFp2(point.X, bytes192);
        WriteFp2(point.Y, bytes192[(2 * Fp.EncodedLength)..]);
        if (point.IsInfinity)
            bytes192[0] = InfinityFlag;
    }

    private static void WriteFp2(in Fp2 value, Span<byte> bytes96)
    {
        value.C1.Write(bytes96);
        value.C0.Write(bytes96[Fp.EncodedLength..]);
    }

    /// <summary>The flags of a compressed point. Infinity has y = 0, which is never the larger.</summary>
    private static byte CompressedFlags(bool isInfinity, bool isLarger) =>
        (byte)(CompressedFlag | (isInfinity ? InfinityFlag : 0) | (isLarger ? LargerFlag : 0));

    /// <summary>Infinity has one form: no bit set besides the compressed and the infinity flag.</summary>
    private static bool IsInfinity(ReadOnlySpan<byte> bytes) =>
        (bytes[0] & ~(CompressedFlag | InfinityFlag)) == 0 && !bytes[1..].ContainsAnyExcept((byte)0);

    /// <summary>Reads the coordinate that shares its first byte with the flags.</summary>
    private static bool TryReadFirst(ReadOnlySpan<byte> bytes, out Fp value)
    {
        Span<byte> bare = stackalloc byte[Fp.EncodedLength];
        bytes[..Fp.EncodedLength].CopyTo(bare);
        bare[0] &= 0xff & ~FlagMask;
        return Fp.TryRead(bare, out value);
    }
}
