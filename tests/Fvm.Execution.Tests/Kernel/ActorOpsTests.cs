using Fvm.Abi.Kernel;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Tests.Kernel;

/// <summary>Other actors, as actors see and make them (ref-fvm release/v3 kernel/default.rs ActorOps). Costs in milligas.</summary>
public class ActorOpsTests
{
    private const ulong Lookup = 500_000_000;
    private const ulong Update = 475_000_000;
    private const ulong Create = 650_000_000;

    private static readonly ActorId New = new(300);

    [Fact]
    public void Addresses_resolve_for_nothing()
    {
        var world = new World();
        world.Put(101, Code.Account);
        world.Register(World.Key(2), 101);
        world.Inside(kernel => Assert.Equal(0ul, kernel.Cost(() =>
        {
            Says.Ok(kernel.Actor.ResolveAddress(World.Key(2), out ActorId id));
            Assert.Equal(new ActorId(101), id);
            // An f0 address is its own id, whether there is such an actor or not.
            Says.Ok(kernel.Actor.ResolveAddress(Address.FromId(ulong.MaxValue), out id));
            Assert.Equal(new ActorId(ulong.MaxValue), id);
            foreach (Address unknown in new[] { World.Key(3), World.Ethereum(1), Address.FromActorBytes([1]), Address.BlsZero })
                Says.Refuses(ErrorNumber.NotFound, kernel.Actor.ResolveAddress(unknown, out id));
        })));
    }

    [Fact]
    public void Code_delegated_address_and_balance_are_those_of_the_actor()
    {
        var world = new World();
        world.Put(101, Code.Placeholder, new TokenAmount(7), delegated: World.Ethereum(1));
        world.Inside(kernel =>
        {
            Says.Ok(kernel.Actor.GetActorCodeCid(new ActorId(101), out Cid? code));
            Assert.Equal(Code.Placeholder, code);
            Says.Ok(kernel.Actor.LookupDelegatedAddress(new ActorId(101), out Address? address));
            Assert.Equal(World.Ethereum(1), address);
            Says.Ok(kernel.Actor.LookupDelegatedAddress(new ActorId(World.AliceId), out address));
            Assert.Null(address);
            Says.Ok(kernel.Actor.BalanceOf(new ActorId(101), out TokenAmount balance));
            Assert.Equal(new TokenAmount(7), balance);
        });
    }

    [Fact]
    public void Missing_actors_are_refused_with_6() => new World().Inside(kernel =>
    {
        Says.Refuses(ErrorNumber.NotFound, kernel.Actor.GetActorCodeCid(new ActorId(777), out _));
        Says.Refuses(ErrorNumber.NotFound, kernel.Actor.LookupDelegatedAddress(new ActorId(777), out _));
        Says.Refuses(ErrorNumber.NotFound, kernel.Actor.BalanceOf(new ActorId(777), out _));
    });

    [Fact]
    public void Builtin_types_are_positions_in_the_manifest() => new World().Inside(kernel =>
    {
        foreach (BuiltinActor actor in Enum.GetValues<BuiltinActor>())
        {
            Says.Ok(kernel.Actor.GetBuiltinActorType(Code.Of(actor), out uint type));
            Assert.Equal((uint)actor, type);
            Says.Ok(kernel.Actor.GetCodeCidForType(type, out Cid? code));
            Assert.Equal(Code.Of(actor), code);
        }

        Says.Ok(kernel.Actor.GetBuiltinActorType(Code.Named("script-200"), out uint foreign));
        Assert.Equal(0u, foreign);
        foreach (uint unknown in new uint[] { 0, 17, uint.MaxValue })
            Says.Refuses(ErrorNumber.IllegalArgument, kernel.Actor.GetCodeCidForType(unknown, out _));
    });

    [Fact]
    public void Next_address_advances_with_each_created_actor_only()
    {
        var world = new World();
        List<Address> addresses = [];
        world.OnInit((kernel, _) =>
        {
            for (ulong id = 300; id < 303; id++)
            {
                Says.Ok(kernel.Actor.NextActorAddress(out Address? address));
                Says.Ok(kernel.Actor.NextActorAddress(out Address? again));
                Assert.Equal(address, again);
                addresses.Add(address!);
                Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.CreateActor(Code.Placeholder, new ActorId(id), null));
                Says.Ok(kernel.Actor.CreateActor(Code.Account, new ActorId(id), null));
            }

            return Exit.Ok;
        });
        Says.Ends(world.Call(Address.FromId(1)), 0);
        var origin = new Execution.Calls.MessageOrigin(new ActorId(World.AliceId), World.Alice, 0, TokenAmount.Zero);
        Assert.Equal([0ul, 1, 2], addresses.Select((address, i) =>
            address == Execution.Calls.NewActorAddress.Derive(origin, (ulong)i) ? (ulong)i : ulong.MaxValue));
    }

    [Fact]
    public void Next_address_derives_from_the_sender_as_written()
    {
        var world = new World();
        List<Address> addresses = [];
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Assert.Equal(0ul, kernel.Cost(() =>
            {
                Says.Ok(kernel.Actor.NextActorAddress(out Address? address));
                addresses.Add(address!);
            }));
            return Exit.Ok;
        });
        world.Apply(world.Message(actor, 2) with { From = World.AliceKey });
        world.Apply(world.Message(actor, 2) with { From = World.Alice, Sequence = 1 });
        Assert.Equal(Address.FromActorBytes([0x55, .. World.AliceKey.Bytes, .. new byte[16]]), addresses[0]);
        Assert.Equal(Address.FromActorBytes([0x42, .. World.Alice.Bytes, .. new byte[7], 1, .. new byte[8]]), addresses[1]);
    }

    [Fact]
    public void Only_Init_may_create_actors() => new World().Inside(kernel =>
        Assert.Equal(0ul, kernel.Cost(() => Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.CreateActor(Code.Account, New, null)))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void New_actor_is_empty_and_paid(bool delegated)
    {
        var world = new World();
        Address? address = delegated ? World.Ethereum(1) : null;
        AsInit(world, kernel =>
        {
            Assert.Equal(Lookup + Create + Update, kernel.Cost(() => Says.Ok(kernel.Actor.CreateActor(Code.Named("any"), New, address))));
            Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.CreateActor(Code.Named("any"), New, address));
        });
        Assert.Equal(new ActorState(Code.Named("any"), StateRoot.EmptyInfoCid, 0, TokenAmount.Zero, address), world.State(300));
    }

    [Fact]
    public void Placeholder_code_is_refused_with_11_before_any_charge() => AsInit(new World(), kernel =>
        Assert.Equal(0ul, kernel.Cost(() => Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.CreateActor(Code.Placeholder, New, World.Ethereum(1))))));

    [Fact]
    public void Existing_actor_is_refused_with_11_after_its_lookup()
    {
        var world = new World();
        world.Put(300, Code.Account);
        AsInit(world, kernel =>
            Assert.Equal(Lookup, kernel.Cost(() => Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.CreateActor(Code.Account, New, null)))));
    }

    [Fact]
    public void Placeholder_becomes_an_actor_and_keeps_what_it_has()
    {
        var world = new World();
        world.Put(300, Code.Placeholder, new TokenAmount(9), nonce: 4, World.Ethereum(1), head: Code.Account);
        AsInit(world, kernel =>
        {
            Assert.Equal(Lookup, kernel.Cost(() => Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.CreateActor(Code.EthAccount, New, null))));
            Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.CreateActor(Code.EthAccount, New, World.Ethereum(2)));
            // Nothing is stored anew: only the update is paid.
            Assert.Equal(Update, kernel.Cost(() => Says.Ok(kernel.Actor.CreateActor(Code.EthAccount, New, World.Ethereum(1)))));
        });
        Assert.Equal(new ActorState(Code.EthAccount, Code.Account, 4, new TokenAmount(9), World.Ethereum(1)), world.State(300));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Placeholder_without_an_address_is_fatal(bool given)
    {
        var world = new World();
        world.Put(300, Code.Placeholder);
        world.OnInit((kernel, _) =>
            kernel.Actor.CreateActor(Code.EthAccount, New, given ? World.Ethereum(1) : null).IsOk ? Exit.Ok : Exit.With(99));
        Says.Ends(world.Call(Address.FromId(1), gasLimit: 5_000_000), 10, 5_000_000);
    }

    [Fact]
    public void Created_actor_can_be_called_in_the_same_message()
    {
        var world = new World();
        bool called = false;
        world.Codes[Code.Named("new")] = (kernel, _) =>
        {
            called = true;
            return Exit.Ok;
        };
        AsInit(world, kernel =>
        {
            Says.Ok(kernel.Actor.CreateActor(Code.Named("new"), New, null));
            kernel.Send(New.ToAddress());
        });
        Assert.True(called);
    }

    private static void AsInit(World world, Action<IActorKernel> body)
    {
        world.OnInit((kernel, _) =>
        {
            body(kernel);
            return Exit.Ok;
        });
        Says.Ends(world.Call(Address.FromId(1), gasLimit: 100_000_000), 0);
    }
}
