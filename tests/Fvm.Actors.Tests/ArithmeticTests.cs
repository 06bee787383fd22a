using System.Globalization;
using System.Numerics;

namespace Fvm.Actors.Tests;

/// <summary>Fixed-point arithmetic, against values that builtin-actors' own tests have (<c>runtime/src/builtin/reward/smooth</c>), which are older than it.</summary>
public class ArithmeticTests
{
    [Theory]
    [InlineData(-100, 3, -34)]
    [InlineData(200, 3, 66)]
    [InlineData(100, -3, -34)]
    [InlineData(-100, -3, 33)]
    [InlineData(-99, 3, -33)]
    [InlineData(0, -3, 0)]
    public void Divisions_round_down(int dividend, int divisor, int quotient) => Assert.Equal(quotient, FixedPoint.FloorDiv(dividend, divisor));

    [Fact]
    public void Divisions_by_zero_are_arithmetic_errors() => Assert.Throws<DivideByZeroException>(() => FixedPoint.FloorDiv(1, 0));

    [Fact]
    public void The_filter_rounds_as_the_network_does()
    {
        var before = new FilterEstimate(
            Number("12340768897043811082913117521041414330876498465539749838848"), Number("-37396269384748225153347462373739139597454335279104"));
        FilterEstimate after = before.Next(Number("36266252337034982540"), 3);
        Assert.Equal(Number("12340768782449774548722755900999027209659079673176744001536"), after.Position);
        Assert.Equal(Number("-37396515542149801792802995707072472930787668612438"), after.Velocity);
    }

    /// <summary>
    /// The reward of epoch 126,493 of a network above its baseline, computed apart from this code. A coefficient of e^-x with one wrong digit shows here
    /// (119218680415321505938) and in no earlier epoch.
    /// </summary>
    [Fact]
    public void The_reward_is_right_to_the_last_atto()
    {
        BigInteger before = RewardLogic.Theta(126_492, Number("3140176742661475527"), Number("381093504710160220283783"), Number("381093504710160220410275"));
        BigInteger after = RewardLogic.Theta(126_493, Number("3140178813252584019"), Number("381096644888973472867801"), Number("381096644888973472994294"));
        Assert.Equal(
            Number("119218680415321505937"), RewardLogic.Reward(126_493, before, after, RewardPolicy.SimpleTotal, RewardPolicy.BaselineTotal).Atto);
    }

    /// <summary>Logarithms of 1, e, 100e18, 2e22, 0.0006 and 1e-10, by their integers: what is behind the point is approximate.</summary>
    [Theory]
    [InlineData("340282366920938463463374607431768211456", "0")]
    [InlineData("924990000000000000000000000000000000000", "340282366920938463463374607431768211456")]
    [InlineData("34028236692093846346337460743176821145600000000000000000000", "15670582109617661336106769654068947397831")]
    [InlineData("6805647338418769269267492148635364229120000000000000000000000", "17473506083804940763855390762239996622013")]
    [InlineData("204169000000000000000000000000000000", "-2524410000000000000000000000000000000000")]
    [InlineData("34028236692093846346337460743", "-7835291054808830668053384827034473698915")]
    public void Logarithms(string z, string expected) => Assert.Equal(Number(expected) >> 128, CumulativeRatio.Ln(Number(z)) >> 128);

    [Theory]
    [InlineData(1000, 0, "4000000", "1", "4000000000")]
    [InlineData(1000, 1_000_000_000_000_000, "4000000", "1", "4000000000")]
    [InlineData(100, 0, "1000000000000", "200000000000000", "0")]
    public void Sums_of_constant_ratios(long epochs, long start, string numerator, string denominator, string expected)
    {
        BigInteger sum = CumulativeRatio.Of(epochs, start, FilterEstimate.Of(Number(numerator), 0), FilterEstimate.Of(Number(denominator), 0));
        Assert.Equal(Number(expected), sum >> 128);
    }

    /// <summary>Against the plain sum, in parts in a million; the bound is the reference's.</summary>
    [Theory]
    [InlineData("111", "12", "3456", "8", 10_000)]
    [InlineData("1000000", "-100", "70000", "1000", 100_000)]
    [InlineData("50000000000000000000", "25", "10000000000000000000", "3909374930762", 2880)]
    [InlineData("50000000000000000000", "100", "20000000000000000000000", "400319966877378", 2880)]
    public void Sums_of_changing_ratios(string position1, string velocity1, string position2, string velocity2, long epochs)
    {
        FilterEstimate numerator = FilterEstimate.Of(Number(position1), Number(velocity1));
        FilterEstimate denominator = FilterEstimate.Of(Number(position2), Number(velocity2));
        BigInteger analytic = CumulativeRatio.Of(epochs, 0, numerator, denominator);
        BigInteger plain = 0;
        for (long i = 0; i < epochs; i++)
        {
            BigInteger ratio = ((numerator.Position + (numerator.Velocity * i)) << 128) / (denominator.Position + (denominator.Velocity * i));
            plain += i != 0 && i != epochs - 1 ? ratio * 2 : ratio;
        }

        plain /= 2;
        Assert.True(BigInteger.Abs(analytic - plain) * 1_000_000 / analytic < 350);
    }

    private static BigInteger Number(string text) => BigInteger.Parse(text, CultureInfo.InvariantCulture);
}
