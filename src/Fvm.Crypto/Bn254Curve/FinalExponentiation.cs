using System.Numerics;

namespace Fvm.Crypto.Bn254Curve;

/// <summary>
/// The power 2x(6x^2 + 3x + 1) (p^12 - 1)/r, x the curve's parameter: the factor, prime to r, makes the hard part short
/// (Fuentes-Castaneda, Knapp and Rodriguez-Henriquez, "Faster hashing to G2", 2011; the order of steps of Duquesne and Ghammam, eprint 2015/192, algorithm 6).
/// </summary>
internal static class FinalExponentiation
{
    public static Fp12 Apply(in Fp12 value)
    {
        // Easy part: (p^6 - 1)(p^2 + 1). From here on the inverse is the conjugate.
        Fp12 t = value.Conjugate() * value.Invert();
        Fp12 m = t.Frobenius().Frobenius() * t;

        Fp12 minus2x = PowerOfX(m).Conjugate().CyclotomicSquare();
        Fp12 minus6x = minus2x.CyclotomicSquare() * minus2x;
        Fp12 sixX2 = PowerOfX(minus6x).Conjugate();
        Fp12 twelveX3 = PowerOfX(sixX2.CyclotomicSquare());

        // a = 12x^3 + 6x^2 + 6x and b = a - 2x; the whole exponent is (a + 6x^2 + 1) + b p + a p^2 + (b - 1) p^3.
        Fp12 a = twelveX3 * sixX2 * minus6x.Conjugate();
        Fp12 b = a * minus2x;
        Fp12 first = a * sixX2 * m;
        Fp12 last = (b * m.Conjugate()).Frobenius().Frobenius().Frobenius();
        return first * b.Frobenius() * a.Frobenius().Frobenius() * last;
    }

    /// <summary>The power x of an element of the cyclotomic subgroup.</summary>
    public static Fp12 PowerOfX(in Fp12 value)
    {
        Fp12 result = value;
        for (int bit = 62 - BitOperations.LeadingZeroCount(G2.Parameter); bit >= 0; bit--)
        {
            result = result.CyclotomicSquare();
            if (((G2.Parameter >> bit) & 1) != 0)
                result *= value;
        }

        return result;
    }
}
