using Fvm.Crypto.Curves;
using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Bls12381;

/// <summary>
/// Multiples of points of G1 and G2, and of no others, by their endomorphisms: in G2 psi multiplies by the curve's parameter x, in G1 phi by -x^2, so a scalar in
/// base |x|, four digits of 64 bits, becomes four (or two of 128 bits) that share their doublings (Galbraith, Lin and Scott, eprint 2008/194; Gallant, Lambert and
/// Vanstone, 2001). Time depends on the scalar.
/// </summary>
internal static class SubgroupMultiplication
{
    private const int Digits = 4;

    /// <summary>The multiple of a point of G1.</summary>
    public static JacobianPoint<Fp> Multiply(in JacobianPoint<Fp> point, in Fr factor)
    {
        Span<ulong> digits = stackalloc ulong[Digits];
        Split(factor, digits);
        Span<ulong> halves = stackalloc ulong[Digits];
        Join(digits, halves);
        Join(digits[2..], halves[2..]);

        // x^2 P = -phi(P).
        Span<AffinePoint<Fp>> multiples = stackalloc AffinePoint<Fp>[2 * SignedDigits.OddMultiples];
        FillOddMultiples(point, multiples);
        for (int i = 0; i < SignedDigits.OddMultiples; i++)
            multiples[SignedDigits.OddMultiples + i] = -G1.Phi(multiples[i]);
        return Sum(multiples, halves, words: 2);
    }

    /// <summary>The multiple of a point of G2.</summary>
    public static JacobianPoint<Fp2> Multiply(in JacobianPoint<Fp2> point, in Fr factor)
    {
        Span<ulong> digits = stackalloc ulong[Digits];
        Split(factor, digits);

        // |x| P = -psi(P), as x is negative.
        Span<AffinePoint<Fp2>> multiples = stackalloc AffinePoint<Fp2>[Digits * SignedDigits.OddMultiples];
        FillOddMultiples(point, multiples);
        for (int i = SignedDigits.OddMultiples; i < multiples.Length; i++)
            multiples[i] = -G2.Psi(multiples[i - SignedDigits.OddMultiples]);
        return Sum(multiples, digits, words: 1);
    }

    /// <summary>The sum over the parts of a scalar, each of <paramref name="words"/> words, of part times point, of which the first eight odd multiples are given.</summary>
    private static JacobianPoint<T> Sum<T>(ReadOnlySpan<AffinePoint<T>> multiples, ReadOnlySpan<ulong> parts, int words)
        where T : unmanaged, IField<T>
    {
        int count = SignedDigits.Count(64 * words), streams = parts.Length / words;
        Span<sbyte> digits = stackalloc sbyte[count * streams];
        for (int i = 0; i < streams; i++)
            SignedDigits.Recode(parts.Slice(i * words, words), digits.Slice(i * count, count));

        JacobianPoint<T> sum = JacobianPoint<T>.Infinity;
        for (int bit = count - 1; bit >= 0; bit--)
        {
            sum = sum.Double();
            for (int i = 0; i < streams; i++)
            {
                int digit = digits[(i * count) + bit];
                if (digit > 0)
                    sum += multiples[(i * SignedDigits.OddMultiples) + (digit >> 1)];
                else if (digit < 0)
                    sum += -multiples[(i * SignedDigits.OddMultiples) + (-digit >> 1)];
            }
        }

        return sum;
    }

    private static void FillOddMultiples<T>(in JacobianPoint<T> point, Span<AffinePoint<T>> multiples)
        where T : unmanaged, IField<T>
    {
        Span<JacobianPoint<T>> sums = stackalloc JacobianPoint<T>[SignedDigits.OddMultiples];
        sums[0] = point;
        JacobianPoint<T> twice = point.Double();
        for (int i = 1; i < sums.Length; i++)
            sums[i] = sums[i - 1] + twice;
        Normalization.ToAffine(sums, multiples);
    }

    /// <summary>The scalar in base |x|, lowest digit first: r is below |x|^4, so four digits hold it.</summary>
    private static void Split(in Fr factor, Span<ulong> digits)
    {
        Span<ulong> words = stackalloc ulong[Digits];
        ResidueEncoding.ToWords(factor.Residue, words);
        foreach (ref ulong digit in digits)
        {
            ulong remainder = 0;
            for (int i = Digits - 1; i >= 0; i--)
            {
                UInt128 dividend = new(remainder, words[i]);
                UInt128 quotient = dividend / CurveParameters.AbsoluteX;
                remainder = (ulong)(dividend - (quotient * CurveParameters.AbsoluteX));
                words[i] = (ulong)quotient;
            }

            digit = remainder;
        }
    }

    /// <summary>low + high * |x|, two words.</summary>
    private static void Join(ReadOnlySpan<ulong> lowHigh, Span<ulong> words)
    {
        UInt128 value = ((UInt128)lowHigh[1] * CurveParameters.AbsoluteX) + lowHigh[0];
        words[0] = (ulong)value;
        words[1] = (ulong)(value >> 64);
    }
}
