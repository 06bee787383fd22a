using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Execution.State;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Tests.Calls;

/// <summary>Actors that come to be because something is sent to their address (vm-facts 6.3).</summary>
public class AutoCreationTests
{
    private static readonly TokenAmount Five = new(5);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Key_address_gets_an_account_whose_constructor_runs_before_the_transfer(bool bls)
    {
        Address key = bls ? Address.FromBls([1, .. new byte[47]]) : World.Key(9);
        var world = new World();
        int constructed = 0;
        world.OnConstructAccount((kernel, parameters) =>
        {
            constructed++;
            Says.Ok(kernel.Message.Context(out MessageContext context));
            Assert.Equal(SingletonActors.System, context.Caller);
            Assert.Equal(new ActorId(World.AliceId), context.Origin);
            Assert.Equal(new ActorId(World.InitialNextId), context.Receiver);
            Assert.Equal(MethodNumber.Constructor, context.Method);
            Assert.Equal(TokenAmount.Zero, context.ValueReceived);
            Assert.False(context.ReadOnly);
            Says.Ok(kernel.Self.CurrentBalance(out TokenAmount balance));
            Assert.Equal(TokenAmount.Zero, balance);

            Says.Ok(kernel.Ipld.BlockStat(parameters, out BlockStat stat));
            Assert.Equal(Multicodec.Cbor, stat.Codec);
            byte[] data = new byte[stat.Size];
            Says.Ok(kernel.Ipld.BlockRead(parameters, 0, data, out _));
            var reader = new CborReader(data);
            Assert.Equal(key, Address.Read(ref reader));
            Assert.True(reader.Finish());
            return Exit.Ok;
        });
        Says.Ends(world.Call(key, 0, Five), 0);
        Assert.Equal(1, constructed);
        Assert.Equal(new ActorState(Code.Account, StateRoot.EmptyInfoCid, 0, Five, null), world.State(World.InitialNextId));
        Assert.True(world.Tree.TryLookupId(key, out ActorId id));
        Assert.Equal(new ActorId(World.InitialNextId), id);
        Assert.Equal(World.InitialNextId + 1, InitActorState.Load(world.Tree, out _).NextId);

        // The second time it is there.
        Says.Ends(world.Call(key, 0, Five), 0, World.Inclusion + 481_000);
        Assert.Equal(1, constructed);
    }

    [Fact]
    public void Exit_code_of_the_constructor_is_ignored()
    {
        var world = new World();
        world.OnConstructAccount((_, _) => Exit.With(20));
        Says.Ends(world.Call(World.Key(9), 0, Five), 0);
        Assert.Equal(Five, world.Balance(World.InitialNextId));
    }

    [Fact]
    public void Constructor_has_no_transaction_of_its_own()
    {
        // It fails, and what it did stays.
        var world = new World();
        world.OnConstructAccount((kernel, _) =>
        {
            Says.Ok(kernel.Self.SetRoot(Code.Account));
            Says.Ok(kernel.Event.EmitEncodedEvent([0x80]));
            return Exit.With(20);
        });
        ApplyResult result = world.Call(World.Key(9), 0, Five);
        Says.Ends(result, 0);
        Assert.Equal(Code.Account, world.State(World.InitialNextId)!.Head);
        Assert.Single(result.Events);
    }

    [Fact]
    public void What_the_constructor_returns_is_paid_at_the_top_and_dropped()
    {
        var world = new World();
        world.OnConstructAccount((kernel, _) => Exit.Data(kernel, 1, 2));
        ApplyResult result = world.Call(World.Key(9), 0, Five);
        Says.Ends(result, 0, World.Inclusion + 2_700_000 + 975_000 + 75_000 + 20 + 2_600 + 6_000);
        Assert.True(result.Receipt.ReturnData.IsEmpty);
    }

    [Fact]
    public void Constructor_that_runs_out_of_gas_ends_the_send()
    {
        var world = new World();
        world.OnConstructAccount((_, _) => Exit.OutOfGas);
        Address actor = world.Actor(200, (kernel, _) =>
        {
            SyscallStatus status = kernel.Send.Send(World.Key(9), 0, 0, TokenAmount.Zero, null, false, out SendResult result);
            // A milligas is left, so the send as a whole exits with 7.
            Says.Ok(status);
            Assert.Equal(ExitCode.SysOutOfGas, result.ExitCode);
            return Exit.Ok;
        });
        Says.Ends(world.Call(actor), 0);
        Assert.Null(world.State(World.InitialNextId));
        Assert.False(world.Tree.TryLookupId(World.Key(9), out _));
    }

    [Fact]
    public void Fatal_error_of_the_constructor_ends_the_message()
    {
        var world = new World();
        world.OnConstructAccount((_, _) => throw new FatalException("broken"));
        Says.Ends(world.Call(World.Key(9), 0), 10, 1_000_000_000);
    }

    [Fact]
    public void A_call_to_a_new_account_runs_its_code_after_the_constructor()
    {
        var world = new World();
        List<ulong> methods = [];
        world.OnConstructAccount((kernel, _) =>
        {
            Says.Ok(kernel.Message.Context(out MessageContext context));
            methods.Add(context.Method);
            return Exit.With(22);
        });
        Says.Ends(world.Call(World.Key(9), 2, Five), 22);
        Assert.Equal([1, 2], methods);
        // The call failed: no account either.
        Assert.False(world.Tree.TryLookupId(World.Key(9), out _));
    }

    [Fact]
    public void F410_address_gets_a_placeholder_and_no_code_runs()
    {
        var world = new World();
        Says.Ends(world.Call(World.Ethereum(9), 0), 0);
        Assert.Equal(
            new ActorState(Code.Placeholder, StateRoot.EmptyInfoCid, 0, TokenAmount.Zero, World.Ethereum(9)), world.State(World.InitialNextId));
    }

    [Fact]
    public void Bls_zero_address_is_refused_with_1_before_any_charge()
    {
        var world = new World();
        // At the top that is exit 10.
        Says.Ends(world.Call(Address.BlsZero, 0), 10, World.Inclusion);
        world.Inside(kernel => Assert.Equal(0ul, kernel.Cost(() => Says.Refuses(ErrorNumber.IllegalArgument, Send(kernel, Address.BlsZero)))));
    }

    [Fact]
    public void Other_unknown_addresses_are_refused_with_6()
    {
        var world = new World();
        Address[] unknown =
            [Address.FromActorBytes([1]), Address.FromDelegated(11, new byte[20]), Address.FromDelegated(0, new byte[20]), Address.FromId(777)];
        foreach (Address address in unknown)
            Says.Ends(world.Call(address, 0), 5, World.Inclusion);
        world.Inside(kernel => Assert.All(unknown, address => Says.Refuses(ErrorNumber.NotFound, Send(kernel, address))));
        Assert.Equal(World.InitialNextId, InitActorState.Load(world.Tree, out _).NextId);
    }

    [Fact]
    public void F410_address_of_any_length_will_do()
    {
        var world = new World();
        Says.Ends(world.Call(Address.FromDelegated(10, []), 0), 0);
        Says.Ends(world.Call(Address.FromDelegated(10, new byte[54]), 0), 0);
    }

    [Fact]
    public void Without_funds_for_the_value_the_new_actor_is_undone()
    {
        var world = new World();
        Says.Ends(
            world.Call(World.Ethereum(9), 0, TokenAmount.FromFil(2_000_000)), 6, World.Inclusion + 2_700_000 + 975_000 + 6_000);
        Assert.False(world.Tree.TryLookupId(World.Ethereum(9), out _));
        Assert.Equal(World.InitialNextId, InitActorState.Load(world.Tree, out _).NextId);
    }

    [Fact]
    public void Ids_are_handed_out_in_order()
    {
        var world = new World();
        world.Inside(kernel =>
        {
            for (byte i = 0; i < 3; i++)
            {
                Assert.Equal(ExitCode.Ok, kernel.Send(World.Ethereum(i), method: 0).ExitCode);
                Says.Ok(kernel.Actor.ResolveAddress(World.Ethereum(i), out ActorId id));
                Assert.Equal(World.InitialNextId + i, id.Value);
            }
        });
    }

    private static SyscallStatus Send(IActorKernel kernel, Address to) =>
        kernel.Send.Send(to, 0, 0, TokenAmount.Zero, null, false, out SendResult _);
}
