using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Protocol;
using static Fvm.Wasm.Model.ValueType;

namespace Fvm.Syscalls.Tests;

/// <summary>The syscalls that the network leaves out, and the entry point of upgrades (ref-fvm <c>syscalls/actor.rs</c>, <c>call_manager/default.rs</c>).</summary>
public sealed class UserCodeTests
{
    private static readonly SyscallTable All = SyscallTable.Of(NetworkVersion.V21, UserCode.All);

    private readonly FakeKernel kernel = new();

    [Theory]
    [InlineData(UserCode.None)]
    [InlineData(UserCode.Create)]
    [InlineData(UserCode.Install, "install_actor")]
    [InlineData(UserCode.Upgrade, "upgrade_actor")]
    [InlineData(UserCode.All, "install_actor", "upgrade_actor")]
    public void Options_add_syscalls_to_those_of_version_4(UserCode userCode, params string[] added)
    {
        SyscallTable table = SyscallTable.Of(NetworkVersion.V28, userCode);
        Assert.Equal(
            SyscallTable.V4.Syscalls.Select(row => row.Name).Concat(added),
            table.Syscalls.Select(row => row.Name));
        Assert.Same(table, SyscallTable.Of(NetworkVersion.V21, userCode));
    }

    [Fact]
    public void On_the_network_they_do_not_link()
    {
        foreach (SyscallTable table in new[] { SyscallTable.V2, SyscallTable.V3, SyscallTable.V4 })
        {
            Assert.Null(table.Find("actor", "install_actor"));
            Assert.Null(table.Find("actor", "upgrade_actor"));
        }
    }

    [Fact]
    public void Installation_asks_for_the_code()
    {
        Probe probe = SyscallCase.NewProbe(All);
        Assert.Equal(0U, probe.Call("actor", "install_actor", SyscallCase.CidAt));
        Assert.Equal([$"actor.install_actor {FakeKernel.SomeCid}"], probe.Kernel.Calls);
        Assert.Equal(1U, SyscallCase.NewProbe(All).Call("actor", "install_actor", SyscallCase.TextAt));
    }

    [Fact]
    public void An_upgrade_that_failed_comes_back_as_a_send_does()
    {
        Probe probe = SyscallCase.NewProbe(All);
        Assert.Equal(0U, probe.Call("actor", "upgrade_actor", SyscallCase.AnswerAt, SyscallCase.CidAt, 5));
        Assert.Equal([$"actor.upgrade_actor {FakeKernel.SomeCid} 5"], probe.Kernel.Calls);
        Assert.Equal("21000000070000005100000000000000" + "63000000ee", Convert.ToHexStringLower(probe.Memory.AsSpan(SyscallCase.AnswerAt, 21)));
    }

    [Fact]
    public void An_upgrade_that_succeeded_ends_the_old_code_with_what_it_brought_back()
    {
        Probe probe = SyscallCase.NewProbe(All);
        probe.Kernel.SendAnswer = new SendResult(ExitCode.Ok, 7, new BlockStat(0x51, 99));
        ActorExit exit = probe.Run("actor", "upgrade_actor", SyscallCase.AnswerAt, SyscallCase.CidAt, 5);
        Assert.Equal((ActorExitKind.Exited, ExitCode.Ok, 7U), (exit.Kind, exit.Code, exit.Block));
        Assert.Empty(probe.Memory);
    }

    [Fact]
    public void A_refused_upgrade_goes_on()
    {
        Probe probe = SyscallCase.NewProbe(All);
        probe.Kernel.Status = SyscallStatus.Refuse(ErrorNumber.Forbidden, "no");
        Assert.Equal(11U, probe.Call("actor", "upgrade_actor", SyscallCase.AnswerAt, SyscallCase.CidAt, 5));
        Assert.Equal(1U, SyscallCase.NewProbe(All).Call("actor", "upgrade_actor", SyscallCase.End - 19, SyscallCase.CidAt, 5));
    }

    [Fact]
    public void The_entry_point_of_an_upgrade_takes_both_handles()
    {
        TestActor actor = new(All);
        actor.Function([I32, I32], [I32], new Code().LocalGet(0).LocalGet(1).Add(), "upgrade");
        ActorExit exit = actor.Compile().Upgrade(kernel, 40, 2);
        Assert.Equal((ActorExitKind.Returned, 42U), (exit.Kind, exit.Block));

        // 60 gas for the thunk of two parameters, 12 for the body.
        Assert.Equal([("wasm_memory_init", 26_214_400UL), ("wasm_exec", 0UL), ("wasm_exec", 72_000UL)], kernel.Gas.Charges);
    }

    [Fact]
    public void Without_an_entry_point_an_upgrade_exits_with_5()
    {
        ActorExit exit = new TestActor(All).Invoke(new Code().I32(0)).Compile().Upgrade(kernel, 0, 1);
        Assert.Equal((ActorExitKind.Exited, ExitCode.SysInvalidReceiver), (exit.Kind, exit.Code));
    }

    [Fact]
    public void An_entry_point_of_another_type_is_fatal()
    {
        TestActor actor = new(All);
        actor.Function([I32], [I32], new Code().LocalGet(0), "upgrade");
        IActorCode code = actor.Compile();
        Assert.Throws<FatalException>(() => code.Upgrade(kernel, 0, 1));
    }

    [Fact]
    public void Code_that_is_not_wasm_has_no_entry_point()
    {
        ActorExit exit = ((IActorCode)new NativeCode()).Upgrade(kernel, 0, 1);
        Assert.Equal((ActorExitKind.Exited, ExitCode.SysInvalidReceiver), (exit.Kind, exit.Code));
    }

    private sealed class NativeCode : IActorCode
    {
        public ActorExit Invoke(IActorKernel kernel, uint parameters) => default;
    }
}
