namespace Fvm.Crypto.Secp256k1Curve;

/// <summary>
/// k * P for public k and P, in time that depends on both: the scalar in two halves (<see cref="ScalarHalves"/>), each
/// half in signed odd digits of five bits, of which about one in six is not zero.
/// </summary>
internal static class PublicMultiplication
{
    private const int WindowBits = 5;

    // The odd multiples 1, 3, ..., 15.
    private const int OddMultiples = 1 << (WindowBits - 2);

    // 128 bits, and one more for the carry of the recoding.
    private const int DigitCount = 129;

    internal static ProjectivePoint Multiply(in AffinePoint point, in Scalar k)
    {
        ScalarHalves halves = new(k);
        Span<sbyte> firstDigits = stackalloc sbyte[DigitCount], secondDigits = stackalloc sbyte[DigitCount];
        Recode(halves.First, halves.FirstIsNegative, firstDigits);
        Recode(halves.Second, halves.SecondIsNegative, secondDigits);

        Span<ProjectivePoint> firstMultiples = stackalloc ProjectivePoint[OddMultiples];
        Span<ProjectivePoint> secondMultiples = stackalloc ProjectivePoint[OddMultiples];
        ProjectivePoint multiple = point.ToProjective();
        ProjectivePoint twice = multiple.Double();
        for (int i = 0; i < OddMultiples; i++)
        {
            firstMultiples[i] = multiple;
            secondMultiples[i] = multiple.ApplyEndomorphism();
            multiple += twice;
        }

        ProjectivePoint sum = ProjectivePoint.Infinity;
        for (int bit = DigitCount - 1; bit >= 0; bit--)
        {
            sum = sum.Double();
            if (firstDigits[bit] != 0) sum += Signed(firstMultiples, firstDigits[bit]);
            if (secondDigits[bit] != 0) sum += Signed(secondMultiples, secondDigits[bit]);
        }

        return sum;
    }

    private static ProjectivePoint Signed(ReadOnlySpan<ProjectivePoint> oddMultiples, int digit) =>
        digit > 0 ? oddMultiples[digit >> 1] : -oddMultiples[-digit >> 1];

    /// <summary>
    /// The non-adjacent form of width 5: digits 0 or odd within ±15, lowest first, whose sum of digit * 2^index is the
    /// number; after a digit that is not 0 come at least four that are.
    /// </summary>
    private static void Recode(in Scalar number, bool negate, Span<sbyte> digits)
    {
        Span<ulong> words = stackalloc ulong[Scalar.WordCount];
        number.WriteWords(words);
        digits.Clear();
        int carry = 0;
        for (int bit = 0; bit < DigitCount;)
        {
            if (Bits(words, bit, 1) == carry)
            {
                bit++;
                continue;
            }

            int digit = Bits(words, bit, WindowBits) + carry;
            carry = digit >> (WindowBits - 1);
            digit -= carry << WindowBits;
            digits[bit] = (sbyte)(negate ? -digit : digit);
            bit += WindowBits;
        }
    }

    private static int Bits(ReadOnlySpan<ulong> words, int start, int count)
    {
        int index = start >> 6, shift = start & 63;
        ulong bits = words[index] >> shift;
        if (shift + count > 64) bits |= words[index + 1] << (64 - shift);
        return (int)bits & ((1 << count) - 1);
    }
}
