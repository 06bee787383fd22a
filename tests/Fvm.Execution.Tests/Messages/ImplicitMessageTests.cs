using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Messages;

/// <summary>Messages of the system's own: metered, but without inclusion, nonce, fees or penalty.</summary>
public class ImplicitMessageTests
{
    [Fact]
    public void Implicit_message_changes_neither_nonce_nor_balance_of_its_sender()
    {
        var world = new World();
        MessageContext seen = default;
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Says.Ok(kernel.Message.Context(out seen));
            return Exit.Ok;
        });
        // Reward messages come from f00, which could not send otherwise, and with any nonce.
        ApplyResult result = world.ApplyImplicit(world.Message(actor, method: 2, gasLimit: 5_000_000) with { From = Address.FromId(0), Sequence = 77 });
        Says.Ends(result, 0, 75_000);
        Assert.Equal(SingletonActors.System, seen.Origin);
        Assert.Equal(77ul, seen.Nonce);
        Assert.Equal(0ul, world.State(0)!.Nonce);
        Assert.Equal(TokenAmount.Zero, result.Penalty + result.MinerTip + result.BaseFeeBurn + result.OverEstimationBurn + result.Refund);
        Assert.Equal((0ul, 0ul), (result.GasRefund, result.GasBurned));
    }

    [Fact]
    public void Implicit_message_still_has_a_gas_limit()
    {
        var world = new World();
        Address actor = world.Actor(200, (_, _) => Exit.Ok);
        Says.Ends(world.ApplyImplicit(world.Message(actor, method: 2, gasLimit: 74_999)), 7, 74_999);
        Says.Ends(world.ApplyImplicit(world.Message(actor, method: 2, gasLimit: 75_000)), 0, 75_000);
    }

    [Fact]
    public void Implicit_sender_must_resolve_and_need_not_exist()
    {
        var world = new World();
        Address actor = world.Actor(200, (_, _) => Exit.Ok);
        ApplyResult refused = world.ApplyImplicit(world.Message(actor, method: 2) with { From = World.Key(7) });
        Assert.True(refused.Refused);
        Says.Ends(refused, 1, 0);
        Assert.Equal(TokenAmount.Zero, refused.Penalty);
        Says.Ends(world.ApplyImplicit(world.Message(actor, method: 2) with { From = Address.FromId(777) }), 0);
    }

    [Fact]
    public void Value_is_transferred_as_ever()
    {
        var world = new World();
        Says.Ends(world.ApplyImplicit(world.Message(Address.FromId(99), value: new TokenAmount(5))), 0, 6_000);
        Assert.Equal(new TokenAmount(5), world.Balance(99));
    }
}
