using System.Numerics;

namespace Fvm.Actors;

/// <summary>
/// The sum over epochs of the ratio of two smoothed quantities, by integration: what pledges and penalties are made of. Source: builtin-actors
/// <c>reward/smooth/smooth_func.rs</c>, extrapolated_cum_sum_of_ratio.
/// </summary>
internal static class CumulativeRatio
{
    /// <summary>The sum, Q.128.</summary>
    /// <param name="epochs">Over how many epochs.</param>
    /// <param name="start">From how many epochs after the estimates.</param>
    /// <param name="numerator">The one quantity.</param>
    /// <param name="denominator">The other.</param>
    public static BigInteger Of(long epochs, long start, FilterEstimate numerator, FilterEstimate denominator)
    {
        BigInteger time = new BigInteger(epochs) << FixedPoint.Precision;
        BigInteger from = new BigInteger(start) << FixedPoint.Precision;
        BigInteger squared = (denominator.Velocity * denominator.Velocity) >> FixedPoint.Precision;
        if (squared <= SmoothingPolicy.Epsilon)
        {
            BigInteger middle = ((numerator.Velocity * (from + (time >> 1))) >> FixedPoint.Precision) + numerator.Position;
            return FixedPoint.FloorDiv(middle * time, denominator.Position);
        }

        BigInteger first = ((denominator.Velocity * from) >> FixedPoint.Precision) + denominator.Position;
        BigInteger last = ((denominator.Velocity * time) >> FixedPoint.Precision) + first;
        BigInteger firstLn = Ln(first);
        BigInteger lastLn = Ln(last);
        BigInteger position = ((lastLn - firstLn) * numerator.Position * denominator.Velocity) >> FixedPoint.Precision;
        BigInteger velocity = ((((firstLn - lastLn) * denominator.Position) + (denominator.Velocity * time)) * numerator.Velocity) >> FixedPoint.Precision;
        return FixedPoint.FloorDiv(velocity + position, squared);
    }

    /// <summary>The natural logarithm of a positive number, both Q.128: halved into [1, 2), and from there by a rational function.</summary>
    public static BigInteger Ln(BigInteger z)
    {
        int exponent = (int)BigInteger.Abs(z).GetBitLength() - 1 - FixedPoint.Precision;
        BigInteger x = exponent > 0 ? z >> exponent : z << -exponent;
        BigInteger between = FixedPoint.FloorDiv(
            FixedPoint.Polynomial(SmoothingPolicy.LnNumerator, x) << FixedPoint.Precision, FixedPoint.Polynomial(SmoothingPolicy.LnDenominator, x));
        return (exponent * SmoothingPolicy.Ln2) + between;
    }
}
