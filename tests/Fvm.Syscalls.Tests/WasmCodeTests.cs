using Fvm.Abi;
using Fvm.Protocol;
using static Fvm.Wasm.Model.ValueType;

namespace Fvm.Syscalls.Tests;

/// <summary>An invocation from the first charge to its end (ref-fvm <c>engine/mod.rs</c>, <c>call_manager/default.rs</c>).</summary>
public sealed class WasmCodeTests
{
    private const ulong PageGas = 26_214_400;

    private readonly FakeKernel kernel = new();

    [Fact]
    public void The_result_of_invoke_is_the_handle_of_the_returned_block()
    {
        ActorExit exit = new TestActor().Invoke(new Code().LocalGet(0).I32(1).Add()).Compile().Invoke(kernel, 41);
        Assert.Equal(new ActorExit(ActorExitKind.Returned, ExitCode.Ok, 42, null, null), exit);
    }

    [Fact]
    public void Charges_of_an_invocation_come_in_this_order()
    {
        new TestActor { MemoryPages = 2 }.Table(10, "table").Invoke(new Code().I32(0)).Compile().Invoke(kernel, 0);

        // 56 gas for the thunk of an exported function with one parameter, 4 for the constant.
        Assert.Equal(
            [("wasm_table_init", 32_000UL), ("wasm_memory_init", 2 * PageGas), ("wasm_exec", 0UL), ("wasm_exec", 60_000UL)],
            kernel.Gas.Charges);
    }

    [Theory]
    [InlineData("__indirect_function_table")]
    [InlineData(null)]
    public void A_table_under_another_name_is_free(string? export)
    {
        new TestActor().Table(10, export).Invoke(new Code().I32(0)).Compile().Invoke(kernel, 0);
        Assert.DoesNotContain(kernel.Gas.Charges, charge => charge.Name == "wasm_table_init");
        Assert.Equal(65_536UL + 80, kernel.Budget.Used);
    }

    [Fact]
    public void Without_an_exported_memory_it_is_fatal_and_free()
    {
        IActorCode code = new TestActor { MemoryExport = "mem" }.Table(10, "table").Invoke(new Code().I32(0)).Compile();
        Assert.Throws<FatalException>(() => code.Invoke(kernel, 0));
        Assert.Empty(kernel.Gas.Charges);
    }

    [Fact]
    public void A_memory_that_cannot_be_paid_runs_out_of_gas()
    {
        kernel.Gas.Limit = PageGas - 1;
        Assert.Equal(ActorExitKind.OutOfGas, new TestActor().Invoke(new Code().I32(0)).Compile().Invoke(kernel, 0).Kind);
        Assert.Equal([("wasm_memory_init", PageGas)], kernel.Gas.Charges);
    }

    [Fact]
    public void A_module_that_does_not_link_is_fatal_once_its_memory_is_paid()
    {
        TestActor unknown = new();
        unknown.Import("ipld", "block_burn", [I32], [I32]);
        TestActor wrongType = new();
        wrongType.Import("ipld", "block_open", [I32], [I32]);
        TestActor global = new TestActor().ImportGlobal("gas", "gas_limit");
        foreach (TestActor actor in new[] { unknown, wrongType, global })
        {
            FakeKernel fresh = new();
            IActorCode code = actor.Invoke(new Code().I32(0)).Compile();
            Assert.Contains("failed to link", Assert.Throws<FatalException>(() => code.Invoke(fresh, 0)).Message);
            Assert.Equal([("wasm_memory_init", PageGas)], fresh.Gas.Charges);

            fresh = new FakeKernel();
            fresh.Gas.Limit = PageGas - 1;
            Assert.Equal(ActorExitKind.OutOfGas, code.Invoke(fresh, 0).Kind);
        }
    }

    [Fact]
    public void Without_an_invoke_of_the_right_type_it_is_fatal_after_instantiation()
    {
        TestActor missing = new();
        missing.Function([I32], [I32], new Code().I32(0), "main");
        TestActor wrong = new();
        wrong.Function([I64], [I32], new Code().I32(0), "invoke");
        foreach (TestActor actor in new[] { missing, wrong })
        {
            FakeKernel fresh = new();
            IActorCode code = actor.Compile();
            Assert.Throws<FatalException>(() => code.Invoke(fresh, 0));
            Assert.Equal([("wasm_memory_init", PageGas), ("wasm_exec", 0UL)], fresh.Gas.Charges);
        }
    }

    [Fact]
    public void A_segment_out_of_bounds_is_an_illegal_instruction()
    {
        ActorExit exit = new TestActor().Data(65_535, [1, 2]).Invoke(new Code().I32(0)).Compile().Invoke(kernel, 0);
        Assert.Equal((ActorExitKind.Exited, ExitCode.SysIllegalInstruction), (exit.Kind, exit.Code));
        Assert.Equal([("wasm_memory_init", PageGas), ("wasm_exec", 0UL)], kernel.Gas.Charges);
    }

    [Fact]
    public void Memory_over_the_budget_is_an_illegal_instruction_at_instantiation()
    {
        kernel.Budget.Limit = 65_535;
        ActorExit exit = new TestActor().Invoke(new Code().I32(0)).Compile().Invoke(kernel, 0);
        Assert.Equal((ActorExitKind.Exited, ExitCode.SysIllegalInstruction), (exit.Kind, exit.Code));
    }

    [Fact]
    public void A_start_function_runs_first_and_pays()
    {
        new TestActor().Start(new Code().I32(1).Drop()).Invoke(new Code().I32(0)).Compile().Invoke(kernel, 0);
        Assert.Equal(["wasm_memory_init", "wasm_exec", "wasm_memory_grow", "wasm_exec"], kernel.Gas.Charges.Select(charge => charge.Name));

        // The memory of the instance counts as grown in the first settlement: what the start function took (a thunk of 52 gas, a constant) is
        // shown as memory.
        Assert.Equal([0UL, 56_000UL, 60_000UL], kernel.Gas.Charges.Skip(1).Select(charge => charge.Milligas));
    }

    [Fact]
    public void A_trap_in_the_start_function_is_an_illegal_instruction()
    {
        ActorExit exit = new TestActor().Start(new Code().Unreachable()).Invoke(new Code().I32(0)).Compile().Invoke(kernel, 0);
        Assert.Equal((ActorExitKind.Exited, ExitCode.SysIllegalInstruction), (exit.Kind, exit.Code));
        Assert.StartsWith("failed to instantiate module", exit.Message);
    }

    [Fact]
    public void Gas_is_looked_at_before_the_failure_of_a_start_function()
    {
        kernel.Gas.Limit = PageGas + 1_000_000;
        Assert.Equal(ActorExitKind.OutOfGas, new TestActor().Start(new Code().Forever()).Invoke(new Code().I32(0)).Compile().Invoke(kernel, 0).Kind);
    }

    [Fact]
    public void A_syscall_from_a_start_function_is_fatal()
    {
        TestActor actor = new();
        int enabled = actor.Import("debug", "enabled");
        IActorCode code = actor.Start(new Code().I32(0).Call(enabled).Drop()).Invoke(new Code().I32(0)).Compile();
        Assert.Throws<FatalException>(() => code.Invoke(kernel, 0));
    }

    [Fact]
    public void Traps_are_illegal_instructions()
    {
        (string Why, Code Code)[] traps =
        [
            ("unreachable", new Code().Unreachable()),
            ("division by zero", new Code().I32(1).I32(0).Divide()),
            ("division overflow", new Code().I32(int.MinValue).I32(-1).Divide()),
            ("load out of bounds", new Code().I32(65_533).Load()),
            ("null in the table", new Code().I32(0).I32(0).CallIndirect(0)),
            ("beyond the table", new Code().I32(0).I32(10).CallIndirect(0)),
        ];
        foreach ((string why, Code code) in traps)
        {
            ActorExit exit = new TestActor().Table(10, null).Invoke(code).Compile().Invoke(new FakeKernel(), 0);
            Assert.Equal((why, ActorExitKind.Exited, ExitCode.SysIllegalInstruction, 0U), (why, exit.Kind, exit.Code, exit.Block));
        }
    }

    [Fact]
    public void Endless_recursion_is_an_illegal_instruction_not_an_overflow_of_our_stack()
    {
        TestActor actor = new();
        int self = actor.Function([], [], new Code().Call(0));
        ActorExit exit = actor.Invoke(new Code().Call(self).I32(0)).Compile().Invoke(kernel, 0);
        Assert.Equal((ActorExitKind.Exited, ExitCode.SysIllegalInstruction), (exit.Kind, exit.Code));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(59_999UL)]
    [InlineData(60_000UL)]
    public void Out_of_gas_comes_at_the_exact_milligas(ulong gas)
    {
        kernel.Gas.Limit = PageGas + gas;
        ActorExit exit = new TestActor().Invoke(new Code().I32(0)).Compile().Invoke(kernel, 0);
        Assert.Equal(gas < 60_000 ? ActorExitKind.OutOfGas : ActorExitKind.Returned, exit.Kind);
        Assert.Equal(0UL, kernel.Gas.Available.Milligas);
    }

    [Fact]
    public void Grown_memory_is_charged_under_its_own_name()
    {
        new TestActor().Invoke(new Code().I32(3).MemoryGrow().Drop().I32(0)).Compile().Invoke(kernel, 0);
        Assert.Equal(3 * PageGas, kernel.Gas.Sum("wasm_memory_grow"));
        Assert.Equal(4UL * 65_536, kernel.Budget.Used);
    }

    [Fact]
    public void Growth_past_the_declared_maximum_does_not_touch_the_budget()
    {
        ActorExit exit = new TestActor { MaxMemoryPages = 2 }.Invoke(new Code().I32(2).MemoryGrow()).Compile().Invoke(kernel, 0);
        Assert.Equal(uint.MaxValue, exit.Block);
        Assert.Equal(65_536UL, kernel.Budget.Used);
        Assert.Equal(2 * PageGas, kernel.Gas.Sum("wasm_exec") - 64_000);
    }

    [Fact]
    public void Growth_past_512_MiB_fails_but_the_budget_stays_taken()
    {
        kernel.Gas.Limit = 1_000_000_000_000;
        ActorExit exit = new TestActor().Invoke(new Code().I32(8_192).MemoryGrow()).Compile().Invoke(kernel, 0);
        Assert.Equal(uint.MaxValue, exit.Block);
        Assert.Equal(8_193UL * 65_536, kernel.Budget.Used);
    }

    [Fact]
    public void A_fatal_error_of_the_kernel_passes_through_the_frames_of_the_guest()
    {
        TestActor actor = new();
        int balance = actor.Import("self", "current_balance");
        int inner = actor.Function([I32], [I32], new Code().I32(64).Call(balance));
        int outer = actor.Function([I32], [I32], new Code().I32(0).Call(inner));
        IActorCode code = actor.Invoke(new Code().I32(0).Call(outer)).Compile();
        kernel.Fatal = new FatalException("the state is gone");
        Assert.Same(kernel.Fatal, Assert.Throws<FatalException>(() => code.Invoke(kernel, 0)));

        // The way out of wasm settles once more, with nothing left to charge.
        Assert.Equal(["wasm_memory_init", "wasm_exec", "wasm_exec", "OnSyscall", "wasm_exec"], kernel.Gas.Charges.Select(charge => charge.Name));
        Assert.Equal(0UL, kernel.Gas.Charges[^1].Milligas);

        // The code is whole, and the next instance too.
        Assert.Equal(ActorExitKind.Returned, code.Invoke(new FakeKernel(), 0).Kind);
    }

    [Fact]
    public void Instances_share_code_and_nothing_else()
    {
        IActorCode code = new TestActor().Invoke(new Code().I32(1).MemoryGrow()).Compile();
        for (int i = 0; i < 3; i++) Assert.Equal(1U, code.Invoke(new FakeKernel(), 0).Block);
    }
}
