using System.Numerics;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The mathematics of block rewards. Source: builtin-actors <c>actors/reward/src/logic.rs</c>, <c>expneg.rs</c>.</summary>
internal static class RewardLogic
{
    /// <summary>The baseline one epoch on.</summary>
    public static BigInteger NextBaseline(BigInteger previous) => (previous * RewardPolicy.BaselineExponent) >> FixedPoint.Precision;

    /// <summary>The network's time in epochs that its power has earned it, Q.128.</summary>
    /// <param name="effectiveTime">Its ceiling.</param>
    /// <param name="baseline">The baseline power at that epoch.</param>
    /// <param name="realized">Cumulated power, capped by the baseline.</param>
    /// <param name="cumulatedBaseline">Cumulated baseline up to the ceiling.</param>
    public static BigInteger Theta(long effectiveTime, BigInteger baseline, BigInteger realized, BigInteger cumulatedBaseline)
    {
        if (effectiveTime == 0)
            return BigInteger.Zero;
        BigInteger missing = FixedPoint.FloorDiv((cumulatedBaseline - realized) << FixedPoint.Precision, baseline);
        return (new BigInteger(effectiveTime) << FixedPoint.Precision) - missing;
    }

    /// <summary>The reward of an epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="previousTheta">The network's time before it, Q.128.</param>
    /// <param name="theta">The network's time after it, Q.128.</param>
    /// <param name="simpleTotal">What simple minting gives out in all.</param>
    /// <param name="baselineTotal">What baseline minting gives out in all.</param>
    public static TokenAmount Reward(long epoch, BigInteger previousTheta, BigInteger theta, TokenAmount simpleTotal, TokenAmount baselineTotal)
    {
        BigInteger simple = (simpleTotal.Atto * RewardPolicy.ExpLambdaSubOne * ExpNeg(RewardPolicy.Lambda * epoch)) >> FixedPoint.Precision;
        BigInteger baseline = BaselineSupply(theta, baselineTotal) - BaselineSupply(previousTheta, baselineTotal);
        return TokenAmount.FromAtto((simple + baseline) >> FixedPoint.Precision);
    }

    /// <summary>e^-x, Q.128.</summary>
    public static BigInteger ExpNeg(BigInteger x) => FixedPoint.FloorDiv(
        FixedPoint.Polynomial(RewardPolicy.ExpNegNumerator, x) << FixedPoint.Precision,
        FixedPoint.Polynomial(RewardPolicy.ExpNegDenominator, x));

    private static BigInteger BaselineSupply(BigInteger theta, TokenAmount total) =>
        (FixedPoint.One - ExpNeg((theta * RewardPolicy.Lambda) >> FixedPoint.Precision)) * total.Atto;
}
