namespace Fvm.Crypto.Curves;

/// <summary>
/// Numbers in non-adjacent form of width w, mostly 5: digits that are 0 or odd and below 2^(w - 1) in magnitude, lowest first, whose sum of digit * 2^index is the number;
/// after a digit that is not 0 come at least w - 1 that are (Hankerson, Menezes, Vanstone, "Guide to elliptic curve cryptography", algorithm 3.35).
/// </summary>
internal static class SignedDigits
{
    internal const int Width = 5;

    /// <summary>The odd multiples 1, 3, ..., 15 that a table holds.</summary>
    internal const int OddMultiples = 1 << (Width - 2);

    /// <summary>Digits of a number of <paramref name="bits"/> bits: one more than it has, for the last carry.</summary>
    internal static int Count(int bits) => bits + 1;

    /// <summary>
    /// Recodes a number of <c>digits.Length - 1</c> bits, given as words, least significant first, with one word more than the bits need. Time depends on
    /// the number. A width is at most 8.
    /// </summary>
    internal static void Recode(ReadOnlySpan<ulong> words, Span<sbyte> digits, int width = Width)
    {
        digits.Clear();
        int carry = 0;
        for (int bit = 0; bit < digits.Length;)
        {
            if (Bits(words, bit, 1) == carry)
            {
                bit++;
                continue;
            }

            int digit = Bits(words, bit, width) + carry;
            carry = digit >> (width - 1);
            digits[bit] = (sbyte)(digit - (carry << width));
            bit += width;
        }
    }

    private static int Bits(ReadOnlySpan<ulong> words, int start, int count)
    {
        int index = start >> 6, shift = start & 63;
        ulong bits = index < words.Length ? words[index] >> shift : 0;
        if (shift + count > 64 && index + 1 < words.Length)
            bits |= words[index + 1] << (64 - shift);
        return (int)bits & ((1 << count) - 1);
    }
}
