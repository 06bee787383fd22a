using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Bls12381;

/// <summary>Makes affine terms of points as callers hold them.</summary>
internal static class PairingTerms
{
    public static PairingTerm[] From(ReadOnlySpan<G1Point> left, ReadOnlySpan<G2Point> right)
    {
        if (left.Length != right.Length)
            Throw.Count(nameof(right), left.Length, right.Length);

        var g1 = new JacobianPoint<Fp>[left.Length];
        var g2 = new JacobianPoint<Fp2>[left.Length];
        for (int i = 0; i < left.Length; i++)
        {
            g1[i] = left[i].Point;
            g2[i] = right[i].Point;
        }

        AffinePoint<Fp>[] affine1 = Normalization.ToAffine<Fp>(g1);
        AffinePoint<Fp2>[] affine2 = Normalization.ToAffine<Fp2>(g2);
        var terms = new PairingTerm[left.Length];
        for (int i = 0; i < terms.Length; i++)
            terms[i] = new PairingTerm(affine1[i], affine2[i]);
        return terms;
    }

    public static PreparedTerm[] From(ReadOnlySpan<G1Point> left, ReadOnlySpan<PreparedG2> right)
    {
        if (left.Length != right.Length)
            Throw.Count(nameof(right), left.Length, right.Length);

        var points = new JacobianPoint<Fp>[left.Length];
        for (int i = 0; i < points.Length; i++)
            points[i] = left[i].Point;
        AffinePoint<Fp>[] affine = Normalization.ToAffine<Fp>(points);
        var terms = new PreparedTerm[left.Length];
        for (int i = 0; i < terms.Length; i++)
            terms[i] = new PreparedTerm(affine[i], right[i].Lines);
        return terms;
    }
}
