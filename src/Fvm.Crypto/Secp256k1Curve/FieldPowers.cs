namespace Fvm.Crypto.Secp256k1Curve;

/// <summary>
/// Inverse and square root modulo p as powers with fixed exponents. Both exponents begin with 223 ones in binary, so
/// both climb the same ladder: x^(2^k - 1) for k = 2, 3, 6, 9, 11, 22, 44, 88, 176, 220, 223.
/// </summary>
internal static class FieldPowers
{
    /// <summary>1/x, as x^(p - 2) by Fermat; 0 for 0. Time does not depend on the value.</summary>
    internal static FieldElement Invert(in FieldElement x)
    {
        Ladder(x, out FieldElement ones2, out FieldElement ones22, out FieldElement ones223);

        // p - 2 = [223 ones][0][22 ones][0000][1][0][11][0][1]
        FieldElement power = SquareTimes(ones223, 23) * ones22;
        power = SquareTimes(power, 5) * x;
        power = SquareTimes(power, 3) * ones2;
        return SquareTimes(power, 2) * x;
    }

    /// <summary>A square root of <paramref name="x"/>, either of the two; false if there is none.</summary>
    internal static bool TrySquareRoot(in FieldElement x, out FieldElement root)
    {
        Ladder(x, out FieldElement ones2, out FieldElement ones22, out FieldElement ones223);

        // p = 3 mod 4, so the root is x^((p + 1) / 4) = x^[223 ones][0][22 ones][0000][11][00].
        FieldElement power = SquareTimes(ones223, 23) * ones22;
        power = SquareTimes(power, 6) * ones2;
        root = SquareTimes(power, 2);
        return root.Square().IsCongruentTo(x);
    }

    private static void Ladder(in FieldElement x, out FieldElement ones2, out FieldElement ones22, out FieldElement ones223)
    {
        ones2 = x.Square() * x;
        FieldElement ones3 = ones2.Square() * x;
        FieldElement ones6 = SquareTimes(ones3, 3) * ones3;
        FieldElement ones9 = SquareTimes(ones6, 3) * ones3;
        FieldElement ones11 = SquareTimes(ones9, 2) * ones2;
        ones22 = SquareTimes(ones11, 11) * ones11;
        FieldElement ones44 = SquareTimes(ones22, 22) * ones22;
        FieldElement ones88 = SquareTimes(ones44, 44) * ones44;
        FieldElement ones176 = SquareTimes(ones88, 88) * ones88;
        FieldElement ones220 = SquareTimes(ones176, 44) * ones44;
        ones223 = SquareTimes(ones220, 3) * ones3;
    }

    private static FieldElement SquareTimes(FieldElement x, int count)
    {
        for (int i = 0; i < count; i++) x = x.Square();
        return x;
    }
}
