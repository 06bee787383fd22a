using System.Collections.Immutable;
using System.Numerics;

namespace Fvm.Actors;

/// <summary>The constants of smoothing, Q.128. Source: builtin-actors <c>reward/smooth/smooth_func.rs</c>.</summary>
internal static class SmoothingPolicy
{
    /// <summary>9.25e-4.</summary>
    public static BigInteger Alpha { get; } = FixedPoint.Parse("314760000000000000000000000000000000")[0];

    /// <summary>2.84e-7.</summary>
    public static BigInteger Beta { get; } = FixedPoint.Parse("96640100000000000000000000000000")[0];

    /// <summary>The natural logarithm of 2.</summary>
    public static BigInteger Ln2 { get; } = FixedPoint.Parse("235865763225513294137944142764154484399")[0];

    /// <summary>Squared velocities up to this count as none: 2^78.</summary>
    public static BigInteger Epsilon { get; } = BigInteger.One << 78;

    /// <summary>The numerator of the rational function that stands for the logarithm between 1 and 2, degree 6 first.</summary>
    public static ImmutableArray<BigInteger> LnNumerator { get; } = FixedPoint.Parse(
        "261417938209272870992496419296200268025",
        "7266615505142943436908456158054846846897",
        "32458783941900493142649393804518050491988",
        "17078670566130897220338060387082146864806",
        "-35150353308172866634071793531642638290419",
        "-20351202052858059355702509232125230498980",
        "-1563932590352680681114104005183375350999");

    /// <summary>Its denominator.</summary>
    public static ImmutableArray<BigInteger> LnDenominator { get; } = FixedPoint.Parse(
        "49928077726659937662124949977867279384",
        "2508163877009111928787629628566491583994",
        "21757751789594546643737445330202599887121",
        "53400635271583923415775576342898617051826",
        "41248834748603606604000911015235164348839",
        "9015227820322455780436733526367238305537",
        "340282366920938463463374607431768211456");
}
