using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Bls12381;

/// <summary>The byte forms of EIP-2537, section "ABI for operations".</summary>
internal static class Eip2537Encoding
{
    private const int PaddingLength = Eip2537.FpLength - Fp.EncodedLength;

    public static bool TryReadFp(ReadOnlySpan<byte> bytes64, out Fp value)
    {
        value = default;
        return !bytes64[..PaddingLength].ContainsAnyExcept((byte)0) && Fp.TryRead(bytes64[PaddingLength..], out value);
    }

    public static bool TryReadFp2(ReadOnlySpan<byte> bytes128, out Fp2 value)
    {
        bool isRead = TryReadFp(bytes128, out Fp c0) & TryReadFp(bytes128[Eip2537.FpLength..], out Fp c1);
        value = new Fp2(c0, c1);
        return isRead;
    }

    public static bool TryReadG1(ReadOnlySpan<byte> bytes128, bool checkSubgroup, out AffinePoint<Fp> point)
    {
        point = default;
        if (!TryReadFp(bytes128, out Fp x) || !TryReadFp(bytes128[Eip2537.FpLength..], out Fp y))
            return false;
        point = new AffinePoint<Fp>(x, y);
        return G1.IsOnCurve(point) && (!checkSubgroup || G1.IsInSubgroup(point));
    }

    public static bool TryReadG2(ReadOnlySpan<byte> bytes256, bool checkSubgroup, out AffinePoint<Fp2> point)
    {
        point = default;
        if (!TryReadFp2(bytes256, out Fp2 x) || !TryReadFp2(bytes256[Eip2537.Fp2Length..], out Fp2 y))
            return false;
        point = new AffinePoint<Fp2>(x, y);
        return G2.IsOnCurve(point) && (!checkSubgroup || point.IsInfinity || G2.IsInSubgroup(point));
    }

    public static void Write(in AffinePoint<Fp> point, Span<byte> bytes128)
    {
        Write(point.X, bytes128);
        Write(point.Y, bytes128[Eip2537.FpLength..]);
    }

    public static void Write(in AffinePoint<Fp2> point, Span<byte> bytes256)
    {
        Write(point.X.C0, bytes256);
        Write(point.X.C1, bytes256[Eip2537.FpLength..]);
        Write(point.Y.C0, bytes256[Eip2537.Fp2Length..]);
        Write(point.Y.C1, bytes256[(Eip2537.Fp2Length + Eip2537.FpLength)..]);
    }

    private static void Write(in Fp value, Span<byte> bytes64)
    {
        bytes64[..PaddingLength].Clear();
        value.Write(bytes64[PaddingLength..]);
    }
}
