using Fvm.Abi;
using Fvm.Abi.Tracing;
using Fvm.Execution.Gas;

namespace Fvm.Execution.Tests.Gas;

/// <summary>The gas of a message. First rows re-typed from ref-fvm fvm/src/gas/mod.rs (basic_gas_tracker).</summary>
public class GasTrackerTests
{
    private static readonly GasAmount Drop = new(1);

    [Fact]
    public void The_limit_can_be_used_up_exactly()
    {
        GasTracker gas = Tracker(10);
        Assert.True(gas.TryCharge("", GasAmount.FromGas(5)));
        Assert.True(gas.TryCharge("", GasAmount.FromGas(5)));
        Assert.Equal(GasAmount.FromGas(10), gas.Used);
        Assert.Equal(GasAmount.Zero, gas.Available);
        Assert.True(gas.TryCharge("", GasAmount.Zero));
        Assert.False(gas.TryCharge("", Drop));
    }

    [Fact]
    public void Running_out_uses_the_limit_up_exactly()
    {
        GasTracker gas = Tracker(10);
        Assert.True(gas.TryCharge("", GasAmount.FromGas(9)));
        Assert.False(gas.TryCharge("", new GasAmount(1_001)));
        Assert.Equal(GasAmount.FromGas(10), gas.Used);
    }

    [Fact]
    public void A_charge_that_saturates_runs_out()
    {
        GasTracker gas = Tracker(10);
        Assert.True(gas.TryCharge("", Drop));
        Assert.False(gas.TryCharge("", GasAmount.Max));
        Assert.Equal(GasAmount.FromGas(10), gas.Used);
    }

    [Fact]
    public void The_limit_is_cut_to_what_wasm_can_count()
    {
        var gas = new GasTracker(GasAmount.FromGas(long.MaxValue), null);
        Assert.Equal((ulong)long.MaxValue, gas.Available.Milligas);
        Assert.True(gas.TryCharge("", new GasAmount(long.MaxValue)));
        Assert.False(gas.TryCharge("", Drop));
        // The receipt rounds up, and stays below the limit that was asked for.
        Assert.Equal(9_223_372_036_854_776ul, gas.Used.RoundUp());
    }

    [Fact]
    public void A_nested_limit_begins_with_nothing_used_and_adds_up_when_it_ends()
    {
        GasTracker gas = Tracker(100);
        Assert.True(gas.TryCharge("", GasAmount.FromGas(30)));
        gas.PushLimit(GasAmount.FromGas(20));
        Assert.Equal(GasAmount.Zero, gas.Used);
        Assert.Equal(GasAmount.FromGas(20), gas.Available);
        Assert.True(gas.TryCharge("", GasAmount.FromGas(15)));
        gas.PushLimit(GasAmount.Max);
        Assert.Equal(GasAmount.FromGas(5), gas.Available);
        Assert.False(gas.TryCharge("", GasAmount.FromGas(6)));
        gas.PopLimit();
        Assert.Equal(GasAmount.FromGas(20), gas.Used);
        gas.PopLimit();
        Assert.Equal(GasAmount.FromGas(50), gas.Used);
        Assert.Equal(GasAmount.FromGas(50), gas.Available);
    }

    [Fact]
    public void A_nested_limit_is_no_more_than_what_is_left()
    {
        GasTracker gas = Tracker(10);
        gas.PushLimit(GasAmount.FromGas(1_000));
        Assert.Equal(GasAmount.FromGas(10), gas.Available);
        gas.PopLimit();
        Assert.True(gas.TryCharge("", GasAmount.FromGas(10)));
        gas.PushLimit(GasAmount.FromGas(1));
        Assert.Equal(GasAmount.Zero, gas.Available);
    }

    [Fact]
    public void Charges_are_traced_in_order_with_the_one_that_runs_out()
    {
        List<ExecutionEvent> trace = [];
        var gas = new GasTracker(GasAmount.FromGas(3), trace);
        gas.TryCharge("first", GasAmount.FromGas(2));
        gas.TryCharge("second", GasAmount.FromGas(2));
        Assert.Equal(
            [new GasCharged("first", GasAmount.FromGas(2)), new GasCharged("second", GasAmount.FromGas(2)) { Taken = GasAmount.FromGas(1) }], trace);
    }

    /// <summary>Random charges and limits against a model that keeps every scope's numbers in 128 bits.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_charges_and_limits_agree_with_a_plain_model(int seed)
    {
        var random = new Random(seed);
        GasTracker gas = Tracker(1_000_000);
        Stack<(UInt128 Limit, UInt128 Used)> model = new([((UInt128)1_000_000_000, UInt128.Zero)]);
        for (int step = 0; step < 5_000; step++)
        {
            (UInt128 limit, UInt128 used) = model.Pop();
            switch (random.Next(4))
            {
                case 0:
                    ulong inner = (ulong)random.NextInt64(2_000_000_000);
                    gas.PushLimit(new GasAmount(inner));
                    model.Push((limit, used));
                    model.Push((UInt128.Min(limit - used, inner), UInt128.Zero));
                    break;
                case 1 when model.Count != 0:
                    gas.PopLimit();
                    (UInt128 outerLimit, UInt128 before) = model.Pop();
                    model.Push((outerLimit, before + used));
                    break;
                default:
                    ulong amount = (ulong)random.NextInt64(1_000_000);
                    bool fits = used + amount <= limit;
                    Assert.Equal(fits, gas.TryCharge("", new GasAmount(amount)));
                    model.Push((limit, fits ? used + amount : limit));
                    break;
            }

            (limit, used) = model.Peek();
            Assert.Equal((ulong)used, gas.Used.Milligas);
            Assert.Equal((ulong)(limit - used), gas.Available.Milligas);
        }
    }

    private static GasTracker Tracker(ulong limit) => new(GasAmount.FromGas(limit), null);
}
