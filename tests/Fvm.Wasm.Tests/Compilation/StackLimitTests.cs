using Fvm.Wasm.Metering;
using Fvm.Wasm.Runtime;

namespace Fvm.Wasm.Tests.Compilation;

/// <summary>The limiter's height and the real stack, at their edges.</summary>
public sealed class StackLimitTests
{
    private const long Plenty = 1L << 60;

    // Recursion to a depth: one frame per unit and one for 0.
    private const string Recurse = "local.get 0; if; local.get 0; i32.const 1; i32.sub; call 0; end";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Metered_height_is_enforced_to_the_element(int excess)
    {
        var builder = new ModuleBuilder();
        builder.Function("i:", Recurse, export: "f");
        var cost = builder.Meter().Functions[0].StackCost;
        var frames = (2048 / cost) + (uint)excess;
        using var guest = Guest.Metered(builder, Plenty);
        Assert.Equal(excess == 0 ? WasmTrap.None : WasmTrap.StackOverflow, guest.Run("f", out _, frames - 1));
        Assert.Equal(WasmTrap.None, guest.Run("f", out _, frames - 1 - (uint)excess));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Real_stack_is_enforced_to_the_frame(int excess)
    {
        var builder = new ModuleBuilder();
        builder.Function("i:", Recurse, "300l", export: "f");
        var weight = builder.Validate().RealStackWeight(0);
        var frames = ((4L << 20) / weight) + excess;
        var trap = WasmTrap.None;
        var thread = new Thread(() => { using var guest = Guest.Unmetered(builder); trap = guest.Run("f", out _, (ulong)frames - 1); }, 64 << 20);
        thread.Start();
        thread.Join();
        Assert.Equal(excess == 0 ? WasmTrap.None : WasmTrap.StackOverflow, trap);
    }

    [Fact]
    public void A_frame_above_the_limit_is_refused_before_it_runs()
    {
        var builder = new ModuleBuilder().Memory(1);
        builder.Function(":", "i32.const 0; i32.const 1; i32.store8; " + string.Concat(Enumerable.Repeat("i32.const 1; ", 2050)) + "unreachable", export: "f");
        using var guest = Guest.Metered(builder, Plenty);
        Assert.Equal(WasmTrap.StackOverflow, guest.Run("f", out _));
        Assert.Equal(0, guest.Instance.Memory[0]);
        Assert.Equal(Plenty - 52_000, guest.Instance.Gas);
    }

    [Fact]
    public void Heights_go_on_in_a_nested_invocation()
    {
        var builder = new ModuleBuilder();
        builder.ImportFunction("i:");
        builder.Function("i:", "local.get 0; if; local.get 0; i32.const 1; i32.sub; call 0; end", export: "f");
        var trap = WasmTrap.None;
        using var guest = Guest.Metered(builder, Plenty, (instance, args) =>
        {
            trap = instance.Invoke(1, args, []);
            return 0;
        });
        var frames = 2048 / builder.Meter().Functions[0].StackCost;
        Assert.Equal(WasmTrap.None, guest.Run("f", out _, frames - 1));
        Assert.Equal(WasmTrap.None, trap);
        guest.Run("f", out _, frames);

        // The innermost invocation is refused; each outer one sees that its own returned.
        Assert.Equal(WasmTrap.None, trap);
        Assert.Equal(WasmTrap.None, guest.Run("f", out _, 0));
    }

    [Theory]
    [InlineData(2048u, 4 << 20)]
    [InlineData(1u, 64)]
    [InlineData(0x3FFF_FFFFu, 1 << 30)]
    public void Packed_counters_overflow_exactly_above_their_limits(uint limit, int bytes)
    {
        var start = StackMeter.Initial(limit, bytes);
        Assert.Equal(0, (start + StackMeter.Cost(limit, limit, bytes)) & StackMeter.OverflowMask);
        Assert.NotEqual(0, (start + StackMeter.Cost(limit, limit + 1, 0)) & StackMeter.OverflowMask);
        Assert.NotEqual(0, (start + StackMeter.Cost(limit, 0, bytes + 1L)) & StackMeter.OverflowMask);
        var worst = start + StackMeter.Cost(limit, limit, bytes) + StackMeter.Cost(limit, uint.MaxValue, long.MaxValue);
        Assert.Equal(StackMeter.OverflowMask, worst & StackMeter.OverflowMask);
        Assert.Equal(0, (StackMeter.Initial(uint.MaxValue, bytes) + StackMeter.Cost(uint.MaxValue, 5000, bytes)) & StackMeter.OverflowMask);
    }
}
