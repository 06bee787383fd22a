using Fvm.Ethereum;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cars;
using Fvm.Node.Ledger;
using Fvm.Node.Mempool;
using Fvm.Node.Queries;
using Fvm.Node.Tests.Rpc;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Devnets;

/// <summary>
/// Messages that the machine cannot run at all, since a loaded state lacks a block of the map of addresses: their receiver cannot be looked up. They stop nobody else, and
/// their senders learn of it.
/// </summary>
public sealed class UnappliableMessageTests : IDisposable
{
    private static readonly Lazy<Task<(byte[] State, int Lost)>> Broken = new(BreakAsync);

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"fvm-unappliable-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task With_instant_mining_the_push_is_refused_and_the_chain_goes_on()
    {
        await using Devnet net = await StartAsync(new DevnetOptions { Heartbeat = null });
        var told = new List<ChainChange>();
        using IDisposable watching = net.Watch(told.Add);
        SignedMessage fatal = await ToLostAsync(net, sender: 0, nonce: 0);
        PoolAnswer answer = await net.PushAsync(fatal);
        Assert.Equal(PoolVerdict.Unappliable, answer.Verdict);
        Assert.Contains($"the machine cannot run the message {fatal.Cid}", answer.Reason, StringComparison.Ordinal);
        Assert.Empty(net.Pending());
        Assert.Equal(0, net.Head.Height);
        Assert.Equal(fatal.Cid, Assert.Single(told.OfType<MessageDropped>()).Message.Cid);
        Assert.True((await net.PushAsync(Transfer(net, 1, 0))).IsAccepted);
        Assert.True((await net.PushAsync(Transfer(net, 0, 0))).IsAccepted);
        Assert.Equal((2L, 1UL), (net.Head.Height, net.NextNonce(net.Accounts[0].Delegated)));
    }

    /// <summary>What was acknowledged before it and after it is in the tipset; its sender's later messages wait for its nonce.</summary>
    [Theory]
    [InlineData(MiningMode.Manual)]
    [InlineData(MiningMode.Interval)]
    public async Task With_others_waiting_it_alone_is_dropped(MiningMode mode)
    {
        await using Devnet net = await StartAsync(new DevnetOptions { Heartbeat = null, Mining = MiningMode.Manual });
        List<SignedMessage> others = [Transfer(net, 0, 0), Transfer(net, 1, 0), Transfer(net, 1, 1)];
        SignedMessage behind = Transfer(net, 0, 2);
        SignedMessage fatal = await ToLostAsync(net, sender: 0, nonce: 1);
        foreach (SignedMessage message in (SignedMessage[])[.. others, fatal, behind])
            Assert.True((await net.PushAsync(message)).IsAccepted);
        var dropped = new List<MessageDropped>();
        using IDisposable watching = net.Watch(change => { lock (dropped) dropped.AddRange(change is MessageDropped drop ? [drop] : []); });
        if (mode == MiningMode.Manual)
            await net.MineAsync();
        else
            await net.Developer.SetMiningAsync(MiningMode.Interval, TimeSpan.FromMilliseconds(20));
        await Eventually.IsAsync(() => net.Head.Height != 0);
        Assert.Equal(others.Select(static message => message.Cid).ToHashSet(), net.Chain.AtHeight(1)!.Messages.Select(static message => message.Cid).ToHashSet());
        Assert.Equal(behind.Cid, Assert.Single(net.Pending()).Cid);
        Assert.Equal(1UL, net.NextNonce(net.Accounts[0].Delegated));
        lock (dropped)
            Assert.Equal(fatal.Cid, Assert.Single(dropped).Message.Cid);
        Assert.True((await net.PushAsync(Transfer(net, 0, 1))).IsAccepted);
        await net.MineAsync();
        Assert.Empty(net.Pending());
        Assert.Equal(3UL, net.NextNonce(net.Accounts[0].Delegated));
    }

    /// <summary>It was acknowledged and kept; opened again the chain meets it, drops it, and does not know it the next time.</summary>
    [Fact]
    public async Task After_a_restart_too()
    {
        var options = new DevnetOptions { Heartbeat = null, Mining = MiningMode.Manual, DataFolder = folder };
        await using (Devnet net = await StartAsync(options))
        {
            Assert.True((await net.PushAsync(await ToLostAsync(net, 0, 0))).IsAccepted);
            Assert.True((await net.PushAsync(Transfer(net, 1, 0))).IsAccepted);
        }

        await using (Devnet again = await Devnet.StartAsync(options))
        {
            Assert.Equal(2, again.Pending().Count);
            Assert.Single((await again.MineAsync()).Messages);
            Assert.Empty(again.Pending());
        }

        await using Devnet third = await Devnet.StartAsync(options);
        Assert.Empty(third.Pending());
        Assert.Equal(1, third.Head.Height);
    }

    /// <summary>It took the place of a message that was acknowledged: that one waits again.</summary>
    [Fact]
    public async Task What_it_replaced_waits_again()
    {
        var options = new DevnetOptions { Heartbeat = null, DataFolder = folder };
        SignedMessage former;
        await using (Devnet net = await StartAsync(options))
        {
            await net.Developer.SetNextBaseFeeAsync(TokenAmount.FromAtto(5000));
            former = Transfer(net, 0, 0);
            Assert.True((await net.PushAsync(former)).IsAccepted);
            SignedMessage fatal = await ToLostAsync(net, 0, 0, premium: 50, feeCap: 9000);
            Assert.Equal(PoolVerdict.Unappliable, (await net.PushAsync(fatal)).Verdict);
            Assert.Equal(former.Cid, Assert.Single(net.Pending()).Cid);
        }

        await using Devnet again = await Devnet.StartAsync(options);
        Assert.Equal(former.Cid, Assert.Single(again.Pending()).Cid);
    }

    /// <summary>Tipsets of given messages are made as they are or not at all; a reorg that fails leaves the chain as it was.</summary>
    [Fact]
    public async Task Given_blocks_fail_whole()
    {
        await using Devnet net = await StartAsync(new DevnetOptions { Heartbeat = null });
        Assert.True((await net.PushAsync(Transfer(net, 1, 0))).IsAccepted);
        await net.MineAsync(2);
        ExecutedTipset[] before = [.. net.Chain.Range(0, long.MaxValue)];
        SignedMessage fatal = await ToLostAsync(net, 0, 0);
        await Assert.ThrowsAnyAsync<DevnetException>(() => net.Developer.MineBlocksAsync([[fatal]]));
        await Assert.ThrowsAnyAsync<DevnetException>(() => net.Developer.ReorgAsync(3, new Dictionary<int, IReadOnlyList<SignedMessage>> { [1] = [fatal] }));
        Assert.Equal(before.Select(static tipset => tipset.Key), net.Chain.Range(0, long.MaxValue).Select(static tipset => tipset.Key));
        Assert.True(net.Chain.TryGetMessage(before[1].Messages[0].Cid, out _));
        Assert.Equal(1UL, net.NextNonce(net.Accounts[1].Delegated));
    }

    [Fact]
    public async Task Clients_are_told()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Heartbeat = null });
        (byte[] state, int lost) = await Broken.Value;
        await net.Net.Developer.LoadStateAsync(new MemoryStream(state));
        string raw = $"\"0x{Convert.ToHexStringLower(TransactionEncoding.Encode(Transaction(net.Net, 0, 0, lost)))}\"";
        (int code, string message) = await net.ErrorAsync("eth_sendRawTransaction", raw);
        Assert.Equal(-32000, code);
        Assert.StartsWith("the machine cannot run the message bafy", message, StringComparison.Ordinal);
        await net.Net.Developer.SetMiningAsync(MiningMode.Manual);
        Task<(int Code, string Message)> waits = net.ErrorAsync("eth_sendRawTransactionSync", raw);
        await Eventually.IsAsync(() => net.Net.Pending().Count != 0);
        await net.Net.MineAsync();
        Assert.StartsWith("the transaction is dropped: the machine cannot run the message", (await waits).Message, StringComparison.Ordinal);
    }

    /// <summary>What fails around a message and not at it leaves no trace of a push: who gets an error may send again.</summary>
    [Fact]
    public async Task A_push_that_fails_is_taken_back()
    {
        var clock = new StoppingClock();
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null, Time = clock });
        SignedMessage sent = Transfer(net, 0, 0);
        clock.Stands = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => net.PushAsync(sent));
        Assert.Empty(net.Pending());
        clock.Stands = false;
        Assert.True((await net.PushAsync(sent)).IsAccepted);
        Assert.Equal(1, net.Head.Height);
    }

    /// <summary>A watcher that throws is no reason for a message to be refused, nor for others not to learn of it.</summary>
    [Fact]
    public async Task A_watcher_that_throws_stops_nobody()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        var seen = new List<string>();
        using IDisposable first = net.Watch(static change => throw new InvalidOperationException($"no {change.GetType().Name}"));
        using IDisposable second = net.Watch(change => seen.Add(change.GetType().Name));
        Assert.True((await net.PushAsync(Transfer(net, 0, 0))).IsAccepted);
        Assert.Equal([nameof(WatcherFailed), nameof(MessagePending), nameof(WatcherFailed), nameof(TipsetMade)], seen);
    }

    private static async Task<Devnet> StartAsync(DevnetOptions options)
    {
        Devnet net = await Devnet.StartAsync(options);
        await net.Developer.LoadStateAsync(new MemoryStream((await Broken.Value).State));
        return net;
    }

    private static async Task<SignedMessage> ToLostAsync(Devnet net, int sender, ulong nonce, ulong premium = 1, ulong feeCap = 1000)
    {
        EthereumTransaction transaction = Transaction(net, sender, nonce, (await Broken.Value).Lost) with { };
        return Signed(net.Accounts[sender].Sign(transaction with { MaxPriorityFeePerGas = premium, MaxFeePerGas = feeCap }));
    }

    private static EthereumTransaction Transaction(Devnet net, int sender, ulong nonce, int to) =>
        net.Accounts[sender].Sign(DeveloperTests.Transfer(net, nonce, new Genesis.DevnetKeys(DevnetOptions.TestMnemonic, to + 1).Accounts[to].Ethereum));

    private static SignedMessage Transfer(Devnet net, int sender, ulong nonce) => Signed(Transaction(net, sender, nonce, 2));

    private static SignedMessage Signed(EthereumTransaction transaction)
    {
        Assert.True(TransactionMessages.TryToMessage(transaction, out SignedMessage? message, out string? error), error);
        return message;
    }

    /// <summary>The state of a network with many accounts without a block that the address of one of them needs, and none of the first three does; and which that one is.</summary>
    private static async Task<(byte[] State, int Lost)> BreakAsync()
    {
        await using Devnet donor = await Devnet.StartAsync(new DevnetOptions { AccountCount = 150, Heartbeat = null });
        using var whole = new MemoryStream();
        await donor.Developer.DumpStateAsync(whole);
        whole.Position = 0;
        var blocks = new List<(Cid Cid, ReadOnlyMemory<byte> Data)>();
        var reader = new CarReader(whole);
        while (reader.TryReadBlock(out Cid? cid, out ReadOnlyMemory<byte> data))
            blocks.Add((cid, data));
        foreach ((Cid missing, _) in blocks)
        {
            var rest = new MemoryBlockstore();
            foreach ((Cid cid, ReadOnlyMemory<byte> data) in blocks.Where(block => block.Cid != missing))
                rest.Put(cid, data);
            if (LostBy(rest, donor) is not { } lost)
                continue;
            using var car = new MemoryStream();
            var writer = new CarWriter(car, [donor.Head.StateRoot]);
            foreach ((Cid cid, ReadOnlyMemory<byte> data) in blocks.Where(block => block.Cid != missing))
                writer.Write(cid, data.Span);
            return (car.ToArray(), lost);
        }

        throw new InvalidOperationException("no block of the state is needed by one account's address and not by the first ones");
    }

    private static int? LostBy(MemoryBlockstore rest, Devnet donor)
    {
        try
        {
            var state = new ChainState(rest, donor.Head.StateRoot);
            for (int i = 0; i < 3; i++)
                _ = state.Actor(donor.Accounts[i].Delegated)!;
            // The actors' own tree is whole.
            for (int i = 0; i < donor.Accounts.Count; i++)
                _ = state.Actor(new ActorId(100 + (ulong)i))!;
            for (int i = 3; i < donor.Accounts.Count; i++)
            {
                if (!CanResolve(state, donor.Accounts[i].Delegated))
                    return i;
            }

            return null;
        }
        catch (IpldException)
        {
            return null;
        }
    }

    private static bool CanResolve(ChainState state, Address address)
    {
        try
        {
            return state.Resolve(address) is not null;
        }
        catch (IpldException)
        {
            return false;
        }
    }

    private sealed class StoppingClock : TimeProvider
    {
        public bool Stands { get; set; }

        public override DateTimeOffset GetUtcNow() => Stands ? throw new InvalidOperationException("the clock stands") : base.GetUtcNow();
    }
}
