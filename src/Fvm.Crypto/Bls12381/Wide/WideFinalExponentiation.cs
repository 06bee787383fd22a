namespace Fvm.Crypto.Bls12381.Wide;

/// <summary>The power of <see cref="FinalExponentiation"/>, by the same steps.</summary>
internal static class WideFinalExponentiation
{
    internal static Fp12 Apply(in Fp12 value)
    {
        Fp12Wide t = new(value.Conjugate() * value.Invert());
        Fp12Wide m = t.Frobenius().Frobenius() * t;

        Fp12Wide a = PowerOfX(m) * m.Conjugate();
        Fp12Wide b = PowerOfX(a) * a.Conjugate();
        Fp12Wide c = PowerOfX(b) * b.Frobenius();
        Fp12Wide d = PowerOfX(PowerOfX(c)) * c.Frobenius().Frobenius() * c.Conjugate();
        return (d * m.CyclotomicSquare() * m).ToFp12();
    }

    /// <summary>The power x, which is negative, of an element of the cyclotomic subgroup.</summary>
    private static Fp12Wide PowerOfX(in Fp12Wide value)
    {
        Fp12Wide result = value;
        for (int bit = CurveParameters.TopBitOfX - 1; bit >= 0; bit--)
        {
            result = result.CyclotomicSquare();
            if (((CurveParameters.AbsoluteX >> bit) & 1) != 0)
                result *= value;
        }

        return result.Conjugate();
    }
}
