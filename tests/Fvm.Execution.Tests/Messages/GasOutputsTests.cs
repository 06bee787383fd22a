using Fvm.Execution.Messages;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Messages;

/// <summary>How fees are divided. Rows re-typed from ref-fvm fvm/src/gas/outputs.rs, which has them from lotus.</summary>
public class GasOutputsTests
{
    [Theory]
    [InlineData(100ul, 200ul, 10ul, 90ul)]
    [InlineData(100ul, 150ul, 30ul, 20ul)]
    [InlineData(1_000ul, 1_300ul, 240ul, 60ul)]
    [InlineData(500ul, 700ul, 140ul, 60ul)]
    [InlineData(200ul, 200ul, 0ul, 0ul)]
    [InlineData(20_000ul, 21_000ul, 1_000ul, 0ul)]
    [InlineData(0ul, 2_000ul, 0ul, 2_000ul)]
    [InlineData(500ul, 651ul, 121ul, 30ul)]
    [InlineData(500ul, 5_000ul, 0ul, 4_500ul)]
    [InlineData(7_499_000_000ul, 7_500_000_000ul, 1_000_000ul, 0ul)]
    [InlineData(7_500_000_000ul / 2, 7_500_000_000ul, 375_000_000ul, 3_375_000_000ul)]
    [InlineData(1ul, 7_500_000_000ul, 0ul, 7_499_999_999ul)]
    // A tenth more is free, up to rounding; from twice and a tenth on everything is burnt.
    [InlineData(100ul, 110ul, 10ul, 0ul)]
    [InlineData(101ul, 111ul, 10ul, 0ul)]
    [InlineData(100ul, 111ul, 11ul, 0ul)]
    [InlineData(100ul, 112ul, 12ul, 0ul)]
    [InlineData(100ul, 209ul, 2ul, 107ul)]
    [InlineData(100ul, 210ul, 0ul, 110ul)]
    [InlineData(1ul, 2ul, 0ul, 1ul)]
    // More used than the limit cannot be; the reference saturates.
    [InlineData(200ul, 100ul, 0ul, 0ul)]
    [InlineData((ulong)long.MaxValue, (ulong)long.MaxValue, 0ul, 0ul)]
    [InlineData(1ul, (ulong)long.MaxValue, 0ul, long.MaxValue - 1ul)]
    [InlineData(long.MaxValue / 2ul, (ulong)long.MaxValue, 461168601842738790ul, 4150517416584649114ul)]
    public void Over_estimation_is_burnt_by_its_share(ulong used, ulong limit, ulong refund, ulong burned)
    {
        GasOutputs fees = GasOutputs.Compute(used, limit, Atto(10), Atto(11), Atto(1));
        Assert.Equal((refund, burned), (fees.GasRefund, fees.GasBurned));
        Assert.Equal(Atto(10) * burned, fees.OverEstimationBurn);
    }

    [Theory]
    [InlineData(100, 110, 11, 1, 1_000, 0, 0, 110, 100)]
    [InlineData(100, 130, 11, 1, 1_000, 60, 0, 130, 240)]
    [InlineData(100, 110, 10, 1, 1_000, 0, 0, 0, 100)]
    [InlineData(100, 110, 6, 1, 600, 0, 400, 0, 60)]
    // The burnt over-estimation is penalised too; the premium is cut to what the cap leaves.
    [InlineData(100, 130, 6, 1, 600, 36, 424, 0, 144)]
    [InlineData(100, 100, 12, 50, 1_000, 0, 0, 200, 0)]
    // Nothing used: everything is burnt.
    [InlineData(0, 50, 10, 0, 0, 500, 0, 0, 0)]
    public void Fee_is_divided_at_a_base_fee_of_10(
        int used, int limit, int feeCap, int premium, int burn, int overBurn, int penalty, int tip, int refund)
    {
        GasOutputs fees = GasOutputs.Compute((ulong)used, (ulong)limit, Atto(10), Atto(feeCap), Atto(premium));
        Assert.Equal(Atto(burn), fees.BaseFeeBurn);
        Assert.Equal(Atto(overBurn), fees.OverEstimationBurn);
        Assert.Equal(Atto(penalty), fees.MinerPenalty);
        Assert.Equal(Atto(tip), fees.MinerTip);
        Assert.Equal(Atto(refund), fees.Refund);
    }

    [Fact]
    public void The_parts_always_make_up_the_fee_cap_times_the_limit()
    {
        var random = new Random(20_230_307);
        for (int i = 0; i < 20_000; i++)
        {
            ulong limit = (ulong)random.NextInt64(1, 1L << random.Next(1, 63));
            ulong used = (ulong)random.NextInt64(0, (long)limit + 1);
            TokenAmount baseFee = Atto(random.NextInt64(1L << random.Next(1, 50)));
            TokenAmount feeCap = Atto(random.NextInt64(1L << random.Next(1, 50)));
            TokenAmount premium = Atto(random.NextInt64(1L << random.Next(1, 50)));
            GasOutputs fees = GasOutputs.Compute(used, limit, baseFee, feeCap, premium);

            Assert.Equal(feeCap * limit, fees.BaseFeeBurn + fees.OverEstimationBurn + fees.MinerTip + fees.Refund);
            Assert.Equal(limit, used + fees.GasRefund + fees.GasBurned);
            Assert.All(
                [fees.BaseFeeBurn, fees.OverEstimationBurn, fees.MinerTip, fees.Refund, fees.MinerPenalty],
                static part => Assert.False(part.IsNegative));
            // Who covers the base fee is never penalised.
            Assert.Equal(feeCap < baseFee, !fees.MinerPenalty.IsZero);
        }
    }

    private static TokenAmount Atto(long amount) => new(amount);
}
