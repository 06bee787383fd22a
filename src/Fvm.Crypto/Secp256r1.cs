using Fvm.Crypto.Fields;
using Fvm.Crypto.Secp256r1Curve;
using Fn = Fvm.Crypto.Fields.Residue<Fvm.Crypto.Secp256r1Curve.OrderModulus>;
using Fp = Fvm.Crypto.Fields.Residue<Fvm.Crypto.Secp256r1Curve.BaseModulus>;

namespace Fvm.Crypto;

/// <summary>ECDSA verification over P-256 (secp256r1; FIPS 186-5) as the precompiled contract P256VERIFY has it (RIP-7212, EIP-7951).</summary>
public static class Secp256r1
{
    /// <summary>Length in bytes of the contract's input: hash, r, s, x and y of the public key, 32 big-endian bytes each.</summary>
    public const int InputLength = 160;

    private const int PartLength = 32;

    /// <summary>
    /// Whether the input is a valid signature. False also for another length, r or s outside 1..n-1, a coordinate that is p or more, and a point that is not on
    /// the curve, (0, 0) included. s above n/2 is as good as below. The hash is taken modulo n.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> input160)
    {
        if (input160.Length != InputLength)
            return false;
        ReadOnlySpan<byte> rBytes = input160.Slice(PartLength, PartLength);
        if (!ResidueEncoding.TryReadBigEndian(rBytes, out Fn r) || r.IsZero
            || !ResidueEncoding.TryReadBigEndian(input160[(2 * PartLength)..], out Fn s) || s.IsZero
            || !ResidueEncoding.TryReadBigEndian(input160[(3 * PartLength)..], out Fp x)
            || !ResidueEncoding.TryReadBigEndian(input160[(4 * PartLength)..], out Fp y)
            || !Point.TryCreate(x, y, out Point key))
            return false;

        Fn inverse = s.Invert();
        Span<ulong> u1 = stackalloc ulong[4], u2 = stackalloc ulong[4];
        ResidueEncoding.ToWords(ResidueEncoding.ReadReduced<OrderModulus>(input160) * inverse, u1);
        ResidueEncoding.ToWords(r * inverse, u2);
        Point point = PublicMultiplication.Sum(u1, key, u2);
        return !point.IsInfinity && IsX(point, rBytes);
    }

    /// <summary>Whether the affine x modulo n is r, without a division: X = r Z^2, or X = (r + n) Z^2 where r + n is still below p.</summary>
    private static bool IsX(in Point point, ReadOnlySpan<byte> rBytes)
    {
        Fp z2 = point.Z.Square();
        Fp asCoordinate = ResidueEncoding.ReadReduced<BaseModulus>(rBytes);
        if (point.X == asCoordinate * z2)
            return true;

        // r + n is below p exactly when r is below p - n, which is p modulo n.
        Span<byte> gap = stackalloc byte[PartLength];
        ResidueEncoding.WriteBigEndian(ResidueEncoding.ReadReduced<OrderModulus>(BaseModulus.Prime), gap);
        if (rBytes.SequenceCompareTo(gap) >= 0)
            return false;
        Fp order = ResidueEncoding.ReadReduced<BaseModulus>(OrderModulus.Prime);
        return point.X == (asCoordinate + order) * z2;
    }
}
