using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Node.Genesis;
using Fvm.Node.Mempool;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Devnets;

/// <summary>What waits on a devnet, where its state becomes another one, its folder is opened again, or a block cannot take all.</summary>
public sealed class WaitingMessagesTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"fvm-waiting-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>A message whose place another took is kept no longer, so it is not there again when that one is dropped and the chain opened again.</summary>
    [Theory]
    [InlineData(MiningMode.Manual)]
    [InlineData(MiningMode.Instant)]
    public async Task A_replaced_message_is_gone_from_the_disk(MiningMode mining)
    {
        var options = new DevnetOptions { Heartbeat = null, Mining = mining, DataFolder = folder };
        await using (Devnet net = await Devnet.StartAsync(options))
        {
            // Behind a gap, so that it waits with instant mining too.
            Assert.Equal(PoolVerdict.Added, (await net.PushAsync(Sign(net, 0, 1, premium: 100))).Verdict);
            Assert.Equal(PoolVerdict.Replaced, (await net.PushAsync(Sign(net, 0, 1, premium: 200))).Verdict);
            Assert.True(await net.Developer.DropMessageAsync(Assert.Single(net.Pending()).Cid));
        }

        await using Devnet again = await Devnet.StartAsync(options);
        Assert.Empty(again.Pending());
    }

    /// <summary>When all are dropped at once none is kept.</summary>
    [Fact]
    public async Task All_that_were_dropped_are_gone_from_the_disk()
    {
        var options = new DevnetOptions { Heartbeat = null, Mining = MiningMode.Manual, DataFolder = folder };
        await using (Devnet net = await Devnet.StartAsync(options))
        {
            await net.PushAsync(Sign(net, 0, 0, premium: 100));
            await net.PushAsync(Sign(net, 1, 3, premium: 100));
            await net.Developer.DropAllMessagesAsync();
        }

        await using Devnet again = await Devnet.StartAsync(options);
        Assert.Empty(again.Pending());
    }

    /// <summary>What the pool let go of by itself does not come back, even where it could be sent again.</summary>
    [Fact]
    public async Task What_the_pool_dropped_is_gone_from_the_disk()
    {
        var options = new DevnetOptions { Heartbeat = null, Mining = MiningMode.Manual, DataFolder = folder };
        await using (Devnet net = await Devnet.StartAsync(options))
        {
            await net.PushAsync(Sign(net, 0, 0, premium: 100));
            await net.Developer.SetNonceAsync(net.Accounts[0].Delegated, 1);
            Assert.Empty(net.Pending());
            await net.Developer.SetNonceAsync(net.Accounts[0].Delegated, 0);
        }

        await using Devnet again = await Devnet.StartAsync(options);
        Assert.Equal(0UL, again.NextNonce(again.Accounts[0].Delegated));
        Assert.Empty(again.Pending());
    }

    /// <summary>Opened again, the one that took the place waits, and is mined.</summary>
    [Fact]
    public async Task What_took_its_place_is_there_again()
    {
        var options = new DevnetOptions { Heartbeat = null, Mining = MiningMode.Manual, DataFolder = folder };
        Fvm.Ipld.Cid second;
        await using (Devnet net = await Devnet.StartAsync(options))
        {
            await net.PushAsync(Sign(net, 0, 0, premium: 100));
            await net.PushAsync(Sign(net, 0, 0, premium: 200));
            second = Assert.Single(net.Pending()).Cid;
        }

        await using Devnet again = await Devnet.StartAsync(options);
        Assert.Equal(second, Assert.Single(again.Pending()).Cid);
        Assert.Equal(second, Assert.Single((await again.MineAsync()).Messages).Cid);
    }

    /// <summary>In a state that is loaded an id is another account's: the messages go with the address that sent them, not with the id that it had.</summary>
    [Fact]
    public async Task In_another_state_messages_stay_their_senders()
    {
        IReadOnlyList<DevnetAccount> keys = new DevnetKeys(DevnetOptions.TestMnemonic, 12).Accounts;
        (DevnetAccount alice, DevnetAccount bob) = (keys[10], keys[11]);
        using var state = new MemoryStream();
        await using (Devnet other = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null }))
        {
            await FundAsync(other, bob, alice);
            await other.Developer.DumpStateAsync(state);
        }

        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null, Mining = MiningMode.Manual });
        await FundAsync(net, alice, bob);
        ActorId? alices = net.IdOf(alice.Delegated);
        foreach (ulong nonce in (ulong[])[0, 1])
            Assert.True((await net.PushAsync(alice.Sign(Transfer(net, nonce)))).IsAccepted);
        state.Position = 0;
        await net.Developer.LoadStateAsync(state);
        Assert.Equal(alices, net.IdOf(bob.Delegated));
        Assert.Equal((2UL, 0UL), (net.NextNonce(alice.Delegated), net.NextNonce(bob.Delegated)));
        Assert.True((await net.PushAsync(bob.Sign(Transfer(net, 0)))).IsAccepted);
        Assert.Equal(3, (await net.MineAsync()).Messages.Count);
        Assert.Empty(net.Pending());
    }

    /// <summary>Instant mining goes on until nothing is left that could be mined, though a block takes one of these.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Instant_mining_makes_as_many_tipsets_as_it_takes(bool byPush)
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null, Mining = byPush ? MiningMode.Instant : MiningMode.Manual });
        const ulong most = NetworkConstants.BlockGasLimit;
        for (ulong nonce = byPush ? 1UL : 0; nonce < 4; nonce++)
            Assert.True((await net.PushAsync(net.Accounts[0].Sign(Transfer(net, nonce) with { GasLimit = most - 1000 }))).IsAccepted);
        Assert.Equal(0, net.Head.Height);
        if (byPush)
            Assert.True((await net.PushAsync(net.Accounts[0].Sign(Transfer(net, 0) with { GasLimit = most - 1000 }))).IsAccepted);
        else
            await net.Developer.SetMiningAsync(MiningMode.Instant);
        Assert.Empty(net.Pending());
        Assert.Equal([0, 1, 1, 1, 1], net.Chain.Range(0, long.MaxValue).Select(static tipset => tipset.Messages.Count));
    }

    private static async Task FundAsync(Devnet net, params DevnetAccount[] accounts)
    {
        foreach (DevnetAccount account in accounts)
            await net.Developer.SetBalanceAsync(account.Delegated, TokenAmount.FromFil(1000));
    }

    private static EthereumTransaction Sign(Devnet net, int account, ulong nonce, int premium) =>
        net.Accounts[account].Sign(Transfer(net, nonce) with { MaxPriorityFeePerGas = UInt256.FromBigInteger(premium) });

    private static EthereumTransaction Transfer(Devnet net, ulong nonce) => DeveloperTests.Transfer(net, nonce, net.Accounts[1].Ethereum);
}
