using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Secp256r1Curve;

/// <summary>a G + b Q for public numbers, in time that depends on them: both in signed digits over shared doublings (Strauss and Shamir).</summary>
internal static class PublicMultiplication
{
    private static readonly Point[] GeneratorMultiples = OddMultiples(Point.Generator);

    /// <summary>The sum; both factors are four words, least significant first.</summary>
    public static Point Sum(ReadOnlySpan<ulong> generatorFactor, in Point point, ReadOnlySpan<ulong> pointFactor)
    {
        Span<sbyte> generatorDigits = stackalloc sbyte[SignedDigits.Count(256)];
        Span<sbyte> pointDigits = stackalloc sbyte[SignedDigits.Count(256)];
        SignedDigits.Recode(generatorFactor, generatorDigits);
        SignedDigits.Recode(pointFactor, pointDigits);
        Span<Point> multiples = stackalloc Point[SignedDigits.OddMultiples];
        FillOddMultiples(point, multiples);

        Point sum = Point.Infinity;
        for (int i = pointDigits.Length - 1; i >= 0; i--)
        {
            sum = sum.Double();
            if (generatorDigits[i] != 0)
                sum += Signed(GeneratorMultiples, generatorDigits[i]);
            if (pointDigits[i] != 0)
                sum += Signed(multiples, pointDigits[i]);
        }

        return sum;
    }

    private static Point Signed(ReadOnlySpan<Point> oddMultiples, int digit) =>
        digit > 0 ? oddMultiples[digit >> 1] : -oddMultiples[-digit >> 1];

    private static Point[] OddMultiples(in Point point)
    {
        var multiples = new Point[SignedDigits.OddMultiples];
        FillOddMultiples(point, multiples);
        return multiples;
    }

    private static void FillOddMultiples(in Point point, Span<Point> multiples)
    {
        Point twice = point.Double();
        multiples[0] = point;
        for (int i = 1; i < multiples.Length; i++)
            multiples[i] = multiples[i - 1] + twice;
    }
}
