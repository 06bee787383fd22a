using Fvm.Crypto.Bls12381;
using Fvm.Crypto.Curves;

namespace Fvm.Crypto;

/// <summary>
/// The precompiled contracts for BLS12-381 (EIP-2537), bytes in and bytes out. A base field element is 64 big-endian bytes below p (the first 16 are zero); an
/// element of F(p^2) its real part, then its imaginary part; a point x, then y; infinity all zeros. Every method returns false, with the output untouched, when the
/// input has another length, a coordinate is p or more, a point is not on its curve, or, where the standard asks for it, not in its subgroup. An output has
/// exactly the length that is named. Nothing here runs in constant time.
/// </summary>
public static class Eip2537
{
    /// <summary>Length in bytes of a base field element.</summary>
    public const int FpLength = 64;

    /// <summary>Length in bytes of an element of F(p^2).</summary>
    public const int Fp2Length = 2 * FpLength;

    /// <summary>Length in bytes of a point of G1.</summary>
    public const int G1Length = 2 * FpLength;

    /// <summary>Length in bytes of a point of G2.</summary>
    public const int G2Length = 2 * Fp2Length;

    /// <summary>Length in bytes of a scalar: any 256-bit number, big-endian.</summary>
    public const int ScalarLength = 32;

    /// <summary>G1ADD: two points, no subgroup check.</summary>
    public static bool TryG1Add(ReadOnlySpan<byte> input256, Span<byte> output128)
    {
        if (input256.Length != 2 * G1Length
            || !Eip2537Encoding.TryReadG1(input256, checkSubgroup: false, out AffinePoint<Fp> left)
            || !Eip2537Encoding.TryReadG1(input256[G1Length..], checkSubgroup: false, out AffinePoint<Fp> right))
            return false;
        Eip2537Encoding.Write((new JacobianPoint<Fp>(left) + right).ToAffine(), output128);
        return true;
    }

    /// <summary>G2ADD: two points, no subgroup check.</summary>
    public static bool TryG2Add(ReadOnlySpan<byte> input512, Span<byte> output256)
    {
        if (input512.Length != 2 * G2Length
            || !Eip2537Encoding.TryReadG2(input512, checkSubgroup: false, out AffinePoint<Fp2> left)
            || !Eip2537Encoding.TryReadG2(input512[G2Length..], checkSubgroup: false, out AffinePoint<Fp2> right))
            return false;
        Eip2537Encoding.Write((new JacobianPoint<Fp2>(left) + right).ToAffine(), output256);
        return true;
    }

    /// <summary>G1MSM: one or more pairs of a point of G1 and a scalar.</summary>
    public static bool TryG1MultiScalar(ReadOnlySpan<byte> input, Span<byte> output128)
    {
        const int PairLength = G1Length + ScalarLength;
        if (input.IsEmpty || input.Length % PairLength != 0)
            return false;
        var points = new AffinePoint<Fp>[input.Length / PairLength];
        var factors = new Fr[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            ReadOnlySpan<byte> pair = input.Slice(i * PairLength, PairLength);
            if (!Eip2537Encoding.TryReadG1(pair, checkSubgroup: true, out points[i]))
                return false;
            factors[i] = Fr.ReadReduced(pair[G1Length..]);
        }

        JacobianPoint<Fp> sum = points.Length == 1
            ? SubgroupMultiplication.Multiply(new JacobianPoint<Fp>(points[0]), factors[0])
            : MultiScalar.Sum<Fp>(points, factors);
        Eip2537Encoding.Write(sum.ToAffine(), output128);
        return true;
    }

    /// <summary>G2MSM: one or more pairs of a point of G2 and a scalar.</summary>
    public static bool TryG2MultiScalar(ReadOnlySpan<byte> input, Span<byte> output256)
    {
        const int PairLength = G2Length + ScalarLength;
        if (input.IsEmpty || input.Length % PairLength != 0)
            return false;
        var points = new AffinePoint<Fp2>[input.Length / PairLength];
        var factors = new Fr[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            ReadOnlySpan<byte> pair = input.Slice(i * PairLength, PairLength);
            if (!Eip2537Encoding.TryReadG2(pair, checkSubgroup: true, out points[i]))
                return false;
            factors[i] = Fr.ReadReduced(pair[G2Length..]);
        }

        JacobianPoint<Fp2> sum = points.Length == 1
            ? SubgroupMultiplication.Multiply(new JacobianPoint<Fp2>(points[0]), factors[0])
            : MultiScalar.Sum<Fp2>(points, factors);
        Eip2537Encoding.Write(sum.ToAffine(), output256);
        return true;
    }

    /// <summary>PAIRING_CHECK: whether the product of the pairings of one or more pairs of a point of G1 and one of G2 is one.</summary>
    public static bool TryPairingCheck(ReadOnlySpan<byte> input, out bool isOne)
    {
        const int PairLength = G1Length + G2Length;
        isOne = false;
        if (input.IsEmpty || input.Length % PairLength != 0)
            return false;
        var terms = new PairingTerm[input.Length / PairLength];
        for (int i = 0; i < terms.Length; i++)
        {
            ReadOnlySpan<byte> pair = input.Slice(i * PairLength, PairLength);
            if (!Eip2537Encoding.TryReadG1(pair, checkSubgroup: true, out AffinePoint<Fp> left)
                || !Eip2537Encoding.TryReadG2(pair[G1Length..], checkSubgroup: true, out AffinePoint<Fp2> right))
                return false;
            terms[i] = new PairingTerm(left, right);
        }

        isOne = Pairing.IsProductOne(terms);
        return true;
    }

    /// <summary>MAP_FP_TO_G1: the map of RFC 9380 section 6.6.2 and the clearing of the cofactor; no hash.</summary>
    public static bool TryMapFpToG1(ReadOnlySpan<byte> input64, Span<byte> output128)
    {
        if (input64.Length != FpLength || !Eip2537Encoding.TryReadFp(input64, out Fp u))
            return false;
        Eip2537Encoding.Write(HashToG1.Map(u), output128);
        return true;
    }

    /// <summary>MAP_FP2_TO_G2: the map of RFC 9380 section 6.6.2 and the clearing of the cofactor; no hash.</summary>
    public static bool TryMapFp2ToG2(ReadOnlySpan<byte> input128, Span<byte> output256)
    {
        if (input128.Length != Fp2Length || !Eip2537Encoding.TryReadFp2(input128, out Fp2 u))
            return false;
        Eip2537Encoding.Write(HashToG2.Map(u), output256);
        return true;
    }
}
