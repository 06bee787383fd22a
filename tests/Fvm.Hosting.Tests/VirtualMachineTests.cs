using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Tests;

public class VirtualMachineTests
{
    [Fact]
    public void A_machine_needs_a_state() =>
        Assert.Contains("OnState", Assert.Throws<InvalidOperationException>(() => new VirtualMachineBuilder(NetworkVersion.V28).Build()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(15u)]
    [InlineData(30u)]
    public void A_network_version_that_it_has_not_is_refused_by_name(uint version)
    {
        var world = new CounterWorld();
        var refused = Assert.Throws<FatalException>(() => new VirtualMachineBuilder((NetworkVersion)version).OnState(world.Store, world.Root).Build());
        Assert.Contains($"network version {version}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_is_not_there_is_refused_by_name()
    {
        Cid missing = Cid.ForBlock(Multicodec.DagCbor, [1]);
        var refused = Assert.Throws<FatalException>(() => new VirtualMachineBuilder(NetworkVersion.V28).OnState(new MemoryBlockstore(), missing).Build());
        Assert.Contains(missing.ToString(), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_change_the_state_and_a_flush_keeps_it()
    {
        var world = new CounterWorld();
        VirtualMachine machine = world.Builder().Build();
        Assert.Equal("1A00000005", Returned(machine.Apply(CounterWorld.Add(0))));
        Assert.Equal("1A00000008", Returned(machine.Apply(CounterWorld.Add(1, amount: 3))));

        Assert.True(machine.TryGetActor(FreshState.Sender, out ActorState? sender));
        Assert.Equal(2UL, sender.Nonce);
        Assert.True(machine.TryGetActor(FreshState.Actor, out ActorState? counter));
        Assert.True(machine.TryReadBlock(counter.Head, out ReadOnlyMemory<byte> count));
        Assert.Equal("1A00000008", Convert.ToHexString(count.Span));
        Assert.False(world.Store.Has(counter.Head));

        Cid root = machine.Flush();
        Assert.True(world.Store.Has(counter.Head));
        VirtualMachine next = new VirtualMachineBuilder(NetworkVersion.V28).OnState(world.Store, root).AtTipset(epoch: 2).Build();
        Assert.Equal("1A00000009", Returned(next.Apply(CounterWorld.Add(2, amount: 1))));
    }

    [Fact]
    public void Unknown_actors_are_absent_and_not_errors()
    {
        VirtualMachine machine = new CounterWorld().Builder().Build();
        Assert.False(machine.TryGetActor(Address.FromId(999), out _));
        Assert.True(machine.TryResolve(Address.FromId(999), out ActorId id));
        Assert.Equal(999UL, id.Value);
        Assert.False(machine.TryResolve(Address.FromDelegated(10, new byte[20]), out _));
        Assert.False(machine.TryReadBlock(Cid.ForBlock(Multicodec.Raw, [9, 9]), out _));
    }

    [Fact]
    public void Implicit_messages_have_no_fee_and_no_nonce()
    {
        VirtualMachine machine = new CounterWorld().Builder().AtTipset(1, 0, TokenAmount.FromAtto(100)).Build();
        ApplyResult result = machine.ApplyImplicit(CounterWorld.Add(nonce: 77));
        Assert.Equal(ExitCode.Ok, result.Receipt.ExitCode);
        Assert.Equal(TokenAmount.Zero, result.BaseFeeBurn);
        Assert.True(machine.TryGetActor(FreshState.Sender, out ActorState? sender));
        Assert.Equal(0UL, sender.Nonce);
    }

    [Fact]
    public void Cancellation_takes_effect_between_messages()
    {
        var world = new CounterWorld();
        VirtualMachine machine = world.Builder().Build();
        using var cancellation = new CancellationTokenSource();
        int applied = 0;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (ApplyResult result in machine.ApplyAll(Enumerable.Range(0, 10).Select(nonce => CounterWorld.Add((ulong)nonce)), cancellation.Token))
            {
                Assert.Equal(ExitCode.Ok, result.Receipt.ExitCode);
                if (++applied == 3)
                    cancellation.Cancel();
            }
        });
        Assert.Equal(3, applied);
        Assert.True(machine.TryGetActor(FreshState.Sender, out ActorState? sender));
        Assert.Equal(3UL, sender.Nonce);
        Assert.Equal("1A00000014", Returned(machine.Apply(CounterWorld.Add(3))));
    }

    [Fact]
    public void Two_callers_at_once_are_refused()
    {
        var world = new CounterWorld();
        VirtualMachine? machine = null;
        var code = new Intruder(() => machine!.Flush());
        machine = world.Builder().WithCode(code).Build();
        ApplyResult result = machine.ApplyImplicit(CounterWorld.Add(0));
        Assert.IsType<InvalidOperationException>(code.Caught);
        Assert.Equal(ExitCode.Ok, result.Receipt.ExitCode);
    }

    [Fact]
    public void Code_that_is_given_comes_before_wasm()
    {
        var world = new CounterWorld();
        var code = new Intruder(() => { });
        ApplyResult result = world.Builder().WithCode(code).Build().Apply(CounterWorld.Add(0));
        Assert.True(result.Receipt.ReturnData.IsEmpty);
        Assert.Equal(1, code.Invocations);
    }

    [Fact]
    public void Limits_are_the_machines()
    {
        var world = new CounterWorld();
        ApplyResult result = world.Builder().WithLimits(maxMemoryBytes: 1000).Build().Apply(CounterWorld.Add(0));
        Assert.Equal(ExitCode.SysIllegalInstruction, result.Receipt.ExitCode);
    }

    [Theory]
    [InlineData("f0100", 0)]
    [InlineData("f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy", 69)]
    [InlineData("f3vvmn62lofvhjd2ugzca6sof2j2ubwok6cj4xxbfzz4yuxfkgobpihhd2thlanmsh3w2ptld2gqkn2jvlss4a", 0)]
    [InlineData("f410faaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 69)]
    public void The_length_on_chain_counts_the_signature_that_the_sender_needs(string from, int signature)
    {
        if (!Address.TryParse(from, out Address? sender))
            sender = Address.FromDelegated(10, new byte[20]);
        Message message = CounterWorld.Add(0) with { From = sender };
        Assert.Equal((ulong)(message.Encode().Length + signature), ChainLength.Of(message));
        if (signature != 0)
        {
            var signed = new SignedMessage(message, new Signature(SignatureType.Secp256k1, new byte[65]));
            Assert.Equal((ulong)signed.ChainLength, ChainLength.Of(message));
        }
    }

    private static string Returned(ApplyResult result)
    {
        Assert.Equal(ExitCode.Ok, result.Receipt.ExitCode);
        return Convert.ToHexString(result.Receipt.ReturnData.Span);
    }

    /// <summary>Code for every CID: does something, and returns nothing.</summary>
    private sealed class Intruder(Action work) : IActorCodeSource, IActorCode
    {
        public Exception? Caught { get; private set; }

        public int Invocations { get; private set; }

        public IActorCode? Find(Cid code, IBlockstore blocks) => this;

        public ActorExit Invoke(IActorKernel kernel, uint parameters)
        {
            Invocations++;
            Caught = Record.Exception(work);
            return new ActorExit(ActorExitKind.Returned, ExitCode.Ok, 0, null, null);
        }
    }
}
