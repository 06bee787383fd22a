namespace Fvm.Crypto.Bls12381;

/// <summary>Square roots in the base field, and their inverses, by exponentiation.</summary>
internal static class FpPowers
{
    private const int WindowBits = 4;

    /// <summary>(p - 3) / 4, most significant first.</summary>
    private static ReadOnlySpan<ulong> RootExponent =>
    [
        0x0680_447a_8e5f_f9a6, 0x92c6_e9ed_90d2_eb35, 0xd91d_d2e1_3ce1_44af,
        0xd9cc_34a8_3dac_3d89, 0x07aa_ffff_ac54_ffff, 0xee7f_bfff_ffff_eaaa,
    ];

    /// <summary>
    /// a^((p-3)/4). As p = 3 mod 4, a times this is a square root of a if there is one, else of -a, and the product of the two
    /// powers is the quadratic character of a: 1, or -1, or 0 for zero.
    /// </summary>
    public static Fp InverseRoot(in Fp value) => Power(value, RootExponent);

    /// <summary>One of the two square roots of <paramref name="value"/>; false when it is not a square.</summary>
    public static bool TrySquareRoot(in Fp value, out Fp root)
    {
        root = value * InverseRoot(value);
        return root.Square() == value;
    }

    /// <summary>Exponentiation from the most significant digit, four bits at a time.</summary>
    private static Fp Power(in Fp value, ReadOnlySpan<ulong> exponent)
    {
        Span<Fp> powers = stackalloc Fp[1 << WindowBits];
        powers[0] = Fp.One;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * value;

        Fp result = Fp.One;
        foreach (ulong limb in exponent)
        {
            for (int shift = 64 - WindowBits; shift >= 0; shift -= WindowBits)
            {
                result = result.Square().Square().Square().Square();
                int digit = (int)(limb >> shift) & (powers.Length - 1);
                if (digit != 0)
                    result *= powers[digit];
            }
        }

        return result;
    }
}
