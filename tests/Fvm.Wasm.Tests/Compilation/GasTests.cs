using Fvm.Wasm.Metering;

namespace Fvm.Wasm.Tests.Compilation;

/// <summary>Gas is exact wherever a call ends.</summary>
public sealed class GasTests
{
    private const string Program =
        """
        block; local.get 0; i32.eqz; br_if 0; i32.const 8; local.get 0; i32.store; end
        loop; local.get 0; call 2; local.get 1; i32.const 1; i32.add; local.tee 1; i32.const 3; i32.lt_s; br_if 0; end
        local.get 0; memory.grow; drop; i32.const 16; i32.const 1; local.get 0; memory.fill
        local.get 1; i32.const 0; call_indirect 0
        """;

    [Fact]
    public void Every_gas_limit_runs_a_prefix_of_the_same_program()
    {
        var metered = Sweep().Meter();
        var module = CompiledModule.Compile(metered);
        var full = Interpreted.Instantiate(metered, long.MaxValue, static _ => 0);
        Assert.Equal(WasmTrap.None, full.Run(3, out _, 2));
        var needed = long.MaxValue - full.Gas;
        for (var gas = 0L; gas <= needed + 4_000; gas += 1_000)
        {
            var expected = Interpreted.Instantiate(metered, gas, static _ => 0);
            var expectedTrap = expected.Run(3, out var expectedResult, 2);
            using var guest = Guest.Instantiate(module, gas, (_, _) => 0);
            Assert.Equal(expectedTrap, guest.Run(3, out var result, 2));
            Assert.Equal(gas < needed ? WasmTrap.OutOfGas : WasmTrap.None, expectedTrap);
            Assert.Equal(expected.Gas, guest.Instance.Gas);
            Assert.Equal(expectedResult, result);
            Assert.True(expected.Memory.Bytes.SequenceEqual(guest.Instance.Memory));
        }
    }

    [Fact]
    public void A_trap_keeps_what_is_left_and_its_block_stays_paid()
    {
        var builder = new ModuleBuilder();
        builder.Function("i:i", "local.get 0; i32.const 0; i32.div_u; i32.const 1; i32.add", export: "f");
        using var guest = Guest.Metered(builder, 1_000_000);
        Assert.Equal(WasmTrap.IntegerDivideByZero, guest.Run("f", out _, 5));

        // The thunk's 14 operators and the five of the block.
        Assert.Equal(1_000_000 - 56_000 - 20_000, guest.Instance.Gas);
    }

    [Fact]
    public void Trap_in_a_deep_callee_unwinds_every_frame()
    {
        var builder = new ModuleBuilder();
        builder.ImportFunction(":");
        var inner = builder.Function("i:i", "local.get 0; i32.eqz; if; unreachable; end; local.get 0; i32.const 1; i32.sub; call 1; call 0", export: "f");
        Assert.Equal(1, inner);
        var calls = 0;
        using var guest = Guest.Metered(builder, 1_000_000_000, (_, _) => (ulong)calls++);
        Assert.Equal(WasmTrap.Unreachable, guest.Run("f", out _, 300));
        Assert.Equal(0, calls);
        Assert.True(guest.Instance.Gas is > 0 and < 1_000_000_000);
    }

    [Fact]
    public void The_host_sees_the_exact_counter_and_its_change_counts()
    {
        var builder = new ModuleBuilder();
        builder.ImportFunction("i:i");
        builder.Function("i:i", "local.get 0; call 0; loop; local.get 0; br_if 0; end", export: "f");
        long seen = 0;
        using var guest = Guest.Metered(builder, 500_000, (instance, args) =>
        {
            seen = instance.Gas;
            instance.Gas = 100_000;
            return args[0] + 1;
        });
        Assert.Equal(WasmTrap.None, guest.Run("f", out var result, 0));
        Assert.Equal(1UL, result);
        Assert.Equal(500_000 - 56_000 - 8_000, seen);
        Assert.Equal(100_000 - 8_000, guest.Instance.Gas);
        Assert.Equal(WasmTrap.OutOfGas, guest.Run("f", out _, 1));
        Assert.True(guest.Instance.Gas < 0);
    }

    [Fact]
    public void A_host_that_leaves_a_negative_counter_ends_the_guest()
    {
        var builder = new ModuleBuilder();
        builder.ImportFunction(":");
        builder.Function(":i", "call 0; i32.const 7", export: "f");
        using var guest = Guest.Metered(builder, 500_000, (instance, _) => (ulong)(instance.Gas = -5));
        Assert.Equal(WasmTrap.OutOfGas, guest.Run("f", out var result));
        Assert.Equal(0UL, result);
        Assert.Equal(-5, guest.Instance.Gas);
    }

    [Fact]
    public void An_indirect_call_of_an_import_pays_no_thunk()
    {
        var builder = new ModuleBuilder().Table(2);
        builder.ImportFunction(":");
        builder.Function(":", "", export: "empty");
        builder.Function(":", "i32.const 0; call_indirect 0", export: "import");
        builder.Function(":", "i32.const 1; call_indirect 0", export: "defined");
        builder.Element(0, 0, 1);
        using var guest = Guest.Metered(builder, 1_000_000, (_, _) => 0);
        Assert.Equal(WasmTrap.None, guest.Run("import", out _));
        Assert.Equal(1_000_000 - 52_000 - 8_000, guest.Instance.Gas);
        Assert.Equal(WasmTrap.None, guest.Run("defined", out _));
        Assert.Equal(1_000_000 - (2 * 60_000) - 52_000, guest.Instance.Gas);
    }

    private static ModuleBuilder Sweep()
    {
        var builder = new ModuleBuilder().Memory(1, 4).Table(1);
        builder.ImportFunction("i:i");
        builder.Function("i:i", "local.get 0; i32.const 2; i32.mul", export: "double");
        builder.Function("i:", "local.get 0; call 1; drop; i32.const 4; local.get 0; i32.store8");
        builder.Function("i:i", Program, "1i", export: "f");
        builder.Element(0, 1);
        return builder;
    }
}
