using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Execution.Messages;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Tests;

/// <summary>What a machine takes to be made, and what it leaves behind.</summary>
public class MachineTests
{
    [Fact]
    public void Flush_writes_what_the_root_reaches_and_a_machine_goes_on_from_there()
    {
        var world = new World();
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, [0x80], out uint _));
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, [0x81, 0x05], out uint kept));
            Says.Ok(kernel.Ipld.BlockLink(kept, Multicodec.Blake2b256, 32, out Cid? root));
            Says.Ok(kernel.Self.SetRoot(root!));
            return Exit.Ok;
        });
        Says.Ends(world.Call(actor), 0);
        Cid head = world.State(200)!.Head;
        Assert.False(world.Store.Has(head));

        Cid flushed = new Executor(world.Machine).Flush();
        Assert.True(world.Store.Has(head));
        Assert.Equal(flushed, world.Machine.Flush());
        var next = new Machine(world.Context, world.Store, flushed, world.Node, world.Proofs, world.Codes);
        Assert.Equal(head, next.Tree.GetActor(new ActorId(200))!.Head);
        Assert.Equal(1ul, next.Tree.GetActor(new ActorId(World.AliceId))!.Nonce);
    }

    [Fact]
    public void Root_of_another_codec_than_blocks_may_have_breaks_the_flush()
    {
        var world = new World();
        world.Inside(kernel => Says.Ok(kernel.Self.SetRoot(Cid.ForBlock(Multicodec.DagPb, [1]))));
        Assert.Throws<IpldException>(() => world.Machine.Flush());
    }

    [Fact]
    public void Same_messages_make_the_same_root()
    {
        Cid first = Run();
        Assert.Equal(first, Run());

        static Cid Run()
        {
            var world = new World();
            for (byte i = 0; i < 20; i++)
                Says.Ends(world.Call(World.Ethereum(i), 0, new TokenAmount(i)), 0);
            return world.Machine.Flush();
        }
    }

    [Fact]
    public void Empty_state_of_new_actors_is_in_the_store_at_once()
    {
        var world = new World();
        _ = world.Machine;
        Assert.True(world.Store.Has(StateRoot.EmptyInfoCid));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(15u)]
    public void Network_versions_that_it_does_not_have_are_refused(uint version)
    {
        var world = new World { Context = new World().Context with { NetworkVersion = (NetworkVersion)version } };
        Assert.Throws<FatalException>(() => world.Machine);
    }

    [Theory]
    [InlineData("no state")]
    [InlineData("no System actor")]
    [InlineData("no manifest")]
    [InlineData("malformed manifest")]
    [InlineData("malformed System state")]
    [InlineData("manifest without accounts")]
    [InlineData("manifest without the address manager")]
    public void State_that_does_not_fit_is_refused(string defect)
    {
        var store = new MemoryBlockstore();
        Cid root = defect == "no state" ? Code.Account : Root(store, defect);
        FatalException refusal = Assert.Throws<FatalException>(() => Make(store, root));
        Assert.NotEmpty(refusal.Message);
    }

    [Fact]
    public void Least_state_is_a_System_actor_with_six_names()
    {
        var store = new MemoryBlockstore();
        Machine machine = Make(store, Root(store, "none"));
        Assert.Equal(1u, machine.Builtins.TypeOf(Code.Of(BuiltinActor.System)));
        Assert.Equal(6u, machine.Builtins.TypeOf(Code.EthAccount));
        Assert.Equal(0u, machine.Builtins.TypeOf(Code.Of(BuiltinActor.Cron)));
    }

    private static Machine Make(MemoryBlockstore store, Cid root) => new(
        new MachineContext { NetworkVersion = NetworkVersion.V18, Epoch = 0 }, store, root, new FakeNode(), new FakeProofs(), new ScriptSource());

    private static Cid Root(MemoryBlockstore store, string defect)
    {
        List<BuiltinActor> names =
            [BuiltinActor.System, BuiltinActor.Init, BuiltinActor.Account, BuiltinActor.Placeholder, BuiltinActor.Eam, BuiltinActor.EthAccount];
        if (defect == "manifest without accounts")
            names.Remove(BuiltinActor.Account);
        if (defect == "manifest without the address manager")
            names.Remove(BuiltinActor.Eam);
        byte[] manifest = defect == "malformed manifest"
            ? [0x81, 0x01]
            : ChainEncoding.ToCbor(new ActorManifest(names.Select(static name => new ManifestEntry(name.ManifestName(), Code.Of(name)))));
        var writer = new CborWriter();
        writer.WriteArrayHeader(1);
        writer.WriteCid(defect == "no manifest" ? Cid.ForBlock(Multicodec.DagCbor, manifest) : store.PutDagCbor(manifest));
        Cid head = store.PutDagCbor(defect == "malformed System state" ? new byte[] { 0x80 } : writer.ToArray());
        var actors = new Hamt<ActorState>(store, ActorState.Codec(StateTreeVersion.V5));
        if (defect != "no System actor")
            actors.Set(Address.FromId(0).Bytes, new ActorState(Code.Of(BuiltinActor.System), head, 0, TokenAmount.Zero, null));
        return store.PutDagCbor(ChainEncoding.ToCbor(new StateRoot(StateTreeVersion.V5, actors.Flush(), StateRoot.EmptyInfoCid)));
    }
}
