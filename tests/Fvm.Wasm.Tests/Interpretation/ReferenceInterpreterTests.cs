using Fvm.Wasm.Interpretation;
using Fvm.Wasm.Metering;

namespace Fvm.Wasm.Tests.Interpretation;

/// <summary>The reference interpreter by itself: where it charges, what it counts, how calls through tables differ.</summary>
public sealed class ReferenceInterpreterTests
{
    [Fact]
    public void Charges_fall_due_block_by_block()
    {
        var builder = new ModuleBuilder();
        builder.Function("i:i", "local.get 0; if i; i32.const 1; i32.const 2; i32.add; else; i32.const 3; end", export: "f");
        Assert.Equal((3UL, 4_000L * (13 + 1 + 2 + 3)), Run(builder, 0, 1));
        Assert.Equal((3UL, 4_000L * (13 + 1 + 2 + 1)), Run(builder, 0, 0));
    }

    [Fact]
    public void An_element_goes_through_the_thunk_and_a_reference_of_a_global_does_not()
    {
        var builder = new ModuleBuilder().Table(2);
        var target = builder.Function(":i", "i32.const 5");
        builder.Element(0, target);
        builder.Global('r', mutable: false, $"ref.func {target}");
        builder.Function("i:i", "i32.const 1; global.get 0; table.set; local.get 0; call_indirect 0", export: "f");
        var (_, byElement) = Run(builder, 1, 0);
        var (_, byReference) = Run(builder, 1, 1);
        Assert.Equal(13 * 4_000, byElement - byReference);
    }

    [Fact]
    public void Recursion_ends_at_the_stack_limit()
    {
        var builder = new ModuleBuilder();
        builder.Global('i', mutable: true, "i32.const 0");
        builder.Function(":", "global.get 0; i32.const 1; i32.add; global.set 0; call 0", export: "f");
        var machine = Create(builder, 1L << 40);
        Assert.Equal(WasmTrap.StackOverflow, machine.Invoke(0, [], out _));

        // A frame costs 2 and the two operands that it has at once.
        Assert.Equal(2_048u / 4, machine.Globals[0]);
    }

    [Fact]
    public void Steps_can_be_limited()
    {
        var builder = new ModuleBuilder();
        builder.Function(":", "loop; br 0; end", export: "f");
        var machine = new ReferenceInterpreter(MeteredModule.Unmetered(builder.Validate()), static (_, _) => [], 0, InstanceLimits.Filecoin) { StepsLeft = 1_000 };
        Assert.Throws<StepLimitException>(() => machine.Invoke(0, [], out _));
    }

    private static ReferenceInterpreter Create(ModuleBuilder builder, long gas)
    {
        var machine = new ReferenceInterpreter(builder.Meter(MeteringSettings.Filecoin), static (_, _) => [], gas, InstanceLimits.Filecoin);
        Assert.Equal(WasmTrap.None, machine.ApplySegments());
        return machine;
    }

    private static (ulong Result, long Gas) Run(ModuleBuilder builder, int function, params ulong[] args)
    {
        const long Gas = 1_000_000_000;
        var machine = Create(builder, Gas);
        Assert.Equal(WasmTrap.None, machine.Invoke(function, args, out var results));
        return (results[0], Gas - machine.Gas);
    }
}
