using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Calls;

/// <summary>What the state access tracker makes messages pay (FIP-0057; vm-facts 3.4, 8 #11 and #12). Milligas.</summary>
public class AccessChargeTests
{
    private const ulong Lookup = 500_000_000;
    private const ulong Update = 475_000_000;
    private const ulong Transfer = 6_000_000;
    private const ulong Invocation = 75_000_000;

    [Theory]
    [InlineData(0ul, 0ul)]
    [InlineData(7ul, 0ul)]
    [InlineData(8ul, Lookup)]
    [InlineData(10ul, 0ul)]
    [InlineData(99ul, 0ul)]
    [InlineData(World.AliceId, 0ul)] // the origin
    [InlineData(200ul, 0ul)] // the receiver
    [InlineData(101ul, Lookup)]
    public void First_read_costs_unless_preloaded_origin_or_receiver(ulong id, ulong cost)
    {
        var world = new World();
        foreach (ulong other in new ulong[] { 5, 7, 8, 10, 101 })
            world.Put(other, Code.Account);
        world.Inside(kernel =>
        {
            Assert.Equal(cost, kernel.Cost(() => Says.Ok(kernel.Actor.BalanceOf(new ActorId(id), out TokenAmount _))));
            Assert.Equal(0ul, kernel.Cost(() => Says.Ok(kernel.Actor.GetActorCodeCid(new ActorId(id), out _))));
        });
    }

    [Fact]
    public void Read_of_a_missing_actor_is_paid_once()
    {
        var world = new World();
        world.Inside(kernel =>
        {
            var missing = new ActorId(777);
            Assert.Equal(Lookup, kernel.Cost(() => Says.Refuses(ErrorNumber.NotFound, kernel.Actor.BalanceOf(missing, out TokenAmount _))));
            Assert.Equal(0ul, kernel.Cost(() => Says.Refuses(ErrorNumber.NotFound, kernel.Actor.BalanceOf(missing, out TokenAmount _))));
        });
    }

    [Fact]
    public void First_update_costs_the_rest()
    {
        var world = new World();
        world.Put(101, Code.Account);
        world.Put(102, Code.Account);
        world.Inside(kernel =>
        {
            // The receiver is read, not updated: the first transfer from it pays its update.
            Assert.Equal(Transfer + Lookup + Update + Update, SendOne(101));
            Assert.Equal(Transfer, SendOne(101));
            Says.Ok(kernel.Actor.BalanceOf(new ActorId(102), out TokenAmount _));
            Assert.Equal(Transfer + Update, SendOne(102));
            Assert.Equal(0ul, kernel.Cost(() => Says.Ok(kernel.Self.SetRoot(Code.Account))));

            ulong SendOne(ulong to) => kernel.Cost(() =>
                Says.Ok(kernel.Send.Send(Address.FromId(to), 0, 0, new TokenAmount(1), null, false, out SendResult _)));
        });
    }

    [Fact]
    public void Reverted_call_makes_its_accesses_chargeable_again()
    {
        var world = new World();
        world.Put(101, Code.Account);
        Address failing = world.Actor(201, (kernel, _) =>
        {
            Says.Ok(kernel.Actor.BalanceOf(new ActorId(101), out TokenAmount _));
            Says.Ok(kernel.Self.SetRoot(Code.Account));
            return Exit.With(20);
        });
        world.Inside(kernel =>
        {
            ulong once = Invocation + Lookup + Lookup + Update;
            Assert.Equal(once, kernel.Cost(() => kernel.Send(failing)));
            Assert.Equal(once, kernel.Cost(() => kernel.Send(failing)));
            Assert.Equal(Lookup, kernel.Cost(() => Says.Ok(kernel.Actor.BalanceOf(new ActorId(101), out TokenAmount _))));
            // What the caller has paid holds inside of the callee, and after its failure.
            Assert.Equal(once - Lookup, kernel.Cost(() => kernel.Send(failing)));
            Assert.Equal(0ul, kernel.Cost(() => Says.Ok(kernel.Actor.BalanceOf(new ActorId(101), out TokenAmount _))));
        });
    }

    [Fact]
    public void Successful_call_pays_for_the_rest_of_the_message()
    {
        var world = new World();
        world.Put(101, Code.Account);
        Address reading = world.Actor(201, (kernel, _) =>
        {
            Says.Ok(kernel.Actor.BalanceOf(new ActorId(101), out TokenAmount _));
            return Exit.Ok;
        });
        world.Inside(kernel =>
        {
            Assert.Equal(Invocation + Lookup + Lookup, kernel.Cost(() => kernel.Send(reading)));
            Assert.Equal(Invocation, kernel.Cost(() => kernel.Send(reading)));
            Assert.Equal(0ul, kernel.Cost(() => Says.Ok(kernel.Actor.BalanceOf(new ActorId(101), out TokenAmount _))));
        });
    }

    [Fact]
    public void Nothing_is_remembered_from_message_to_message()
    {
        var world = new World();
        world.Put(101, Code.Account);
        for (int i = 0; i < 2; i++)
            Says.Ends(world.Call(Address.FromId(101), 0, new TokenAmount(1)), 0, World.Inclusion + 481_000);
    }

    [Fact]
    public void Receiver_that_is_made_by_the_message_was_not_loaded_before()
    {
        var world = new World();
        ApplyResult result = world.Call(World.Ethereum(3), 0);
        Says.Ends(result, 0, World.Inclusion + 2_700_000 + 500_000 + 475_000);
    }
}
