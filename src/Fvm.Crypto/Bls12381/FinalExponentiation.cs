namespace Fvm.Crypto.Bls12381;

/// <summary>
/// The power 3 (p^12 - 1)/r. Its hard part uses 3 (p^4 - p^2 + 1)/r = (x - 1)^2 (x + p)(x^2 + p^2 - 1) + 3, x the curve's parameter
/// (Hayashida, Hayasaka and Teruya, eprint 2020/875, section 5).
/// </summary>
internal static class FinalExponentiation
{
    public static Fp12 Apply(in Fp12 value)
    {
        // Easy part: (p^6 - 1)(p^2 + 1). From here on the inverse is the conjugate.
        Fp12 t = value.Conjugate() * value.Invert();
        Fp12 m = t.Frobenius().Frobenius() * t;

        Fp12 a = PowerOfX(m) * m.Conjugate();
        Fp12 b = PowerOfX(a) * a.Conjugate();
        Fp12 c = PowerOfX(b) * b.Frobenius();
        Fp12 d = PowerOfX(PowerOfX(c)) * c.Frobenius().Frobenius() * c.Conjugate();
        return d * m.CyclotomicSquare() * m;
    }

    /// <summary>The power x, which is negative, of an element of the cyclotomic subgroup.</summary>
    public static Fp12 PowerOfX(in Fp12 value)
    {
        Fp12 result = value;
        for (int bit = CurveParameters.TopBitOfX - 1; bit >= 0; bit--)
        {
            result = result.CyclotomicSquare();
            if (((CurveParameters.AbsoluteX >> bit) & 1) != 0)
                result *= value;
        }

        return result.Conjugate();
    }
}
