using Fvm.Crypto;
using Fvm.Node.Chain;
using Fvm.Node.Ledger;
using Fvm.Node.Mining;
using Fvm.Node.Tests.Rpc;

namespace Fvm.Node.Tests.Devnets;

/// <summary>
/// Tickets and beacon entries of epochs without a tipset (lotus <c>chain/rand/rand.go</c>, network version 14 on): the ticket is that of the first tipset after it, the beacon's
/// entry its own. It is the same while a tipset is made, when it runs again, and for who asks.
/// </summary>
public class RandomnessTests
{
    /// <summary>Tipsets of epochs 0, 3 and 7; 7 is being made, or was.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_rule_while_a_tipset_is_made_and_when_it_runs_again(bool isMade)
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        await net.MineAsync(nullRounds: 2);
        ulong before = await net.Developer.TakeSnapshotAsync();
        ExecutedTipset last = await net.MineAsync(nullRounds: 3);
        if (!isMade)
            await net.Developer.RevertAsync(before);
        var node = new ChainNode(net.Chain, net.Randomness, last.Tipset, null);
        ExecutedTipset third = net.Chain.AtHeight(3)!;
        foreach (long epoch in (long[])[4, 5, 6, 7])
            Assert.Equal(TicketOf(last), Chain(node, epoch));
        foreach (long epoch in (long[])[1, 2, 3])
            Assert.Equal(TicketOf(third), Chain(node, epoch));
        Assert.Equal(TicketOf(net.Chain.Genesis), Chain(node, 0));
        Assert.Equal(TicketOf(net.Chain.Genesis), Chain(node, -1));
        Assert.Equal(8, Enumerable.Range(0, 8).Select(epoch => Beacon(node, epoch)).Distinct().Count());
        Assert.Equal(EntryOf(last), Beacon(node, 7));
        Assert.Equal(EntryOf(third), Beacon(node, 3));
        Assert.Equal(Beacon(node, 0), Beacon(node, -1));
        // The epoch before a run of null rounds: its tipset's key, from the past.
        Assert.Equal(third.Key.Cid, node.TipsetCid(6));
        Assert.Equal(third.Key.Cid, node.TipsetCid(3));
        Assert.Equal(net.Chain.Genesis.Key.Cid, node.TipsetCid(2));
    }

    /// <summary>Of several blocks it is the one with the lowest ticket, in the tipset that is being made too.</summary>
    [Fact]
    public async Task The_lowest_ticket_is_the_tipsets()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        ExecutedTipset made = await net.Developer.MineBlocksAsync([[], [], [], []]);
        string[] digests = [.. made.Tipset.Blocks.Select(static block => Convert.ToHexString(block.Ticket!.Digest()))];
        Assert.Equal(digests.Order(StringComparer.Ordinal), digests);
        await net.Developer.RollbackAsync(1);
        Assert.Equal(TicketOf(made), Chain(new ChainNode(net.Chain, net.Randomness, made.Tipset, null), 1));
    }

    /// <summary>What a beacon said does not depend on the fork that the chain took.</summary>
    [Fact]
    public async Task Clients_and_forks_see_the_same()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Heartbeat = null });
        await net.Net.MineAsync(nullRounds: 2);
        var node = new ChainNode(net.Net.Chain, net.Net.Randomness, net.Net.Head.Tipset, null);
        for (long epoch = 0; epoch <= 3; epoch++)
        {
            Assert.Equal(Chain(node, epoch), Hex(await net.TextAsync("Filecoin.StateGetRandomnessDigestFromTickets", $"{epoch},null")));
            Assert.Equal(Beacon(node, epoch), Hex(await net.TextAsync("Filecoin.StateGetRandomnessDigestFromBeacon", $"{epoch},null")));
            Assert.Equal(epoch, (await net.ResultAsync("Filecoin.StateGetBeaconEntry", $"{epoch}")).GetProperty("Round").GetInt64());
        }

        (string ticket, string entry) = (Chain(node, 2), Beacon(node, 2));
        await net.ResultAsync("anvil_reorg", "1,[]");
        node = new ChainNode(net.Net.Chain, net.Net.Randomness, net.Net.Head.Tipset, null);
        Assert.NotEqual(ticket, Chain(node, 2));
        Assert.Equal(entry, Beacon(node, 2));
    }

    /// <summary>Cron of null rounds on a bundle: what was made and what runs again come to the same states, message by message (needs FVM_BUNDLES).</summary>
    [Fact]
    public async Task A_tipset_after_null_rounds_runs_again_to_the_same_on_a_bundle()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Bundle = BundleTests.Bundle(), Heartbeat = null, Mining = MiningMode.Manual });
        for (int i = 0; i < 3; i++)
        {
            await net.PushAsync(net.Accounts[0].Sign(DeveloperTests.Transfer(net, (ulong)i, net.Accounts[1].Ethereum)));
            // Past a deadline of the miner, whose cron is called in a null round.
            ExecutedTipset made = await net.MineAsync(nullRounds: 70);
            IReadOnlyList<Abi.Node.ApplyResult> again = await net.ReplayAsync(made);
            Assert.Equal(made.Messages.Select(static message => message.Receipt), again.Select(static result => result.Receipt));
            Abi.Node.ApplyResult alone = await net.ReplayAsync(new MessagePlace(made, made.Messages[0]));
            Assert.Equal(made.Messages[0].Receipt, alone.Receipt);
        }
    }

    private static string TicketOf(ExecutedTipset tipset) => Convert.ToHexString(Blake2b.Hash256(tipset.Tipset.Blocks[0].Ticket!.VrfProof.Span));

    private static string EntryOf(ExecutedTipset tipset)
    {
        BeaconEntry entry = Assert.Single(tipset.Tipset.Blocks[0].BeaconEntries);
        Assert.Equal((ulong)tipset.Height, entry.Round);
        return Convert.ToHexString(Blake2b.Hash256(entry.Data.Span));
    }

    private static string Chain(ChainNode node, long epoch)
    {
        byte[] digest = new byte[32];
        Assert.True(node.TryGetChainRandomness(epoch, digest));
        return Convert.ToHexString(digest);
    }

    private static string Beacon(ChainNode node, long epoch)
    {
        byte[] digest = new byte[32];
        Assert.True(node.TryGetBeaconRandomness(epoch, digest));
        return Convert.ToHexString(digest);
    }

    private static string Hex(string? base64) => Convert.ToHexString(Convert.FromBase64String(base64!));
}
