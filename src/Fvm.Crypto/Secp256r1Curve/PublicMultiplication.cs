using Fvm.Crypto.Curves;
using Affine = Fvm.Crypto.Curves.AffinePoint<Fvm.Crypto.Fields.Residue<Fvm.Crypto.Secp256r1Curve.BaseModulus>>;
using Jacobian = Fvm.Crypto.Curves.JacobianPoint<Fvm.Crypto.Fields.Residue<Fvm.Crypto.Secp256r1Curve.BaseModulus>>;

namespace Fvm.Crypto.Secp256r1Curve;

/// <summary>a G + b Q for public numbers, in time that depends on them: both in signed digits over shared doublings (Strauss and Shamir).</summary>
internal static class PublicMultiplication
{
    private const int GeneratorWidth = 8;

    private static readonly Affine[] GeneratorMultiples = OddMultiples(Point.Generator);

    /// <summary>The sum; both factors are four words, least significant first; the point is not infinity.</summary>
    public static Point Sum(ReadOnlySpan<ulong> generatorFactor, in Point point, ReadOnlySpan<ulong> pointFactor)
    {
        Span<sbyte> generatorDigits = stackalloc sbyte[SignedDigits.Count(256)];
        Span<sbyte> pointDigits = stackalloc sbyte[SignedDigits.Count(256)];
        SignedDigits.Recode(generatorFactor, generatorDigits, GeneratorWidth);
        SignedDigits.Recode(pointFactor, pointDigits);
        Span<Affine> multiples = stackalloc Affine[SignedDigits.OddMultiples];
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

    private static Affine Signed(ReadOnlySpan<Affine> oddMultiples, int digit) =>
        digit > 0 ? oddMultiples[digit >> 1] : -oddMultiples[-digit >> 1];

    private static Affine[] OddMultiples(in Point point)
    {
        var multiples = new Affine[1 << (GeneratorWidth - 2)];
        FillOddMultiples(point, multiples);
        return multiples;
    }

    /// <summary>The order is a prime above them, so none is infinity.</summary>
    private static void FillOddMultiples(in Point point, Span<Affine> multiples)
    {
        Span<Jacobian> sums = stackalloc Jacobian[multiples.Length];
        Point twice = point.Double(), sum = point;
        for (int i = 0; i < sums.Length; i++, sum += twice)
            sums[i] = new Jacobian(sum.X, sum.Y, sum.Z);
        Normalization.ToAffine(sums, multiples);
    }
}
