using Fvm.Abi;

namespace Fvm.Syscalls.Tests;

/// <summary>The settlement of execution gas (ref-fvm <c>syscalls/mod.rs</c>). All figures in milligas.</summary>
public sealed class ExecutionMeterTests
{
    private readonly FakeKernel kernel = new();
    private readonly ExecutionMeter meter;

    public ExecutionMeterTests()
    {
        kernel.Gas.Limit = 1_000_000;
        kernel.Budget.Used = 100;
        meter = new ExecutionMeter(kernel);
    }

    [Fact]
    public void What_is_missing_from_the_counter_is_charged()
    {
        Assert.Equal(1_000_000, meter.Refresh());
        Assert.True(meter.ChargeExecution(999_000).IsOk);
        Assert.Equal([("wasm_exec", 1_000UL)], kernel.Gas.Charges);
    }

    [Fact]
    public void Nothing_is_charged_as_nothing()
    {
        meter.Refresh();
        Assert.True(meter.ChargeExecution(1_000_000).IsOk);
        Assert.Equal([("wasm_exec", 0UL)], kernel.Gas.Charges);
    }

    [Fact]
    public void A_counter_above_what_was_set_charges_nothing()
    {
        meter.Refresh();
        Assert.True(meter.ChargeExecution(long.MaxValue).IsOk);
        Assert.Equal([("wasm_exec", 0UL)], kernel.Gas.Charges);
    }

    [Theory]
    [InlineData(-1L, 1_000_001UL)]
    [InlineData(-5_000L, 1_005_000UL)]
    [InlineData(long.MinValue, 1_000_000UL + (1UL << 63))]
    public void A_counter_below_zero_charges_more_than_there_is(long counter, ulong charge)
    {
        meter.Refresh();
        Assert.Equal(SyscallOutcome.OutOfGas, meter.ChargeExecution(counter).Outcome);
        Assert.Equal([("wasm_exec", charge)], kernel.Gas.Charges);
        Assert.Equal(GasAmount.Zero, kernel.Gas.Available);
    }

    [Theory]
    [InlineData(0UL, 50_000UL, 0UL)]
    [InlineData(100UL, 10_000UL, 40_000UL)]
    [InlineData(125UL, 0UL, 50_000UL)]
    [InlineData(126UL, 0UL, 50_000UL)]
    [InlineData(ulong.MaxValue - 100, 0UL, 50_000UL)]
    public void Grown_memory_is_shown_apart_as_far_as_the_charge_covers_it(ulong grown, ulong execution, ulong growth)
    {
        meter.Refresh();
        kernel.Budget.Used += grown;
        Assert.True(meter.ChargeExecution(950_000).IsOk);
        (string, ulong)[] expected = growth == 0 ? [("wasm_exec", execution)] : [("wasm_exec", execution), ("wasm_memory_grow", growth)];
        Assert.Equal(expected, kernel.Gas.Charges);
    }

    [Fact]
    public void Freed_memory_charges_nothing()
    {
        meter.Refresh();
        kernel.Budget.Used = 0;
        Assert.True(meter.ChargeExecution(950_000).IsOk);
        Assert.Equal([("wasm_exec", 50_000UL)], kernel.Gas.Charges);
    }

    [Fact]
    public void When_execution_runs_out_growth_is_not_charged_any_more()
    {
        meter.Refresh();
        kernel.Budget.Used += 10;
        Assert.Equal(SyscallOutcome.OutOfGas, meter.ChargeExecution(-5_000).Outcome);
        Assert.Equal([("wasm_exec", 1_001_000UL)], kernel.Gas.Charges);
    }

    [Fact]
    public void Growth_may_be_what_runs_out()
    {
        meter.Refresh();
        kernel.Budget.Used += 2_500;
        Assert.Equal(SyscallOutcome.OutOfGas, meter.ChargeExecution(-1).Outcome);
        Assert.Equal([("wasm_exec", 1UL), ("wasm_memory_grow", 1_000_000UL)], kernel.Gas.Charges);
    }

    [Fact]
    public void A_settlement_does_not_refresh()
    {
        meter.Refresh();
        meter.ChargeExecution(999_000);
        meter.ChargeExecution(999_000);
        Assert.Equal([("wasm_exec", 1_000UL), ("wasm_exec", 1_000UL)], kernel.Gas.Charges);
    }

    [Fact]
    public void Table_comes_before_memory_at_initialisation()
    {
        kernel.Gas.Limit = 100_000_000;
        Assert.True(meter.ChargeInitialisation(65_536, 10).IsOk);
        Assert.Equal([("wasm_table_init", 32_000UL), ("wasm_memory_init", 26_214_400UL)], kernel.Gas.Charges);
    }

    [Fact]
    public void A_table_that_cannot_be_paid_ends_it_before_the_memory()
    {
        Assert.Equal(SyscallOutcome.OutOfGas, meter.ChargeInitialisation(65_536, 1_000).Outcome);
        Assert.Equal([("wasm_table_init", 3_200_000UL)], kernel.Gas.Charges);
    }

    [Fact]
    public void More_gas_than_the_counter_holds_is_fatal()
    {
        kernel.Gas.Limit = 1UL << 63;
        Assert.Throws<FatalException>(() => meter.Refresh());
    }
}
