using Fvm.Crypto.Curves;
using Point = Fvm.Crypto.Curves.AffinePoint<Fvm.Crypto.Secp256k1Curve.FieldElement>;

namespace Fvm.Crypto.Secp256k1Curve;

/// <summary>
/// a G + b P for public numbers, in time that depends on them: both scalars in halves (<see cref="ScalarHalves"/>), all four halves in signed digits over 128 shared
/// doublings (Strauss and Shamir), the multiples that the digits choose from in affine coordinates.
/// </summary>
internal static class PublicMultiplication
{
    private const int GeneratorWidth = 8;

    // 128 bits, and one more for the carry of the recoding.
    private const int DigitCount = 129;

    private static readonly Point[] GeneratorMultiples = BuildGeneratorMultiples();
    private static readonly Point[] LambdaMultiples = [.. GeneratorMultiples.Select(ApplyEndomorphism)];

    internal static JacobianPoint<FieldElement> Sum(in Scalar generatorFactor, in AffinePoint point, in Scalar pointFactor)
    {
        Span<Point> multiples = stackalloc Point[SignedDigits.OddMultiples], lambdaMultiples = stackalloc Point[SignedDigits.OddMultiples];
        FillOddMultiples(new Point(point.X, point.Y), multiples);
        for (int i = 0; i < multiples.Length; i++)
            lambdaMultiples[i] = ApplyEndomorphism(multiples[i]);

        Span<sbyte> digits = stackalloc sbyte[DigitCount], lambdaDigits = stackalloc sbyte[DigitCount];
        Span<sbyte> generatorDigits = stackalloc sbyte[DigitCount], generatorLambdaDigits = stackalloc sbyte[DigitCount];
        Recode(pointFactor, SignedDigits.Width, digits, lambdaDigits);
        Recode(generatorFactor, GeneratorWidth, generatorDigits, generatorLambdaDigits);

        JacobianPoint<FieldElement> sum = JacobianPoint<FieldElement>.Infinity;
        for (int bit = DigitCount - 1; bit >= 0; bit--)
        {
            sum = sum.Double();
            Add(ref sum, multiples, digits[bit]);
            Add(ref sum, lambdaMultiples, lambdaDigits[bit]);
            Add(ref sum, GeneratorMultiples, generatorDigits[bit]);
            Add(ref sum, LambdaMultiples, generatorLambdaDigits[bit]);
        }

        return sum;
    }

    private static void Add(ref JacobianPoint<FieldElement> sum, ReadOnlySpan<Point> oddMultiples, int digit)
    {
        if (digit > 0)
            sum += oddMultiples[digit >> 1];
        else if (digit < 0)
            sum += -oddMultiples[-digit >> 1];
    }

    private static void Recode(in Scalar number, int width, Span<sbyte> first, Span<sbyte> second)
    {
        ScalarHalves halves = new(number);
        Recode(halves.First, halves.FirstIsNegative, width, first);
        Recode(halves.Second, halves.SecondIsNegative, width, second);
    }

    private static void Recode(in Scalar half, bool negate, int width, Span<sbyte> digits)
    {
        Span<ulong> words = stackalloc ulong[Scalar.WordCount];
        half.WriteWords(words);
        SignedDigits.Recode(words, digits, width);
        if (!negate)
            return;
        foreach (ref sbyte digit in digits)
            digit = (sbyte)-digit;
    }

    /// <summary>lambda times the point, at the price of one multiplication.</summary>
    private static Point ApplyEndomorphism(Point point) => new(point.X * ScalarHalves.Beta, point.Y);

    private static Point[] BuildGeneratorMultiples()
    {
        Point[] multiples = new Point[1 << (GeneratorWidth - 2)];
        FillOddMultiples(new Point(AffinePoint.Generator.X, AffinePoint.Generator.Y), multiples);
        return multiples;
    }

    private static void FillOddMultiples(in Point point, Span<Point> multiples)
    {
        Span<JacobianPoint<FieldElement>> sums = stackalloc JacobianPoint<FieldElement>[multiples.Length];
        sums[0] = new JacobianPoint<FieldElement>(point);
        JacobianPoint<FieldElement> twice = sums[0].Double();
        for (int i = 1; i < sums.Length; i++)
            sums[i] = sums[i - 1] + twice;
        Normalization.ToAffine(sums, multiples);
    }
}
