using Fvm.Abi;
using Fvm.Protocol;
using Fvm.Wasm.Model;

namespace Fvm.Syscalls.Tests;

/// <summary>What would be a bug if the network did not do it too; each test bears the name of its rule.</summary>
public sealed class QuirkTests
{
    private readonly FakeKernel kernel = new();

    // i32.const and call cost 4 gas each.
    private const ulong Operator = 4_000;

    [Fact]
    public void An_out_pointer_out_of_bounds_charges_the_gas_since_the_last_refresh_twice()
    {
        TestActor actor = new();
        int enabled = actor.Import("debug", "enabled");
        actor.Invoke(new Code().I32(-1).Call(enabled).Drop().I32(0).Call(enabled)).Compile().Invoke(kernel, 0);

        // Thunk and one metered block: const, call, const, call; drop is free. A good first call would leave nothing to charge at the second.
        ulong all = (14 * Operator) + (4 * Operator);
        Assert.Equal([0UL, all, all, 0UL], Executions());

        kernel.Gas.Charges.Clear();
        actor = new TestActor();
        enabled = actor.Import("debug", "enabled");
        actor.Invoke(new Code().I32(0).Call(enabled).Drop().I32(0).Call(enabled)).Compile().Invoke(kernel, 0);
        Assert.Equal([0UL, all, 0UL, 0UL], Executions());
    }

    [Fact]
    public void The_double_charge_can_run_the_actor_out_of_gas()
    {
        TestActor actor = new();
        int enabled = actor.Import("debug", "enabled");
        IActorCode code = actor.Invoke(new Code().I32(-1).Call(enabled)).Compile();
        code.Invoke(kernel, 0);
        ulong used = kernel.Gas.Used;

        FakeKernel poorer = new();
        poorer.Gas.Limit = used - 1;
        Assert.Equal(ActorExitKind.OutOfGas, code.Invoke(poorer, 0).Kind);
        poorer = new FakeKernel();
        poorer.Gas.Limit = used;
        Assert.Equal(ActorExitKind.Returned, code.Invoke(poorer, 0).Kind);
    }

    [Fact]
    public void Out_of_gas_at_a_syscall_settles_a_second_time_when_the_guest_is_unwound()
    {
        TestActor actor = new();
        int enabled = actor.Import("debug", "enabled");
        IActorCode code = actor.Invoke(new Code().I32(0).Call(enabled)).Compile();
        kernel.Gas.Limit = 26_214_400 + (16 * Operator) + 13_999_999;
        Assert.Equal(ActorExitKind.OutOfGas, code.Invoke(kernel, 0).Kind);
        Assert.Equal(
            [("wasm_memory_init", 26_214_400UL), ("wasm_exec", 0UL), ("wasm_exec", 16 * Operator), ("OnSyscall", 14_000_000UL), ("wasm_exec", 16 * Operator)],
            kernel.Gas.Charges);
    }

    [Theory]
    [InlineData(0U, 0U)]
    [InlineData(1U, 9U)]
    [InlineData(15U, 9U)]
    [InlineData(16U, 16U)]
    [InlineData(0xffff_ffffU, 0xffff_ffffU)]
    public void An_exit_with_a_code_of_the_system_is_9_and_keeps_its_block(uint code, uint expected)
    {
        ActorExit exit = new Probe().Run("vm", "exit", code, 77, 0, 0);
        Assert.Equal((ActorExitKind.Exited, new ExitCode(expected), 77U), (exit.Kind, exit.Code, exit.Block));
    }

    [Fact]
    public void Nothing_runs_after_an_exit()
    {
        Probe probe = new();
        probe.Run("vm", "exit", 20, 0, 0, 0);
        Assert.Empty(probe.Memory);
        Assert.Empty(probe.Kernel.Calls);
        Assert.Equal(("wasm_exec", 0UL), probe.Kernel.Gas.Charges[^1]);
    }

    [Fact]
    public void The_message_of_an_exit_is_no_error_whatever_it_is()
    {
        Probe probe = new Probe().With(100, "too bad"u8).With(200, [0xff, 0xfe]);
        Assert.Equal("too bad", probe.Run("vm", "exit", 16, 0, 100, 7).Message);
        Assert.Equal("actor aborted", probe.Run("vm", "exit", 16, 0, -1, 0).Message);
        Assert.Equal("\ufffd\ufffd", probe.Run("vm", "exit", 16, 0, 200, 2).Message);
        Assert.Contains("out of bounds", probe.Run("vm", "exit", 16, 0, Probe.PageSize - 1, 2).Message);
        Assert.Contains("code 3", probe.Run("vm", "exit", 3, 0, -1, -1).Message);
        string skipped = probe.Run("vm", "exit", 16, 0, 0, 2_000).Message!;
        Assert.Contains(" ... (skipped 976 bytes) ... ", skipped);
    }

    [Fact]
    public void The_last_refusal_is_the_cause_of_an_exit_unless_a_syscall_worked_since()
    {
        Assert.Null(Exit().Cause);
        SyscallFailure cause = Exit(("self", "set_root", [-1])).Cause!;
        Assert.Equal(("self", "set_root", ErrorNumber.IllegalArgument), (cause.Module, cause.Name, cause.Status.Error));
        cause = Exit(("self", "set_root", [-1]), ("debug", "enabled", [-1])).Cause!;
        Assert.Equal("enabled", cause.Name);
        Assert.Null(Exit(("self", "set_root", [-1]), ("debug", "enabled", [0])).Cause);
    }

    [Fact]
    public void A_delegated_address_of_length_0_is_none_wherever_it_points()
    {
        Probe probe = SyscallCase.NewProbe();
        Assert.Equal(0U, probe.Call("actor", "create_actor", 5, SyscallCase.CidAt, -1, 0));
        Assert.Equal([$"actor.create_actor {FakeKernel.SomeCid} f05 -"], probe.Kernel.Calls);
    }

    [Fact]
    public void An_actor_without_a_delegated_address_has_one_of_length_0()
    {
        Probe probe = SyscallCase.NewProbe();
        probe.Kernel.HasDelegatedAddress = false;
        Assert.Equal(0U, probe.Call("actor", "lookup_delegated_address", SyscallCase.AnswerAt, 5, Probe.PageSize, 0));
        Assert.Equal("00000000ee", Convert.ToHexStringLower(probe.Memory.AsSpan(SyscallCase.AnswerAt, 5)));
    }

    [Fact]
    public void A_gas_limit_of_u64_max_is_none()
    {
        Probe probe = SyscallCase.NewProbe();
        probe.Call("send", "send", 0, SyscallCase.AddressAt, 21, 0, 0, 0, 0, -1, 0);
        probe.Call("send", "send", 0, SyscallCase.AddressAt, 21, 0, 0, -1, -1, -2, 0);
        Assert.EndsWith(" 0 - False", probe.Kernel.Calls[0]);
        Assert.Contains($" {UInt128.MaxValue} ", probe.Kernel.Calls[1]);
    }

    [Fact]
    public void No_consensus_fault_is_all_zeros()
    {
        Probe probe = SyscallCase.NewProbe();
        probe.Kernel.HasFault = false;
        Assert.Equal(0U, probe.Call("crypto", "verify_consensus_fault", SyscallCase.AnswerAt, 0, 0, 0, 0, 0, 0));
        Assert.Equal(new byte[20], probe.Memory[SyscallCase.AnswerAt..(SyscallCase.AnswerAt + 20)]);
    }

    [Theory]
    [InlineData("verify_post", SyscallCase.PostAt)]
    [InlineData("verify_aggregate_seals", SyscallCase.AggregateAt)]
    [InlineData("verify_replica_update", SyscallCase.UpdateAt)]
    public void An_invalid_proof_is_no_error_but_minus_1(string name, int at)
    {
        Probe probe = SyscallCase.NewProbe();
        probe.Kernel.Verdict = false;
        int length = name switch
        {
            "verify_post" => SyscallCase.Post.Length,
            "verify_aggregate_seals" => SyscallCase.Aggregate.Length,
            _ => SyscallCase.Update.Length,
        };
        Assert.Equal(0U, probe.Call("crypto", name, SyscallCase.AnswerAt, at, length));
        Assert.Equal("ffffffffee", Convert.ToHexStringLower(probe.Memory.AsSpan(SyscallCase.AnswerAt, 5)));
    }

    [Fact]
    public void A_digest_longer_than_the_buffer_is_cut()
    {
        Probe probe = SyscallCase.NewProbe();
        Assert.Equal(0U, probe.Call("crypto", "hash", SyscallCase.AnswerAt, 0x12, 0, 0, SyscallCase.BufferAt, 100));
        Assert.Equal("20000000", Convert.ToHexStringLower(probe.Memory.AsSpan(SyscallCase.AnswerAt, 4)));
        Assert.Equal(0U, probe.Call("crypto", "hash", SyscallCase.AnswerAt, 0x12, 0, 0, Probe.PageSize, 0));
        Assert.Equal("00000000", Convert.ToHexStringLower(probe.Memory.AsSpan(SyscallCase.AnswerAt, 4)));
    }

    [Fact]
    public void While_debugging_is_off_its_arguments_are_not_looked_at()
    {
        Probe probe = new();
        Assert.Equal(0U, probe.Call("debug", "log", -1, -1));
        Assert.Equal(0U, probe.Call("debug", "store_artifact", -1, -1, -1, -1));
        Assert.Empty(probe.Kernel.Calls);
        Assert.Equal(0U, probe.Call("debug", "enabled", 0));
        Assert.Equal("ffffffff", Convert.ToHexStringLower(probe.Memory.AsSpan(0, 4)));
    }

    [Fact]
    public void Gas_available_is_rounded_down_after_its_own_price()
    {
        Probe probe = new();
        Assert.Equal(0U, probe.Call("gas", "available", 0));
        ulong available = BitConverter.ToUInt64(probe.Memory, 0);

        // What is left once memory, the code up to here and the host call are paid.
        (string Name, ulong Milligas)[] paid = [.. probe.Kernel.Gas.Charges.Take(4)];
        Assert.Equal("OnSyscall", paid[^1].Name);
        Assert.Equal((probe.Kernel.Gas.Limit - paid.Aggregate(0UL, (sum, charge) => sum + charge.Milligas)) / 1_000, available);
    }

    [Fact]
    public void Gas_charge_takes_whole_gas_and_saturates()
    {
        Probe probe = SyscallCase.NewProbe();
        Assert.Equal(0U, probe.Call("gas", "charge", SyscallCase.TextAt, SyscallCase.TextLength, 2));
        Assert.Contains(("hello", 2_000UL), probe.Kernel.Gas.Charges);
        Assert.Equal(ActorExitKind.OutOfGas, probe.Run("gas", "charge", SyscallCase.TextAt, 0, -1).Kind);
        Assert.Contains(("", ulong.MaxValue), probe.Kernel.Gas.Charges);
    }

    [Theory]
    [InlineData("self", "current_balance")]
    [InlineData("network", "total_fil_circ_supply")]
    [InlineData("network", "context")]
    [InlineData("vm", "message_context")]
    public void An_amount_above_u128_is_fatal(string module, string name)
    {
        Probe probe = new();
        probe.Kernel.Amount = TokenAmount.FromAtto((System.Numerics.BigInteger)UInt128.MaxValue + 1);
        Assert.Throws<FatalException>(() => probe.Run(module, name, 0));
        probe.Kernel.Amount = TokenAmount.FromAtto(-1);
        Assert.Throws<FatalException>(() => probe.Run(module, name, 0));
    }

    private ulong[] Executions() => [.. kernel.Gas.Charges.Where(charge => charge.Name == "wasm_exec").Select(charge => charge.Milligas)];

    private static ActorExit Exit(params ReadOnlySpan<(string Module, string Name, long[] Arguments)> before)
    {
        TestActor actor = new();
        List<int> imports = [];
        foreach ((string module, string name, _) in before) imports.Add(actor.Import(module, name));
        int exit = actor.Import("vm", "exit");
        Code code = new();
        for (int i = 0; i < before.Length; i++)
        {
            FunctionType type = SyscallTable.V3.Find(before[i].Module, before[i].Name)!.Type;
            code.Call(imports[i], type, before[i].Arguments).Drop();
        }

        code.Call(exit, SyscallTable.V3.Find("vm", "exit")!.Type, 16, 0, 0, 0);
        return actor.Invoke(code).Compile().Invoke(new FakeKernel(), 0);
    }
}
