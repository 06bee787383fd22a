using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Bls12381;

/// <summary>
/// Products of many powers in the cyclotomic subgroup of F(p^12), whose squarings are shared (Straus 1964). Exponents are in signed digits of
/// <see cref="Width"/> bits, as an inverse costs nothing. Time depends on the exponents.
/// </summary>
internal static class CyclotomicProduct
{
    private const int Width = 5;
    private const int TableLength = 1 << (Width - 1);
    private const int Digits = (256 + Width - 1) / Width;

    public static Fp12 Compute(ReadOnlySpan<Gt> bases, ReadOnlySpan<Fr> exponents)
    {
        var digits = new sbyte[bases.Length * Digits];
        var tables = new Fp12[bases.Length * TableLength];
        for (int i = 0; i < bases.Length; i++)
        {
            Recode(exponents[i], digits.AsSpan(i * Digits, Digits));
            Span<Fp12> table = tables.AsSpan(i * TableLength, TableLength);
            table[0] = bases[i].Value;
            for (int k = 1; k < TableLength; k++)
                table[k] = (k & 1) == 1 ? table[k >> 1].CyclotomicSquare() : table[k - 1] * table[0];
        }

        Fp12 product = Fp12.One;
        for (int position = Digits - 1; position >= 0; position--)
        {
            for (int i = 0; i < Width; i++)
                product = product.CyclotomicSquare();
            for (int i = 0; i < bases.Length; i++)
            {
                int digit = digits[(i * Digits) + position];
                if (digit > 0)
                    product *= tables[(i * TableLength) + digit - 1];
                else if (digit < 0)
                    product *= tables[(i * TableLength) - digit - 1].Conjugate();
            }
        }

        return product;
    }

    /// <summary>Digits within -2^(w-1)..2^(w-1), lowest first. An exponent is below 2^255, so the last carry finds room.</summary>
    private static void Recode(in Fr exponent, Span<sbyte> digits)
    {
        Span<ulong> words = stackalloc ulong[5];
        words[4] = 0;
        ResidueEncoding.ToWords(exponent.Residue, words);
        int carry = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int start = i * Width;
            ulong bits = words[start >> 6] >> (start & 63);
            if ((start & 63) + Width > 64)
                bits |= words[(start >> 6) + 1] << (64 - (start & 63));
            int digit = ((int)bits & ((1 << Width) - 1)) + carry;
            carry = digit > TableLength ? 1 : 0;
            digits[i] = (sbyte)(digit - (carry << Width));
        }
    }
}
