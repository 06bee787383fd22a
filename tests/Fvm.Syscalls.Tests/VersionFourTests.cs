using Fvm.Abi;
using Fvm.Protocol;
using static Fvm.Wasm.Model.ValueType;

namespace Fvm.Syscalls.Tests;

/// <summary>How FVM v4 (network versions 21 to 29) binds code otherwise (ref-fvm <c>call_manager/default.rs</c>, <c>syscalls/</c>).</summary>
public sealed class VersionFourTests
{
    private const ulong PageGas = 26_214_400;

    private readonly FakeKernel kernel = new();

    [Fact]
    public void A_missing_invoke_is_exit_5_and_nothing_runs()
    {
        TestActor actor = new(SyscallTable.V4);
        actor.Function([I32], [I32], new Code().I32(0), "main");
        ActorExit exit = actor.Compile().Invoke(kernel, 0);
        Assert.Equal((ActorExitKind.Exited, ExitCode.SysInvalidReceiver, 0U), (exit.Kind, exit.Code, exit.Block));
        Assert.Equal([("wasm_memory_init", PageGas), ("wasm_exec", 0UL)], kernel.Gas.Charges);
    }

    [Fact]
    public void An_invoke_of_another_type_is_fatal_after_a_settlement()
    {
        TestActor actor = new(SyscallTable.V4);
        actor.Function([I64], [I32], new Code().I32(0), "invoke");
        IActorCode code = actor.Compile();
        Assert.Throws<FatalException>(() => code.Invoke(kernel, 0));
        Assert.Equal([("wasm_memory_init", PageGas), ("wasm_exec", 0UL), ("wasm_exec", 0UL)], kernel.Gas.Charges);
    }

    [Fact]
    public void An_invoke_that_is_no_function_is_missing()
    {
        TestActor actor = new(SyscallTable.V4) { MemoryExport = "memory" };
        actor.Table(1, "invoke");
        actor.Function([], [], new Code(), "main");
        Assert.Equal(ExitCode.SysInvalidReceiver, actor.Compile().Invoke(kernel, 0).Code);
    }

    [Fact]
    public void Lengths_of_an_aggregate_wrap_and_are_told_as_they_are()
    {
        // 0xffffffff + 6 = 5: the plaintexts have five bytes, and the kernel finds that the first length does not fit.
        Probe probe = SyscallCase.NewProbe(SyscallTable.V4).With(SyscallCase.LengthsAt, [0xff, 0xff, 0xff, 0xff, 6, 0, 0, 0]);
        Assert.Equal(0U, probe.Call("crypto", "verify_bls_aggregate",
            SyscallCase.AnswerAt, 2, SyscallCase.SignatureAt, SyscallCase.PiecesAt, SyscallCase.TextAt, SyscallCase.LengthsAt));
        Assert.Equal(["crypto.verify_bls_aggregate 96 96 68656c6c6f 4294967295,6"], probe.Kernel.Calls);
    }

    [Fact]
    public void No_signers_are_a_question_too()
    {
        Probe probe = SyscallCase.NewProbe(SyscallTable.V4);
        Assert.Equal(0U, probe.Call("crypto", "verify_bls_aggregate",
            SyscallCase.AnswerAt, 0, SyscallCase.SignatureAt, SyscallCase.End, SyscallCase.End, SyscallCase.End));
        Assert.Equal(["crypto.verify_bls_aggregate 96 0  "], probe.Kernel.Calls);
    }

    [Fact]
    public void An_event_may_be_empty()
    {
        Probe probe = SyscallCase.NewProbe(SyscallTable.V4);
        Assert.Equal(0U, probe.Call("event", "emit_event", SyscallCase.End, 0, SyscallCase.End, 0, SyscallCase.End, 0));
        Assert.Equal(["event.emit_event  "], probe.Kernel.Calls);
    }
}
