namespace Fvm.Crypto.Fields;

/// <summary>Powers with exponents that are public: their digits decide the steps, the base decides nothing.</summary>
internal static class ResiduePowers
{
    /// <summary>a^(p-2), the inverse (Fermat); zero for zero. Time does not depend on the value.</summary>
    internal static Residue<T> Invert<T>(in Residue<T> value)
        where T : unmanaged, IModulus<T>
    {
        Span<byte> exponent = stackalloc byte[Residue<T>.EncodedLength];
        T.Prime.CopyTo(exponent);

        // Every prime here ends in a byte above 1, or in 01 under a byte that lends.
        int index = exponent.Length - 1;
        int borrow = 2;
        for (; borrow > 0; index--)
        {
            int digit = exponent[index] - borrow;
            exponent[index] = (byte)digit;
            borrow = digit < 0 ? 1 : 0;
        }

        return Power(value, exponent);
    }

    /// <summary>The power by a big-endian exponent, four bits at a time.</summary>
    internal static Residue<T> Power<T>(in Residue<T> value, ReadOnlySpan<byte> exponent)
        where T : unmanaged, IModulus<T>
    {
        Span<Residue<T>> powers = stackalloc Residue<T>[16];
        powers[0] = T.One;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * value;

        Residue<T> result = T.One;
        foreach (byte digits in exponent)
        {
            result = Step(result, powers, digits >> 4);
            result = Step(result, powers, digits & 15);
        }

        return result;
    }

    private static Residue<T> Step<T>(in Residue<T> result, ReadOnlySpan<Residue<T>> powers, int digit)
        where T : unmanaged, IModulus<T>
    {
        Residue<T> power = result.Square().Square().Square().Square();
        return digit == 0 ? power : power * powers[digit];
    }
}
