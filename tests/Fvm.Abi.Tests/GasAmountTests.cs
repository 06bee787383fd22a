namespace Fvm.Abi.Tests;

/// <summary>Milligas: saturation and rounding. First rows re-typed from ref-fvm fvm/src/gas/mod.rs (milligas_to_gas_round).</summary>
public class GasAmountTests
{
    [Theory]
    [InlineData(100ul, 0ul, 1ul)]
    [InlineData(0ul, 0ul, 0ul)]
    [InlineData(1_000ul, 1ul, 1ul)]
    [InlineData(1ul, 0ul, 1ul)]
    [InlineData(999ul, 0ul, 1ul)]
    [InlineData(1_001ul, 1ul, 2ul)]
    [InlineData((ulong)long.MaxValue, 9_223_372_036_854_775ul, 9_223_372_036_854_776ul)]
    [InlineData(ulong.MaxValue, 18_446_744_073_709_551ul, 18_446_744_073_709_552ul)]
    public void Rounding_goes_down_for_actors_and_up_for_receipts(ulong milligas, ulong down, ulong up)
    {
        var amount = new GasAmount(milligas);
        Assert.Equal(down, amount.RoundDown());
        Assert.Equal(up, amount.RoundUp());
    }

    [Fact]
    public void Sums_differences_and_products_saturate()
    {
        GasAmount one = new(1);
        Assert.Equal(GasAmount.Max, GasAmount.Max + one);
        Assert.Equal(GasAmount.Max, GasAmount.Max + GasAmount.Max);
        Assert.Equal(GasAmount.Max, new GasAmount(ulong.MaxValue - 1) + one);
        Assert.Equal(GasAmount.Zero, one - GasAmount.Max);
        Assert.Equal(GasAmount.Zero, one - one);
        Assert.Equal(GasAmount.Max, new GasAmount(1ul << 32) * (1ul << 32));
        Assert.Equal(new GasAmount(1ul << 63), new GasAmount(1ul << 32) * (1ul << 31));
        Assert.Equal(GasAmount.Zero, GasAmount.Max * 0);
        Assert.Equal(GasAmount.Max, GasAmount.FromGas(ulong.MaxValue));
        Assert.Equal(GasAmount.Max, GasAmount.FromGas((ulong.MaxValue / 1_000) + 1));
        Assert.Equal(ulong.MaxValue / 1_000 * 1_000, GasAmount.FromGas(ulong.MaxValue / 1_000).Milligas);
    }

    [Fact]
    public void Arithmetic_agrees_with_128_bits()
    {
        var random = new Random(1_000);
        for (int i = 0; i < 20_000; i++)
        {
            ulong left = (ulong)random.NextInt64() << random.Next(0, 2);
            ulong right = (ulong)random.NextInt64() >> random.Next(0, 64);
            Assert.Equal(Cut((UInt128)left + right), (new GasAmount(left) + new GasAmount(right)).Milligas);
            Assert.Equal(Cut((UInt128)left * right), (new GasAmount(left) * right).Milligas);
            Assert.Equal(left > right ? left - right : 0, (new GasAmount(left) - new GasAmount(right)).Milligas);
            Assert.Equal(left < right, new GasAmount(left) < new GasAmount(right));
            Assert.Equal(Math.Min(left, right), GasAmount.Min(new GasAmount(left), new GasAmount(right)).Milligas);
        }

        static ulong Cut(UInt128 value) => value > ulong.MaxValue ? ulong.MaxValue : (ulong)value;
    }

    [Theory]
    [InlineData(0ul, "0")]
    [InlineData(1ul, "0.001")]
    [InlineData(1_000ul, "1")]
    [InlineData(419_430_400ul, "419430.400")]
    public void Text_has_three_decimals_or_none(ulong milligas, string text) => Assert.Equal(text, new GasAmount(milligas).ToString());
}
