using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Tests.Calls;

/// <summary>What a failed call undoes and what it does not (vm-facts 6.4, 8 #11).</summary>
public class RevertTests
{
    private static readonly byte[] EmptyEvent = [0x80];

    [Theory]
    [InlineData(0u, true)]
    [InlineData(16u, false)]
    [InlineData(uint.MaxValue, false)]
    public void Only_exit_0_keeps_state_and_events(uint exitCode, bool kept)
    {
        var world = new World();
        Address callee = world.Actor(201, (kernel, _) =>
        {
            Says.Ok(kernel.Self.SetRoot(Code.Placeholder));
            Says.Ok(kernel.Event.EmitEncodedEvent(EmptyEvent));
            return Exit.With(exitCode);
        });
        ApplyResult result = world.Inside(kernel =>
        {
            Says.Ok(kernel.Event.EmitEncodedEvent(EmptyEvent));
            Assert.Equal(new ExitCode(exitCode), kernel.Send(callee).ExitCode);
            Says.Ok(kernel.Event.EmitEncodedEvent(EmptyEvent));
        });
        Assert.Equal(kept ? Code.Placeholder : StateRoot.EmptyInfoCid, world.State(201)!.Head);
        Assert.Equal(kept ? [200, 201, 200] : [200ul, 200], result.Events.Select(static e => e.Emitter.Value));
    }

    [Fact]
    public void Failure_further_up_undoes_successes_below()
    {
        var world = new World();
        Address leaf = world.Actor(202, (kernel, _) =>
        {
            Says.Ok(kernel.Self.SetRoot(Code.Placeholder));
            Says.Ok(kernel.Event.EmitEncodedEvent(EmptyEvent));
            return Exit.Ok;
        });
        Address middle = world.Actor(201, (kernel, _) =>
        {
            Assert.Equal(ExitCode.Ok, kernel.Send(leaf).ExitCode);
            Assert.Equal(ExitCode.Ok, kernel.Send(World.Ethereum(1), method: 0).ExitCode);
            return Exit.With(20);
        });
        ApplyResult result = world.Inside(kernel => kernel.Send(middle));
        Assert.Equal(StateRoot.EmptyInfoCid, world.State(202)!.Head);
        Assert.Empty(result.Events);
        Assert.Null(result.Receipt.EventsRoot);
        Assert.False(world.Tree.TryLookupId(World.Ethereum(1), out _));
    }

    [Fact]
    public void Failed_message_has_no_events()
    {
        var world = new World();
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Says.Ok(kernel.Event.EmitEncodedEvent(EmptyEvent));
            return Exit.With(20);
        });
        ApplyResult result = world.Call(actor);
        Assert.Empty(result.Events);
        Assert.Null(result.Receipt.EventsRoot);
    }

    [Fact]
    public void Count_of_created_actors_is_not_rolled_back()
    {
        var world = new World();
        List<Address> next = [];
        world.OnInit((kernel, parameters) =>
        {
            Says.Ok(kernel.Actor.CreateActor(Code.Account, new ActorId(300), null));
            Says.Ok(kernel.Actor.NextActorAddress(out Address? address));
            next.Add(address!);
            return Exit.With(20);
        });
        world.Inside(kernel =>
        {
            Says.Ok(kernel.Actor.NextActorAddress(out Address? first));
            next.Add(first!);
            kernel.Send(Address.FromId(1));
            Says.Ok(kernel.Actor.NextActorAddress(out Address? after));
            Assert.Equal(next[1], after);
            kernel.Send(Address.FromId(1));
        });
        Assert.Equal(3, next.Distinct().Count());
        Assert.Null(world.State(300));
    }

    [Fact]
    public void Gas_and_blocks_of_the_store_are_not_taken_back()
    {
        var world = new World();
        Cid? written = null;
        Address callee = world.Actor(201, (kernel, _) =>
        {
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.Raw, [1, 2, 3], out uint handle));
            Says.Ok(kernel.Ipld.BlockLink(handle, Multicodec.Blake2b256, 32, out written));
            return Exit.With(20);
        });
        world.Inside(kernel =>
        {
            kernel.Send(callee);
            Says.Ok(kernel.Ipld.BlockOpen(written!, out _, out BlockStat stat));
            Assert.Equal(3u, stat.Size);
        });
        // Nothing reaches it, so a flush leaves it behind.
        world.Machine.Flush();
        Assert.False(world.Store.Has(written!));
    }
}
