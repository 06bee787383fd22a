using System.Collections.Immutable;
using System.Numerics;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The constants of block rewards. Source: builtin-actors <c>actors/reward/src/{lib,logic,state,expneg}.rs</c>.</summary>
internal static class RewardPolicy
{
    /// <summary>What a miner is fined is this often what the chain says.</summary>
    public const int PenaltyMultiplier = 3;

    /// <summary>Winners that an epoch is expected to have.</summary>
    public const int ExpectedLeadersPerEpoch = 5;

    /// <summary>The growth of the baseline by the epoch, Q.128: it doubles in a year.</summary>
    public static BigInteger BaselineExponent { get; } = FixedPoint.Parse("340282591298641078465964189926313473653")[0];

    /// <summary>The baseline at epoch 0: 2.5057 EiB, in bytes.</summary>
    public static BigInteger BaselineInitialValue { get; } = 2_888_888_880_000_000_000;

    /// <summary>One epoch before that; the division truncates, of positive numbers.</summary>
    public static BigInteger InitialBaselinePower { get; } =
        ((BaselineInitialValue << (2 * FixedPoint.Precision)) / BaselineExponent) >> FixedPoint.Precision;

    /// <summary>What simple minting gives out in all.</summary>
    public static TokenAmount SimpleTotal { get; } = TokenAmount.FromFil(330_000_000);

    /// <summary>What baseline minting gives out in all.</summary>
    public static TokenAmount BaselineTotal { get; } = TokenAmount.FromFil(770_000_000);

    /// <summary>e^lambda - 1, Q.128.</summary>
    public static BigInteger ExpLambdaSubOne { get; } = FixedPoint.Parse("37396273494747879394193016954629")[0];

    /// <summary>lambda = ln 2 / (6 years in epochs), Q.128.</summary>
    public static BigInteger Lambda { get; } = FixedPoint.Parse("37396271439864487274534522888786")[0];

    /// <summary>The first estimate of the reward of an epoch: 36.27 FIL, in attoFIL.</summary>
    public static BigInteger InitialRewardPosition { get; } = FixedPoint.Parse("36266260308195979333")[0];

    /// <summary>The first estimate of its change by the epoch, in attoFIL.</summary>
    public static BigInteger InitialRewardVelocity { get; } = -109_897_758_509;

    /// <summary>The numerator of the rational function that stands for e^-x, degree 7 first, Q.128.</summary>
    public static ImmutableArray<BigInteger> ExpNegNumerator { get; } = FixedPoint.Parse(
        "-648770010757830093818553637600",
        "67469480939593786226847644286976",
        "-3197587544499098424029388939001856",
        "89244641121992890118377641805348864",
        "-1579656163641440567800982336819953664",
        "17685496037279256458459817590917169152",
        "-115682590513835356866803355398940131328",
        "340282366920938463463374607431768211456");

    /// <summary>Its denominator, degree 13 first.</summary>
    public static ImmutableArray<BigInteger> ExpNegDenominator { get; } = FixedPoint.Parse(
        "1225524182432722209606361",
        "114095592300906098243859450",
        "5665570424063336070530214243",
        "194450132448609991765137938448",
        "5068267641632683791026134915072",
        "104716890604972796896895427629056",
        "1748338658439454459487681798864896",
        "23704654329841312470660182937960448",
        "259380097567996910282699886670381056",
        "2250336698853390384720606936038375424",
        "14978272436876548034486263159246028800",
        "72144088983913131323343765784380833792",
        "224599776407103106596571252037123047424",
        "340282366920938463463374607431768211456");
}
