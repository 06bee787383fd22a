using Fvm.Crypto.Curves;
using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Bls12381;

/// <summary>
/// Sums of multiples of points by buckets (Pippenger 1976, in the form of Bernstein, Doumen, Lange and Oosterwijk, "Faster batch forgery identification",
/// 2012, section 4): the scalars in signed digits of c bits; for each digit position one addition a point into the bucket of the digit, then
/// two additions a bucket. Time depends on the scalars.
/// </summary>
internal static class MultiScalar
{
    private const int ScalarBits = 256;
    private const int ScalarWords = ScalarBits / 64;

    /// <summary>Below this many points their multiples are computed one by one.</summary>
    private const int FewPoints = 4;

    public static JacobianPoint<T> Sum<T>(ReadOnlySpan<AffinePoint<T>> points, ReadOnlySpan<Fr> factors)
        where T : unmanaged, IField<T>
    {
        if (points.Length < FewPoints)
            return SumOfFew(points, factors);

        int width = Width(points.Length);
        int windows = (ScalarBits + width - 1) / width;
        var digits = new short[windows * points.Length];
        for (int i = 0; i < points.Length; i++)
            Recode(factors[i], width, digits.AsSpan(i * windows, windows));

        var buckets = new JacobianPoint<T>[1 << (width - 1)];
        JacobianPoint<T> sum = JacobianPoint<T>.Infinity;
        for (int window = windows - 1; window >= 0; window--)
        {
            for (int i = 0; i < width && !sum.IsInfinity; i++)
                sum = sum.Double();
            Array.Clear(buckets);
            for (int i = 0; i < points.Length; i++)
                Add(buckets, points[i], digits[(i * windows) + window]);
            sum += WeightedSum(buckets);
        }

        return sum;
    }

    private static JacobianPoint<T> SumOfFew<T>(ReadOnlySpan<AffinePoint<T>> points, ReadOnlySpan<Fr> factors)
        where T : unmanaged, IField<T>
    {
        JacobianPoint<T> sum = JacobianPoint<T>.Infinity;
        for (int i = 0; i < points.Length; i++)
            sum += PointMultiplication.Multiply(new JacobianPoint<T>(points[i]), factors[i]);
        return sum;
    }

    /// <summary>About log2 of the count less two; the cost is flat around the best.</summary>
    private static int Width(int count) => Math.Clamp(System.Numerics.BitOperations.Log2((uint)count) - 1, 3, 13);

    /// <summary>Digits within -2^(c-1)..2^(c-1), lowest first. A scalar is below 2^255, so the last carry finds room.</summary>
    private static void Recode(in Fr factor, int width, Span<short> digits)
    {
        Span<ulong> words = stackalloc ulong[ScalarWords + 1];
        ResidueEncoding.ToWords(factor.Residue, words);
        int carry = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int start = i * width;
            ulong bits = words[start >> 6] >> (start & 63);
            if ((start & 63) + width > 64)
                bits |= words[(start >> 6) + 1] << (64 - (start & 63));
            int digit = ((int)bits & ((1 << width) - 1)) + carry;
            carry = digit > 1 << (width - 1) ? 1 : 0;
            digits[i] = (short)(digit - (carry << width));
        }
    }

    private static void Add<T>(Span<JacobianPoint<T>> buckets, in AffinePoint<T> point, int digit)
        where T : unmanaged, IField<T>
    {
        if (digit > 0)
            buckets[digit - 1] += point;
        else if (digit < 0)
            buckets[-digit - 1] += -point;
    }

    /// <summary>The sum of (i + 1) * buckets[i], by running sums from the top.</summary>
    private static JacobianPoint<T> WeightedSum<T>(ReadOnlySpan<JacobianPoint<T>> buckets)
        where T : unmanaged, IField<T>
    {
        JacobianPoint<T> running = JacobianPoint<T>.Infinity, sum = JacobianPoint<T>.Infinity;
        for (int i = buckets.Length - 1; i >= 0; i--)
        {
            running += buckets[i];
            sum += running;
        }

        return sum;
    }
}
