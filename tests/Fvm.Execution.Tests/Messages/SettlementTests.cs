using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Messages;

/// <summary>Who gets what of a fee (ref-fvm executor/default.rs finish_message).</summary>
public class SettlementTests
{
    [Fact]
    public void Fee_goes_to_burnt_funds_the_reward_actor_and_back()
    {
        var world = new World();
        TokenAmount before = world.Balance(World.AliceId);
        ApplyResult result = world.Call(World.Alice, 0, gasLimit: 1_000_000);

        // 690,663 used of 1,000,000: over = 240,271, of the 309,337 unused 107,613 are burnt.
        Says.Ends(result, 0, 690_663);
        Assert.Equal(107_613ul, result.GasBurned);
        Assert.Equal(201_724ul, result.GasRefund);
        Assert.Equal(new TokenAmount(69_066_300), result.BaseFeeBurn);
        Assert.Equal(new TokenAmount(10_761_300), result.OverEstimationBurn);
        Assert.Equal(new TokenAmount(1_000_000), result.MinerTip);
        Assert.Equal(new TokenAmount(119_172_400), result.Refund);
        Assert.Equal(TokenAmount.Zero, result.Penalty);

        Assert.Equal(new TokenAmount(69_066_300 + 10_761_300), world.Balance(99));
        Assert.Equal(new TokenAmount(1_000_000), world.Balance(2));
        Assert.Equal(before - new TokenAmount(69_066_300 + 10_761_300 + 1_000_000), world.Balance(World.AliceId));
    }

    [Fact]
    public void Miner_pays_what_the_fee_cap_does_not_cover()
    {
        var world = new World();
        ApplyResult result = world.Apply(world.Message(World.Alice, gasLimit: 1_000_000) with { GasFeeCap = new TokenAmount(40) });
        Assert.Equal(new TokenAmount(60) * (690_663 + 107_613), result.Penalty);
        Assert.Equal(TokenAmount.Zero, result.MinerTip);
    }

    [Fact]
    public void Fatal_error_pays_for_the_whole_limit()
    {
        var world = new World();
        Address actor = world.Actor(200, (_, _) => throw new FatalException("broken"));
        ApplyResult result = world.Call(actor, gasLimit: 5_000_000);
        Says.Ends(result, 10, 5_000_000);
        Assert.Equal(new TokenAmount(500_000_000), world.Balance(99));
        Assert.Equal(new TokenAmount(495_000_000), result.Refund);
    }

    [Fact]
    public void Missing_reward_actor_has_no_receipt()
    {
        var world = new World();
        world.Tree.DeleteActor(SingletonActors.Reward);
        Assert.Throws<FatalException>(() => world.Call(World.Alice, 0));
    }

    [Fact]
    public void Negative_fee_has_no_receipt()
    {
        var world = new World();
        Message message = world.Message(World.Alice) with { GasFeeCap = new TokenAmount(-1) };
        Assert.Throws<FatalException>(() => world.Apply(message));
    }

    /// <summary>No message makes or destroys money, whatever it does.</summary>
    [Fact]
    public void Sum_of_all_balances_stays_the_same()
    {
        var random = new Random(18);
        var world = new World();
        ulong[] ids = [World.AliceId, 2, 99, 101, 102, 200];
        world.Put(101, Code.Account, TokenAmount.FromFil(3));
        world.Put(102, Code.Account);
        Address actor = world.Actor(200, (kernel, _) =>
        {
            kernel.Send.Send(Address.FromId(102), 0, 0, new TokenAmount(1_000), null, false, out SendResult _);
            return random.Next(2) == 0 ? Exit.Ok : Exit.With(20);
        });
        TokenAmount total = Total();
        for (int i = 0; i < 200; i++)
        {
            Address to = random.Next(3) switch { 0 => actor, 1 => Address.FromId(101), _ => Address.FromId(777) };
            world.Apply(world.Message(to, (ulong)random.Next(2), new TokenAmount(random.Next(5_000)), gasLimit: (ulong)random.Next(600_000, 9_000_000)) with
            {
                GasFeeCap = new TokenAmount(random.Next(300)),
                GasPremium = new TokenAmount(random.Next(300)),
            });
            Assert.Equal(total, Total());
        }

        TokenAmount Total() => ids.Aggregate(TokenAmount.Zero, (sum, id) => sum + world.Balance(id));
    }
}
