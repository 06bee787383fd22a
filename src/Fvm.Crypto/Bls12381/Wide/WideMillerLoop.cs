using System.Numerics;

namespace Fvm.Crypto.Bls12381.Wide;

/// <summary>The Miller loop of <see cref="MillerLoop"/>, two terms at a time side by side.</summary>
internal static class WideMillerLoop
{
    /// <summary>The unreduced product of finite terms.</summary>
    internal static Fp12 Run(ReadOnlySpan<PairingTerm> terms)
    {
        var couples = new MillerCouple[(terms.Length + 1) / 2];
        for (int i = 0; i < couples.Length; i++)
        {
            bool hasSecond = (2 * i) + 1 < terms.Length;
            couples[i] = new MillerCouple(terms[2 * i], terms[hasSecond ? (2 * i) + 1 : 2 * i], hasSecond);
        }

        Fp12Wide product = new(Fp12.One);
        for (int bit = 62 - BitOperations.LeadingZeroCount(CurveParameters.AbsoluteX); bit >= 0; bit--)
        {
            product = product.Square();
            foreach (ref MillerCouple couple in couples.AsSpan())
                product = couple.DoubleStep(product);
            if (((CurveParameters.AbsoluteX >> bit) & 1) == 0)
                continue;
            foreach (ref MillerCouple couple in couples.AsSpan())
                product = couple.AddStep(product);
        }

        // The parameter is negative: see MillerLoop.
        return product.Conjugate().ToFp12();
    }
}
