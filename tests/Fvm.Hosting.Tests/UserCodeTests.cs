using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Tests;

/// <summary>Actors of anybody's own code, end to end in wasm: off unless the machine is told; installed, created, upgraded, debugged where it is.</summary>
public class UserCodeTests
{
    private static readonly Address Created = Address.FromId(1000);

    private readonly MemoryBlockstore store = new();

    [Fact]
    public void On_a_machine_that_was_told_nothing_such_code_does_not_even_link()
    {
        VirtualMachine machine = On("deployer", UserCode.None);
        Assert.Equal(ExitCode.SysAssertionFailed, machine.Apply(Call(2, Put("second"))).Receipt.ExitCode);
    }

    [Fact]
    public void Code_is_installed_if_it_loads()
    {
        VirtualMachine machine = On("deployer", UserCode.All);
        Assert.Equal([0], Returned(machine.Apply(Call(2, Put("second"), nonce: 0))));
        Cid absent = Cid.ForBlock(Multicodec.Raw, [1, 2, 3]);
        Assert.Equal([(byte)ErrorNumber.IllegalArgument], Returned(machine.Apply(Call(2, absent, nonce: 1))));
        Cid garbage = store.Put(Multicodec.Raw, new byte[] { 1, 2, 3, 4 });
        Assert.Equal([(byte)ErrorNumber.IllegalArgument], Returned(machine.Apply(Call(2, garbage, nonce: 2))));
    }

    [Fact]
    public void An_actor_creates_another_and_calls_it()
    {
        VirtualMachine machine = On("deployer", UserCode.All);
        Cid code = Put("second");
        Assert.Equal([2], Returned(machine.Apply(Call(3, code))));
        Assert.True(machine.TryGetActor(Created, out ActorState? actor));
        Assert.Equal(code, actor.Code);

        VirtualMachine next = new VirtualMachineBuilder(NetworkVersion.V28).OnState(store, machine.Flush()).WithUserCode(UserCode.All).Build();
        Assert.Equal([2], Returned(next.Apply(Call(2, null, nonce: 1) with { To = Created })));
    }

    [Fact]
    public void Creation_is_the_Init_actors_alone_unless_the_machine_says_otherwise()
    {
        VirtualMachine machine = On("deployer", UserCode.Install);
        ApplyResult result = machine.Apply(Call(3, Put("second")));
        Assert.Equal(40u + (uint)ErrorNumber.Forbidden, result.Receipt.ExitCode.Value);
        Assert.False(machine.TryGetActor(Created, out _));
    }

    [Fact]
    public void A_call_of_code_that_is_missing_is_refused_where_code_can_be_installed_and_undone()
    {
        VirtualMachine machine = On("deployer", UserCode.All);
        ApplyResult result = machine.Apply(Call(3, Cid.ForBlock(Multicodec.Raw, [1, 2, 3])));
        Assert.Equal(40u + (uint)ErrorNumber.NotFound, result.Receipt.ExitCode.Value);
        Assert.False(machine.TryGetActor(Created, out _));
    }

    [Fact]
    public void An_upgrade_changes_the_code_and_ends_the_old_one_with_what_the_new_one_says()
    {
        VirtualMachine machine = On("first", UserCode.Upgrade);
        Assert.Equal([1], Returned(machine.Apply(Call(2, null, nonce: 0))));
        Cid old = Put("first");
        byte[] told = Returned(machine.Apply(Call(3, Put("second"), nonce: 1)));
        // A tuple of one CID: its tag and the 0x00 before it (DAG-CBOR).
        Assert.Equal([0x81, 0xd8, 42, 0x58, (byte)(old.Bytes.Length + 1), 0, .. old.Bytes], told);
        Assert.Equal([2], Returned(machine.Apply(Call(2, null, nonce: 2))));
    }

    [Fact]
    public void An_upgrade_that_the_new_code_refuses_changes_nothing_and_comes_back_with_its_exit_code()
    {
        VirtualMachine machine = On("first", UserCode.Upgrade);
        byte[] answer = Returned(machine.Apply(Call(3, Put("refusing"), nonce: 0)));
        Assert.Equal(20, answer.Length);
        Assert.Equal(33, answer[0]);
        Assert.Equal([1], Returned(machine.Apply(Call(2, null, nonce: 1))));
        Assert.True(machine.TryGetActor(FreshState.Actor, out ActorState? actor));
        Assert.Equal(Put("first"), actor.Code);
    }

    [Fact]
    public void Code_without_an_upgrade_function_exits_with_5()
    {
        VirtualMachine machine = On("first", UserCode.Upgrade);
        Assert.Equal((byte)ExitCode.SysInvalidReceiver.Value, Returned(machine.Apply(Call(3, Put("logger"))))[0]);
    }

    [Theory]
    [InlineData(18u)]
    [InlineData(20u)]
    public void Before_network_version_21_it_is_refused_by_name(uint version)
    {
        Cid root = FreshState.Create(store, Wasm("second")).Root;
        VirtualMachineBuilder builder = new VirtualMachineBuilder((NetworkVersion)version).OnState(store, root).WithUserCode(UserCode.Create);
        Assert.Contains($"network version {version}", Assert.Throws<FatalException>(builder.Build).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_actor_debugging_logs_and_artifacts_stand_in_the_trace()
    {
        ApplyResult result = Logger(debugging: true);
        Assert.Equal([0], Returned(result));
        Assert.Equal(new ActorLogged(new ActorId(101), "hello from inside"), Assert.Single(result.Trace.OfType<ActorLogged>()));
        ArtifactStored artifact = Assert.Single(result.Trace.OfType<ArtifactStored>());
        Assert.Equal("state.bin", artifact.Name);
        Assert.Equal("hello"u8, artifact.Data.Span);
    }

    [Fact]
    public void Without_it_there_are_none_and_the_calls_cost_the_same()
    {
        ApplyResult off = Logger(debugging: false);
        Assert.Equal([0xff], Returned(off));
        Assert.DoesNotContain(off.Trace, happened => happened is ActorLogged or ArtifactStored);
        Assert.Equal(Logger(debugging: true).Receipt.GasUsed, off.Receipt.GasUsed);
    }

    private ApplyResult Logger(bool debugging)
    {
        Cid root = FreshState.Create(store, Wasm("logger")).Root;
        VirtualMachine machine = new VirtualMachineBuilder(NetworkVersion.V28)
            .OnState(store, root).WithTracing(TraceDetail.Events).WithActorDebugging(debugging).Build();
        return machine.Apply(Call(2, null));
    }

    private VirtualMachine On(string actor, UserCode allowed) => new VirtualMachineBuilder(NetworkVersion.V28)
        .OnState(store, FreshState.Create(store, Wasm(actor)).Root)
        .WithUserCode(allowed)
        .Build();

    private static Message Call(ulong method, Cid? code, ulong nonce = 0) => new()
    {
        From = FreshState.Sender,
        To = FreshState.Actor,
        Sequence = nonce,
        MethodNum = method,
        Params = code is null ? ReadOnlyMemory<byte>.Empty : code.Memory,
        GasLimit = 100_000_000,
    };

    private static byte[] Returned(ApplyResult result)
    {
        Assert.True(result.Receipt.ExitCode.IsSuccess, result.Failure);
        return result.Receipt.ReturnData.ToArray();
    }

    private Cid Put(string actor) => store.Put(Multicodec.Raw, Wasm(actor));

    private static byte[] Wasm(string actor) => File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "Fvm.Hosting.Tests", "Actors", $"{actor}.wasm"));
}
