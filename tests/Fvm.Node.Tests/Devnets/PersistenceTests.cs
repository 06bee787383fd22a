using Fvm.Evm;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Devnets;

public sealed class PersistenceTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"fvm-devnet-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Every tipset, message, receipt, log and state of the chain is the same when it is opened again, and it goes on.</summary>
    [Fact]
    public async Task A_chain_in_a_folder_goes_on()
    {
        EvmAddress contract;
        AppliedMessage set;
        List<ExecutedTipset> before;
        await using (Devnet net = await Devnet.StartAsync(Options()))
        {
            contract = (await net.DeployEvmAsync(net.Accounts[0], DevnetStartTests.Counter)).CreatedContract!.Value;
            set = await net.SendAsync(net.Accounts[1], contract, DeveloperTests.Word(7));
            await net.SendAsync(net.Bls, new Message { From = net.Bls.Address, To = net.Secp.Address, Value = TokenAmount.FromFil(1) });
            await net.MineAsync(3, nullRounds: 2);
            before = [.. net.Chain.Range(0, long.MaxValue)];
        }

        await using Devnet again = await Devnet.StartAsync(Options());
        List<ExecutedTipset> after = [.. again.Chain.Range(0, long.MaxValue)];
        Assert.Equal(before.Count, after.Count);
        for (int i = 0; i < before.Count; i++)
            AssertSame(before[i], after[i]);
        Assert.True(again.Chain.TryGetTransaction(set.Hash.Span, out MessagePlace? place));
        Assert.Equal(2, place.Tipset.Height);
        Assert.Equal([2L], again.Chain.WithLogs(0, 100).Select(static tipset => tipset.Height));
        Assert.True(again.Chain.TryGetByBlock(before[^1].Key.Cids[0], out _));
        Assert.Null(again.Chain.AtHeight(5));
        Assert.Equal((UInt256)7, again.StateAt().StorageAt(DeveloperTests.AddressOf(contract), 0));
        Assert.Equal(new ActorId(100), again.IdOf(again.Accounts[0].Delegated));
        await again.SendAsync(again.Accounts[1], contract, DeveloperTests.Word(8));
        Assert.Equal(before[^1].Height + 1, again.Head.Height);
        Assert.Equal(before[^1].Hash.ToArray(), again.Head.ParentHash.ToArray());
    }

    [Fact]
    public async Task What_waits_is_kept_and_a_revert_is_too()
    {
        await using (Devnet net = await Devnet.StartAsync(Options()))
        {
            ulong snapshot = await net.Developer.TakeSnapshotAsync();
            await net.MineAsync(4);
            Assert.True(await net.Developer.RevertAsync(snapshot));
            await net.Developer.SetBalanceAsync(net.Secp.Address, TokenAmount.FromFil(5));
            await net.Developer.SetMiningAsync(MiningMode.Manual);
            await net.PushAsync(net.Accounts[0].Sign(DeveloperTests.Transfer(net, 0, net.Accounts[1].Ethereum)));
            await net.PushAsync(net.Accounts[0].Sign(DeveloperTests.Transfer(net, 1, net.Accounts[1].Ethereum)));
            Assert.True(await net.Developer.DropMessageAsync(net.Pending()[1].Cid));
        }

        await using Devnet again = await Devnet.StartAsync(Options());
        Assert.Equal(0, again.Head.Height);
        Assert.Equal(TokenAmount.FromFil(5), again.StateAt().BalanceOf(again.Secp.Address));
        Assert.Single(again.Pending());
        Assert.Single((await again.MineAsync()).Messages);
        Assert.Empty(again.Pending());
    }

    [Fact]
    public async Task Another_networks_chain_is_refused()
    {
        await (await Devnet.StartAsync(Options())).DisposeAsync();
        DevnetException refused = await Assert.ThrowsAsync<DevnetException>(() => Devnet.StartAsync(Options() with { ChainId = 1 }));
        Assert.Contains("another network", refused.Message, StringComparison.Ordinal);
    }

    private DevnetOptions Options() => new() { DataFolder = folder, Heartbeat = null };

    private static void AssertSame(ExecutedTipset before, ExecutedTipset after)
    {
        Assert.Equal(before.Key, after.Key);
        Assert.Equal(before.StateRoot, after.StateRoot);
        Assert.Equal(before.ReceiptsRoot, after.ReceiptsRoot);
        Assert.Equal(before.NextBaseFee, after.NextBaseFee);
        Assert.Equal(before.Hash.ToArray(), after.Hash.ToArray());
        Assert.Equal(before.Bloom.ToArray(), after.Bloom.ToArray());
        Assert.Equal(before.ParentHeight, after.ParentHeight);
        Assert.Equal(before.Messages.Count, after.Messages.Count);
        foreach ((AppliedMessage one, AppliedMessage two) in before.Messages.Zip(after.Messages))
        {
            Assert.Equal(one.Message, two.Message);
            Assert.Equal(one.Receipt, two.Receipt);
            Assert.Equal(one.Hash.ToArray(), two.Hash.ToArray());
            Assert.Equal(one.CreatedContract, two.CreatedContract);
            Assert.Equal(one.Sender, two.Sender);
            Assert.Equal(one.EffectiveGasPrice, two.EffectiveGasPrice);
            Assert.Equal(one.Logs.Select(static log => (log.Address, Convert.ToHexString(log.Data.Span))), two.Logs.Select(static log => (log.Address, Convert.ToHexString(log.Data.Span))));
        }
    }
}
