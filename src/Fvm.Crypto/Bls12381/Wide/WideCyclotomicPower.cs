namespace Fvm.Crypto.Bls12381.Wide;

/// <summary>The powers of <see cref="CyclotomicPower"/>, by the same steps.</summary>
internal static class WideCyclotomicPower
{
    internal static Fp12 Power(in Fp12 value, ReadOnlySpan<byte> bigEndian)
    {
        Fp12Wide first = new(value), result = new(Fp12.One);
        Span<Fp12Wide> powers = stackalloc Fp12Wide[16];
        powers[0] = result;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * first;
        foreach (byte pair in bigEndian)
        {
            result = Step(result, powers, pair >> 4);
            result = Step(result, powers, pair & 15);
        }

        return result.ToFp12();
    }

    private static Fp12Wide Step(in Fp12Wide result, ReadOnlySpan<Fp12Wide> powers, int digit)
    {
        Fp12Wide power = result.CyclotomicSquare().CyclotomicSquare().CyclotomicSquare().CyclotomicSquare();
        return digit == 0 ? power : power * powers[digit];
    }
}
