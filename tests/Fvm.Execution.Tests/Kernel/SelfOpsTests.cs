using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.Tests.Kernel;

/// <summary>The actor itself; self-destruction with a beneficiary as in nv18 to nv20. Costs in milligas.</summary>
public class SelfOpsTests
{
    private const ulong Lookup = 500_000_000;
    private const ulong Update = 475_000_000;

    [Fact]
    public void Root_is_what_was_set()
    {
        var world = new World();
        world.Inside(kernel =>
        {
            Cid? root = null;
            Assert.Equal(0ul, kernel.Cost(() => Says.Ok(kernel.Self.Root(out root))));
            Assert.Equal(StateRoot.EmptyInfoCid, root);
            // The receiver has been read with the message; its first update is paid.
            Assert.Equal(Update, kernel.Cost(() => Says.Ok(kernel.Self.SetRoot(Code.Account))));
            Assert.Equal(0ul, kernel.Cost(() => Says.Ok(kernel.Self.SetRoot(Code.EthAccount))));
            Says.Ok(kernel.Self.Root(out root));
            Assert.Equal(Code.EthAccount, root);
        });
        Assert.Equal(Code.EthAccount, world.State(200)!.Head);
    }

    [Fact]
    public void Balance_is_the_actors_own() => new World().Inside(kernel =>
    {
        Says.Ok(kernel.Self.CurrentBalance(out TokenAmount balance));
        Assert.Equal(new TokenAmount(10), balance);
    });

    [Fact]
    public void Destroyed_actor_gives_what_it_has_to_its_beneficiary()
    {
        var world = new World();
        world.Put(101, Code.Account, new TokenAmount(1));
        world.Register(World.Key(2), 101);
        world.Inside(kernel => Assert.Equal(Update + Lookup + Update, kernel.Cost(() => Says.Ok(kernel.Self.SelfDestruct(World.Key(2))))));
        Assert.Null(world.State(200));
        Assert.Equal(new TokenAmount(11), world.Balance(101));
    }

    [Theory]
    [InlineData("missing", ErrorNumber.NotFound)]
    [InlineData("unknown", ErrorNumber.NotFound)]
    [InlineData("self", ErrorNumber.Forbidden)]
    public void Beneficiary_must_exist_and_be_another(string who, ErrorNumber error)
    {
        var world = new World();
        world.Register(World.Key(3), 200);
        world.Inside(kernel =>
        {
            Address beneficiary = who switch { "missing" => Address.FromId(777), "unknown" => World.Key(9), _ => World.Key(3) };
            Says.Refuses(error, kernel.Self.SelfDestruct(beneficiary));
            Says.Ok(kernel.Self.CurrentBalance(out TokenAmount balance));
            Assert.Equal(new TokenAmount(10), balance);
        });
        Assert.NotNull(world.State(200));
    }

    [Fact]
    public void Without_a_balance_the_beneficiary_is_not_looked_at()
    {
        var world = new World();
        Address empty = world.Actor(201, (kernel, _) =>
        {
            Assert.Equal(Update, kernel.Cost(() => Says.Ok(kernel.Self.SelfDestruct(World.Key(9)))));
            return Exit.Ok;
        });
        world.Inside(kernel => kernel.Send(empty));
        Assert.Null(world.State(201));
    }

    [Fact]
    public void After_its_destruction_an_actor_runs_on_without_state()
    {
        var world = new World();
        world.Inside(kernel =>
        {
            Says.Ok(kernel.Self.SelfDestruct(World.Alice));
            Assert.Equal(0ul, kernel.Cost(() =>
            {
                Says.Refuses(ErrorNumber.IllegalOperation, kernel.Self.Root(out _));
                Says.Refuses(ErrorNumber.IllegalOperation, kernel.Self.SetRoot(Code.Account));
                Says.Ok(kernel.Self.CurrentBalance(out TokenAmount balance));
                Assert.Equal(TokenAmount.Zero, balance);
                // Again does nothing, to whomever.
                Says.Ok(kernel.Self.SelfDestruct(World.Key(9)));
            }));
            Assert.Equal(6_000_000ul, kernel.Cost(() => Says.Refuses(
                ErrorNumber.InsufficientFunds, kernel.Send.Send(World.Alice, 0, 0, new TokenAmount(1), null, false, out SendResult _))));
            Says.Refuses(ErrorNumber.NotFound, kernel.Send.Send(Address.FromId(200), 0, 0, default, null, false, out SendResult _));
            Says.Refuses(ErrorNumber.NotFound, kernel.Actor.BalanceOf(new ActorId(200), out _));
        });
    }

    [Fact]
    public void Destruction_is_undone_when_the_call_fails()
    {
        var world = new World();
        Address doomed = world.Actor(201, (kernel, _) =>
        {
            Says.Ok(kernel.Self.SelfDestruct(World.Alice));
            return Exit.With(20);
        }, new TokenAmount(4));
        world.Inside(kernel => kernel.Send(doomed));
        Assert.Equal(new TokenAmount(4), world.Balance(201));
    }

    [Fact]
    public void Running_out_of_gas_during_destruction_is_no_fatal_error()
    {
        var world = new World();
        world.Put(101, Code.Account);
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Says.Ok(kernel.Gas.Charge("rest", kernel.Gas.Available - new GasAmount(Lookup)));
            Assert.Equal(SyscallOutcome.OutOfGas, kernel.Self.SelfDestruct(Address.FromId(101)).Outcome);
            return Exit.OutOfGas;
        }, new TokenAmount(1));
        Says.Ends(world.Call(actor), 7);
        Assert.Equal(new TokenAmount(1), world.Balance(200));
    }
}
