using Fvm.Crypto.Bn254Curve;
using Fvm.Crypto.Curves;
using Fvm.Crypto.Fields;
using Fp = Fvm.Crypto.Fields.Residue<Fvm.Crypto.Bn254Curve.BaseModulus>;

namespace Fvm.Crypto;

/// <summary>
/// The curve BN254 (alt_bn128) as Ethereum's precompiled contracts offer it: addition and multiplication (EIP-196) and the pairing check (EIP-197).
/// Points of G1 are x and y, 32 big-endian bytes each; of G2 x and y, each its imaginary part before its real one; all zeros are infinity. Nothing here runs in constant time.
/// </summary>
public static class Bn254
{
    /// <summary>Length in bytes of a point of G1.</summary>
    public const int G1Length = 64;

    /// <summary>Length in bytes of a point of G2.</summary>
    public const int G2Length = 128;

    /// <summary>Length in bytes of one pair of a pairing check.</summary>
    public const int PairLength = G1Length + G2Length;

    private const int ScalarLength = 32;

    /// <summary>
    /// EIP-196, ECADD: the sum of two points. Input of another length is cut after 128 bytes, or read as if zeros followed. False, and
    /// <paramref name="output64"/> untouched, when a coordinate is p or more or a point is not on the curve.
    /// </summary>
    public static bool TryAdd(ReadOnlySpan<byte> input, Span<byte> output64)
    {
        Span<byte> padded = stackalloc byte[2 * G1Length];
        Pad(input, padded);
        if (!TryReadG1(padded, out AffinePoint<Fp> left) || !TryReadG1(padded[G1Length..], out AffinePoint<Fp> right))
            return false;
        Write(new JacobianPoint<Fp>(left) + right, output64);
        return true;
    }

    /// <summary>
    /// EIP-196, ECMUL: a point times a scalar of any 256 bits. Input of another length is cut after 96 bytes, or read as if zeros followed. False, and
    /// <paramref name="output64"/> untouched, when a coordinate is p or more or the point is not on the curve.
    /// </summary>
    public static bool TryMultiply(ReadOnlySpan<byte> input, Span<byte> output64)
    {
        Span<byte> padded = stackalloc byte[G1Length + ScalarLength];
        Pad(input, padded);
        if (!TryReadG1(padded, out AffinePoint<Fp> point))
            return false;
        Write(new JacobianPoint<Fp>(point).Multiply(padded[G1Length..]), output64);
        return true;
    }

    /// <summary>
    /// EIP-197: whether the product of the pairings of all pairs (G1, G2) is one; it is for none. False when the input cannot be judged: its length
    /// is no multiple of 192, a coordinate is p or more, a point is not on its curve, or a point of G2 is not in the subgroup of order r.
    /// </summary>
    public static bool TryPairingCheck(ReadOnlySpan<byte> input, out bool isOne)
    {
        isOne = false;
        if (input.Length % PairLength != 0)
            return false;
        var terms = new PairingTerm[input.Length / PairLength];
        for (int i = 0; i < terms.Length; i++)
        {
            ReadOnlySpan<byte> pair = input.Slice(i * PairLength, PairLength);
            if (!TryReadG1(pair, out AffinePoint<Fp> left) || !TryReadG2(pair[G1Length..], out AffinePoint<Fp2> right))
                return false;
            terms[i] = new PairingTerm(left, right);
        }

        isOne = Pairing.IsProductOne(terms);
        return true;
    }

    private static bool TryReadG1(ReadOnlySpan<byte> bytes64, out AffinePoint<Fp> point)
    {
        point = default;
        if (!ResidueEncoding.TryReadBigEndian(bytes64, out Fp x) || !ResidueEncoding.TryReadBigEndian(bytes64[32..], out Fp y))
            return false;
        point = new AffinePoint<Fp>(x, y);
        return G1.IsOnCurve(point);
    }

    private static bool TryReadG2(ReadOnlySpan<byte> bytes128, out AffinePoint<Fp2> point)
    {
        point = default;
        if (!ResidueEncoding.TryReadBigEndian(bytes128, out Fp x1) || !ResidueEncoding.TryReadBigEndian(bytes128[32..], out Fp x0)
            || !ResidueEncoding.TryReadBigEndian(bytes128[64..], out Fp y1) || !ResidueEncoding.TryReadBigEndian(bytes128[96..], out Fp y0))
            return false;
        point = new AffinePoint<Fp2>(new Fp2(x0, x1), new Fp2(y0, y1));
        return point.IsInfinity || (G2.IsOnCurve(point) && G2.IsInSubgroup(point));
    }

    private static void Write(in JacobianPoint<Fp> point, Span<byte> bytes64)
    {
        AffinePoint<Fp> affine = point.ToAffine();
        ResidueEncoding.WriteBigEndian(affine.X, bytes64);
        ResidueEncoding.WriteBigEndian(affine.Y, bytes64[32..]);
    }

    private static void Pad(ReadOnlySpan<byte> input, Span<byte> padded)
    {
        int length = Math.Min(input.Length, padded.Length);
        input[..length].CopyTo(padded);
        padded[length..].Clear();
    }
}
