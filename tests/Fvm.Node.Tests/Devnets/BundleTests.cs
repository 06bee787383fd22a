using Fvm.Evm;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Tests.Devnets;

/// <summary>A devnet on the wasm actors of mainnet's release v18. Needs FVM_BUNDLES, the store of imported bundles.</summary>
public class BundleTests
{
    private static readonly Cid MainnetV18 = Cid.Parse("bafy2bzacedxsqapxwj5znwy4leem5gsuenhhfyqcntews3yis5iek67thy6lc");

    /// <summary>Cron runs at each epoch, null rounds too, and blocks are rewarded: the miner gets what the reward actor loses.</summary>
    [Fact]
    public async Task Cron_rewards_and_contracts_as_on_the_network()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Bundle = Bundle(), Heartbeat = null });
        ChainState genesis = net.StateAt();
        Assert.Equal(BuiltinActor.Miner, genesis.TypeOf(genesis.Actor(net.Miner)!));
        EvmAddress contract = (await net.DeployEvmAsync(net.Accounts[0], DevnetStartTests.Counter)).CreatedContract!.Value;
        AppliedMessage set = await net.SendAsync(net.Accounts[1], contract, DeveloperTests.Word(7));
        Assert.Single(set.Logs);
        await net.MineAsync(2, nullRounds: 2);
        Assert.Equal(8, net.Head.Height);
        ChainState now = net.StateAt();
        Assert.Equal((UInt256)7, now.StorageAt(DeveloperTests.AddressOf(contract), 0));
        Assert.True(now.BalanceOf(net.Miner) > genesis.BalanceOf(net.Miner));
        Assert.Equal(
            genesis.BalanceOf(SingletonActors.Reward.ToAddress()) - now.BalanceOf(SingletonActors.Reward.ToAddress()),
            now.BalanceOf(net.Miner) - genesis.BalanceOf(net.Miner) + Burnt(now) - Burnt(genesis) - BaseFees(net));
        Assert.Equal(8L, now.View.Read(now.Actor(SingletonActors.Reward)!, "Epoch")!.GetValue<long>() - 1);
        Assert.Equal(TokenAmount.FromFil(2_000_000_000), now.View.Actors().Aggregate(TokenAmount.Zero, static (sum, actor) => sum + actor.Value.Balance));
    }

    private static TokenAmount Burnt(ChainState state) => state.BalanceOf(SingletonActors.BurntFunds.ToAddress());

    /// <summary>What the accounts paid, tips aside, which went to the reward actor and on to the miner.</summary>
    private static TokenAmount BaseFees(Devnet net)
    {
        TokenAmount paid = TokenAmount.Zero;
        foreach (DevnetAccount account in net.Accounts)
            paid += net.Options.Balance - net.StateAt().BalanceOf(account.Delegated);
        return paid;
    }

    internal static ActorBundle Bundle()
    {
        if (Environment.GetEnvironmentVariable("FVM_BUNDLES") is not { Length: > 0 } folder)
        {
            Assert.Skip("FVM_BUNDLES is not set: no bundle of wasm actors");
            return null;
        }

        if (new BundleStore(folder).TryOpen(MainnetV18, out ActorBundle? bundle))
            return bundle;
        Assert.Skip($"the bundle of mainnet's release v18 is not in {folder}");
        return null;
    }
}
