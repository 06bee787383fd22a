using Fvm.Crypto.Bls12381.Wide;

namespace Fvm.Crypto.Bls12381;

/// <summary>Powers in the cyclotomic subgroup of F(p^12), where squaring is cheap and the conjugate is the inverse.</summary>
internal static class CyclotomicPower
{
    /// <summary>The power by an integer modulo r, four bits at a time. Time depends on the exponent.</summary>
    public static Fp12 Power(in Fp12 value, in Fr exponent)
    {
        Span<byte> digits = stackalloc byte[Fr.EncodedLength];
        exponent.WriteBigEndian(digits);
        return Fp2x4.IsSupported ? WideCyclotomicPower.Power(value, digits) : Power(value, digits);
    }

    /// <summary>The form for any processor.</summary>
    internal static Fp12 Power(in Fp12 value, ReadOnlySpan<byte> bigEndian)
    {
        Span<Fp12> powers = stackalloc Fp12[16];
        powers[0] = Fp12.One;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * value;

        Fp12 result = Fp12.One;
        foreach (byte pair in bigEndian)
        {
            result = Step(result, powers, pair >> 4);
            result = Step(result, powers, pair & 15);
        }

        return result;
    }

    private static Fp12 Step(in Fp12 result, ReadOnlySpan<Fp12> powers, int digit)
    {
        Fp12 power = result.CyclotomicSquare().CyclotomicSquare().CyclotomicSquare().CyclotomicSquare();
        return digit == 0 ? power : power * powers[digit];
    }
}
