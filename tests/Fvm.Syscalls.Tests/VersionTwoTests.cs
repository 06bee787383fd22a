using Fvm.Abi;
using Fvm.Protocol;
using static Fvm.Wasm.Model.ValueType;

namespace Fvm.Syscalls.Tests;

/// <summary>How FVM v2 (network versions 16 and 17) binds code otherwise (ref-fvm release/v2 <c>syscalls/</c>, <c>machine/engine.rs</c>; vm-facts 2.5).</summary>
public sealed class VersionTwoTests
{
    // i32.const and call cost 4 gas each; the thunk of invoke 14 operators.
    private const ulong Operator = 4_000;

    private readonly FakeKernel kernel = new(FakeGas.Skyr);

    [Fact]
    public void An_invocation_charges_its_execution_and_no_memory()
    {
        ActorExit exit = New(new Code().LocalGet(0).I32(1).Add(), actor => actor.Table(10, "table")).Invoke(kernel, 41);
        Assert.Equal(new ActorExit(ActorExitKind.Returned, ExitCode.Ok, 42, null, null), exit);
        Assert.Equal([("wasm_exec", 17 * Operator)], kernel.Gas.Charges);
    }

    [Fact]
    public void An_out_pointer_out_of_bounds_charges_the_gas_since_the_last_refresh_once()
    {
        TestActor actor = new(SyscallTable.V2);
        int enabled = actor.Import("debug", "enabled");
        actor.Invoke(new Code().I32(-1).Call(enabled).Drop().I32(0).Call(enabled)).Compile().Invoke(kernel, 0);
        Assert.Equal([("wasm_exec", 18 * Operator), ("OnSyscall", 14_000_000UL), ("wasm_exec", 0UL), ("OnSyscall", 14_000_000UL), ("wasm_exec", 0UL)], kernel.Gas.Charges);
    }

    [Fact]
    public void The_price_of_a_refused_out_pointer_is_found_at_the_next_settlement()
    {
        // The counter does not know of the 14,000 gas that the refused call took: the guest runs on them and is stopped only when it settles.
        TestActor actor = new(SyscallTable.V2);
        int enabled = actor.Import("debug", "enabled");
        IActorCode code = actor.Invoke(new Code().I32(-1).Call(enabled).Drop().Repeat(100, new Code()).I32(0)).Compile();
        code.Invoke(kernel, 0);
        ulong all = kernel.Gas.Used;
        foreach ((ulong limit, ActorExitKind kind) in new[] { (all, ActorExitKind.Returned), (all - 1, ActorExitKind.OutOfGas) })
        {
            FakeKernel poor = new(FakeGas.Skyr);
            poor.Gas.Limit = limit;
            Assert.Equal(kind, code.Invoke(poor, 0).Kind);
            Assert.Equal(kernel.Gas.Charges, poor.Gas.Charges);
        }
    }

    [Theory]
    [InlineData(0U, 9U)]
    [InlineData(15U, 9U)]
    [InlineData(16U, 16U)]
    [InlineData(0xffff_ffffU, 0xffff_ffffU)]
    public void An_abort_with_a_code_of_the_system_is_9_and_success_is_one(uint code, uint expected)
    {
        ActorExit exit = new Probe(SyscallTable.V2).Run("vm", "abort", code, 0, 0);
        Assert.Equal((ActorExitKind.Exited, new ExitCode(expected), 0U), (exit.Kind, exit.Code, exit.Block));
    }

    [Theory]
    [InlineData(SyscallCase.TextAt, SyscallCase.TextLength)]
    [InlineData(SyscallCase.NotUtf8At, 1)]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    public void The_message_of_an_abort_is_no_error_whatever_it_is(long at, long length)
    {
        ActorExit exit = SyscallCase.NewProbe(SyscallTable.V2).Run("vm", "abort", 20, at, length);
        Assert.Equal(new ExitCode(20), exit.Code);
    }

    [Theory]
    [InlineData(-3, 3_000UL)]
    [InlineData(long.MinValue, 1UL << 63)]
    public void A_negative_charge_gives_gas_back(long gas, ulong milligas)
    {
        Probe probe = SyscallCase.NewProbe(SyscallTable.V2);
        Assert.Equal(0U, probe.Call("gas", "charge", SyscallCase.TextAt, SyscallCase.TextLength, gas));
        Assert.Equal([("hello", milligas)], probe.Kernel.Gas.Refunds);
    }

    [Fact]
    public void A_charge_stops_at_64_signed_bits_of_milligas()
    {
        Probe probe = SyscallCase.NewProbe(SyscallTable.V2);
        Assert.Equal(ActorExitKind.OutOfGas, probe.Run("gas", "charge", SyscallCase.TextAt, 0, long.MaxValue).Kind);
        Assert.Contains(("", (ulong)long.MaxValue), probe.Kernel.Gas.Charges);
    }

    [Theory]
    [InlineData("v2", 1U)]
    [InlineData("v3", 0U)]
    public void A_delegated_address_parses_from_version_3_on(string version, uint error)
    {
        byte[] address = Address.FromDelegated(10, new byte[20]).Bytes.ToArray();
        Probe probe = new Probe(SyscallVersion.Named(version).Table).With(SyscallCase.AddressAt, address);
        Assert.Equal(error, probe.Call("actor", "resolve_address", 0, SyscallCase.AddressAt, address.Length));
    }

    [Fact]
    public void A_start_function_has_no_gas_and_that_is_fatal() => Fatal(New(new Code().I32(0), actor => actor.Start(new Code())), "OutOfGas");

    [Fact]
    public void A_segment_out_of_bounds_is_fatal() =>
        Fatal(New(new Code().I32(0), actor => actor.Data(Probe.PageSize, "x"u8)), "failed to instantiate");

    [Fact]
    public void Without_an_invoke_of_the_right_type_it_is_fatal()
    {
        TestActor missing = new(SyscallTable.V2);
        missing.Function([I32], [I32], new Code().I32(0), "main");
        Fatal(missing.Compile(), "no function invoke");
        TestActor wrong = new(SyscallTable.V2);
        wrong.Function([I64], [I32], new Code().I32(0), "invoke");
        Fatal(wrong.Compile(), "no function invoke");
    }

    [Fact]
    public void Syscalls_of_version_3_do_not_link()
    {
        TestActor actor = new(SyscallTable.V2);
        actor.Import("gas", "available", [I32], [I32]);
        Fatal(actor.Invoke(new Code().I32(0)).Compile(), "unknown import gas::available");
    }

    [Fact]
    public void Memory_may_exceed_512_MiB()
    {
        TestActor actor = new(SyscallTable.V2) { MemoryPages = 1 };
        ActorExit exit = actor.Invoke(new Code().I32(8_192).MemoryGrow()).Compile().Invoke(kernel, 0);
        Assert.Equal(1U, exit.Block);
        Assert.Equal([("wasm_exec", 16 * Operator)], kernel.Gas.Charges);
    }

    private static IActorCode New(Code invoke, Action<TestActor>? more = null)
    {
        TestActor actor = new(SyscallTable.V2);
        actor.Invoke(invoke);
        more?.Invoke(actor);
        return actor.Compile();
    }

    private void Fatal(IActorCode code, string why)
    {
        Assert.Contains(why, Assert.Throws<FatalException>(() => code.Invoke(kernel, 0)).Message, StringComparison.Ordinal);
        Assert.Empty(kernel.Gas.Charges);
    }
}
