using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Evm.Tracing;
using Fvm.Ipld;
using Fvm.Node.Genesis;
using Fvm.Node.Ledger;
using Fvm.Node.Mempool;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Tests.Devnets;

public class DeveloperTests
{
    private static readonly Address Stranger = Address.FromEthereum(Convert.FromHexString("00000000000000000000000000000000deadbeef"));

    [Fact]
    public async Task A_snapshot_that_is_disposed_is_reverted()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        EvmAddress contract = (await net.DeployEvmAsync(net.Accounts[0], DevnetStartTests.Counter)).CreatedContract!.Value;
        ExecutedTipset before = net.Head;
        AppliedMessage set;
        using (net.Snapshot())
        {
            set = await net.SendAsync(net.Accounts[0], contract, Word(9));
            Assert.Equal(2, net.Head.Height);
        }

        Assert.Same(before, net.Head);
        Assert.False(net.Chain.TryGetTransaction(set.Hash.Span, out _));
        Assert.Equal(UInt256.Zero, net.StateAt().StorageAt(AddressOf(contract), 0));
        Assert.Equal(1UL, net.NextNonce(net.Accounts[0].Delegated));
    }

    /// <summary>So that two of them make two contracts, and whoever sends then goes on from there; a sender that never sent is an account from then on.</summary>
    [Fact]
    public async Task Messages_that_are_applied_at_once_have_their_senders_nonce()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        Address alice = net.Accounts[0].Delegated;
        var create = new Message
        {
            From = alice,
            To = SingletonActors.EthereumAddressManager.ToAddress(),
            MethodNum = TransactionMessages.CreateExternal,
            Params = Fvm.Ipld.Cbor.CborCodecs.Bytes.Encode(DevnetStartTests.Counter.ToArray()),
        };
        var made = new List<string>();
        for (ulong nonce = 0; nonce < 2; nonce++)
        {
            Assert.True(EthereumReturns.TryReadCreation((await net.Developer.ApplyAsync(create)).Receipt, out Actors.EamReturn? created));
            made.Add(created.EthAddress.ToString());
            Assert.Equal(nonce + 1, net.NextNonce(alice));
        }

        // Of the well-known account's nonces 0 and 1.
        Assert.Equal(["0x5fbdb2315678afecb367f032d93f642f64180aa3", "0xe7f1725e7734ce288f8367e1bb143e90bb3f0512"], made.Select(static address => address.ToLowerInvariant()));
        await net.SendAsync(net.Accounts[0], net.Accounts[1].Ethereum, ReadOnlyMemory<byte>.Empty);
        Assert.Equal(3UL, net.NextNonce(alice));
        Assert.Equal(0U, net.Head.Messages[0].Receipt.ExitCode.Value);
    }

    /// <summary>A snapshot that was gone back to is used up, and so are those after it.</summary>
    [Fact]
    public async Task Snapshots_are_used_up()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        ulong first = await net.Developer.TakeSnapshotAsync();
        await net.MineAsync();
        ulong second = await net.Developer.TakeSnapshotAsync();
        await net.MineAsync();
        Assert.True(await net.Developer.RevertAsync(first));
        Assert.Equal(0, net.Head.Height);
        Assert.False(await net.Developer.RevertAsync(second));
        Assert.False(await net.Developer.RevertAsync(first));
    }

    [Fact]
    public async Task Balances_nonces_code_and_storage_are_set_and_undone()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        Cid root = net.Head.StateRoot;
        ulong snapshot = await net.Developer.TakeSnapshotAsync();
        await net.Developer.SetBalanceAsync(Stranger, TokenAmount.FromFil(3));
        Assert.Equal(TokenAmount.FromFil(3), net.StateAt().BalanceOf(Stranger));
        await net.Developer.SetNonceAsync(Stranger, 5);
        Assert.Equal(5UL, net.NextNonce(Stranger));
        await net.Developer.SetCodeAsync(Stranger, DevnetStartTests.Counter.AsMemory(12));
        await net.Developer.SetStorageAsync(Stranger, 0, 77);
        Assert.Equal((UInt256)77, net.StateAt().StorageAt(Stranger, 0));
        CallResult read = await net.CallAsync(new Message { From = net.Secp.Address, To = Stranger, MethodNum = TransactionMessages.InvokeEvm });
        Assert.Equal(Word(77), read.EthereumReturn.ToArray());
        Assert.Equal(Sum(net.StateAt(net.Chain.Genesis)), TokenAmount.FromFil(2_000_000_000));
        Assert.Equal(Sum(net.StateAt()), TokenAmount.FromFil(2_000_000_000));
        Assert.Equal(net.Head.StateRoot, (await net.MineAsync()).ParentStateRoot);
        Assert.True(await net.Developer.RevertAsync(snapshot));
        Assert.Equal(root, net.Head.StateRoot);
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000001")]
    [InlineData("fe00000000000000000000000000000000000003")]
    public async Task Code_of_precompiled_contracts_cannot_be_set(string address)
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        await Assert.ThrowsAsync<DevnetException>(() => net.Developer.SetCodeAsync(Address.FromEthereum(Convert.FromHexString(address)), new byte[] { 0 }));
    }

    /// <summary>An account without a key pays as it would; a contract and a built-in actor send without fees, and no two of their messages have one hash.</summary>
    [Fact]
    public async Task Impersonation()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        await net.Developer.SetBalanceAsync(Stranger, TokenAmount.FromFil(3));
        (PoolAnswer refused, _) = await net.Developer.PushAsAsync(Transfer(net, 0, net.Accounts[0].Ethereum), Stranger);
        Assert.Equal(PoolVerdict.BadSignature, refused.Verdict);
        await net.Developer.ImpersonateAsync(Stranger);
        (PoolAnswer answer, SignedMessage sent) = await net.Developer.PushAsAsync(Transfer(net, 0, net.Accounts[0].Ethereum), Stranger);
        Assert.True(answer.IsAccepted, answer.Reason);
        Assert.True(net.Chain.TryGetMessage(sent.Cid, out MessagePlace? place));
        Assert.True(place.Message.Receipt.ExitCode.IsSuccess, place.Message.Failure);
        Assert.True(TransactionMessages.TryFromMessage(sent, net.Options.ChainId, out EthereumTransaction? transaction, out _));
        Assert.Equal(transaction.Hash(), place.Message.Hash.ToArray());

        Address multicall = AddressOf(KnownContracts.Multicall3.Address);
        await net.Developer.SetBalanceAsync(multicall, TokenAmount.FromFil(5));
        await net.Developer.ImpersonateAsync(multicall);
        var hashes = new HashSet<string>();
        for (int i = 0; i < 2; i++)
        {
            (answer, sent) = await net.Developer.PushAsAsync(Transfer(net, net.NextNonce(multicall), net.Accounts[0].Ethereum), multicall);
            Assert.True(answer.IsAccepted, answer.Reason);
            Assert.True(net.Chain.TryGetMessage(sent.Cid, out place));
            Assert.True(place.Message.Receipt.ExitCode.IsSuccess, place.Message.Failure);
            Assert.True(hashes.Add(Convert.ToHexString(place.Message.Hash.Span)));
        }

        Assert.Equal(TokenAmount.FromFil(3), net.StateAt().BalanceOf(multicall));

        Address root = Address.FromId(80);
        await net.Developer.SetBalanceAsync(root, TokenAmount.FromFil(1));
        await net.Developer.ImpersonateAsync(root);
        var verifier = new Message
        {
            From = root,
            To = SingletonActors.VerifiedRegistry.ToAddress(),
            MethodNum = Actors.VerifiedRegistryMethods.AddVerifier.Number,
            Params = ChainEncoding.ToCbor(new Actors.VerifierParams(net.Secp.Address, 1 << 20)),
            GasLimit = 1_000_000_000,
            GasFeeCap = TokenAmount.FromAtto(1000),
        };
        (answer, sent) = await net.Developer.PushAsAsync(verifier);
        Assert.True(answer.IsAccepted, answer.Reason);
        Assert.True(net.Chain.TryGetMessage(sent.Cid, out place));
        Assert.True(place.Message.Receipt.ExitCode.IsSuccess, place.Message.Failure);
    }

    [Fact]
    public async Task Time()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null, Time = new FrozenTime(1_700_000_000) });
        Assert.Equal(1_700_000_000UL, net.Head.Timestamp);
        await net.Developer.IncreaseTimeAsync(3600);
        Assert.Equal(1_700_003_600UL, (await net.MineAsync()).Timestamp);
        await net.Developer.SetNextTimestampAsync(1_800_000_000);
        Assert.Equal(1_800_000_000UL, (await net.MineAsync()).Timestamp);
        Assert.Equal(1_800_000_000UL, (await net.MineAsync()).Timestamp);
        await Assert.ThrowsAsync<DevnetException>(() => net.Developer.SetNextTimestampAsync(1_799_999_999));
        Assert.Equal(1_800_000_090UL, (await net.MineAsync(count: 4, interval: 30)).Timestamp);
        await net.Developer.SetTimestampIntervalAsync(7);
        Assert.Equal(1_800_000_097UL, (await net.MineAsync()).Timestamp);
    }

    /// <summary>With the network's clock an epoch is 30 seconds, and a jump of time is a row of null rounds.</summary>
    [Fact]
    public async Task Time_by_epochs()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null, Time = new FrozenTime(1_700_000_000), Clock = DevnetClock.Epoch });
        Assert.Equal(1_700_000_030UL, (await net.MineAsync()).Timestamp);
        await net.Developer.SetNextTimestampAsync(1_700_000_000 + (2880 * 30));
        ExecutedTipset late = await net.MineAsync();
        Assert.Equal(2880, late.Height);
        Assert.Equal(1_700_086_400UL, late.Timestamp);
        Assert.Null(net.Chain.AtHeight(100));
        Assert.Equal(1, net.Chain.AtOrBefore(100)!.Height);
    }

    [Fact]
    public async Task Null_rounds()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        ExecutedTipset last = await net.MineAsync(count: 2, nullRounds: 3);
        Assert.Equal(8, last.Height);
        Assert.Equal([0L, 4L, 8L], net.Chain.Range(0, 100).Select(static tipset => tipset.Height));
        Assert.Null(net.Chain.AtHeight(5));
        Assert.Equal(8, net.Chain.AtOrAfter(5)!.Height);
    }

    [Fact]
    public async Task Manual_mining_puts_what_waits_into_one_tipset()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null, Mining = MiningMode.Manual });
        for (ulong nonce = 0; nonce < 3; nonce++)
            Assert.True((await net.PushAsync(net.Accounts[0].Sign(Transfer(net, nonce, net.Accounts[1].Ethereum)))).IsAccepted);
        Assert.Equal(0, net.Head.Height);
        Assert.Equal(3, net.Pending().Count);
        Assert.Equal(3UL, net.NextNonce(net.Accounts[0].Delegated));
        Assert.True(await net.Developer.DropMessageAsync(net.Pending()[2].Cid));
        Assert.Equal(2, (await net.MineAsync()).Messages.Count);
        Assert.Empty(net.Pending());
    }

    /// <summary>More than a block takes goes into as many tipsets as it needs once mining is instant: nothing that can be applied waits there.</summary>
    [Fact]
    public async Task What_one_block_does_not_take_the_next_one_does()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Mining = MiningMode.Manual, Heartbeat = null });
        for (ulong nonce = 0; nonce < 5; nonce++)
            Assert.True((await net.PushAsync(net.Accounts[0].Sign(Transfer(net, nonce, net.Accounts[1].Ethereum) with { GasLimit = 4_000_000_000 }))).IsAccepted);
        await net.Developer.SetMiningAsync(MiningMode.Instant);
        Assert.Empty(net.Pending());
        Assert.Equal([2, 2, 1], net.Chain.Range(1, 100).Select(static tipset => tipset.Messages.Count));
    }

    /// <summary>A message whose sender cannot pay its fees any more stays out of tipsets, in which it would have no effect but a miner's penalty, until it can.</summary>
    [Fact]
    public async Task Who_cannot_pay_waits()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Mining = MiningMode.Manual, Heartbeat = null });
        Address alice = net.Accounts[0].Delegated;
        Assert.True((await net.PushAsync(net.Accounts[0].Sign(Transfer(net, 0, net.Accounts[1].Ethereum)))).IsAccepted);
        await net.Developer.SetBalanceAsync(alice, TokenAmount.FromAtto(1));
        Assert.Empty((await net.MineAsync()).Messages);
        Assert.Single(net.Pending());
        await net.Developer.SetBalanceAsync(alice, TokenAmount.FromFil(5));
        Assert.Single((await net.MineAsync()).Messages);
        Assert.Equal(1UL, net.NextNonce(alice));
    }

    /// <summary>In a state that is loaded an id may be another actor's: what waits goes by its sender's address.</summary>
    [Fact]
    public async Task Ids_go_by_the_state_that_is_loaded()
    {
        await using Devnet other = await Devnet.StartAsync(new DevnetOptions { AccountCount = 14, Heartbeat = null });
        await other.SendAsync(other.Accounts[12], other.Accounts[0].Ethereum);
        using var car = new MemoryStream();
        await other.Developer.DumpStateAsync(car);
        car.Position = 0;
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Mining = MiningMode.Manual, Heartbeat = null });
        ActorId before = net.IdOf(net.Secp.Address)!.Value;
        Assert.Equal(before, other.IdOf(other.Accounts[10].Delegated));
        SignedMessage native = net.Secp.Sign(new Message
        {
            From = net.Secp.Address,
            To = net.Bls.Address,
            GasLimit = 10_000_000,
            GasFeeCap = TokenAmount.FromAtto(1000),
            GasPremium = TokenAmount.FromAtto(1),
        });
        Assert.True((await net.PushAsync(native)).IsAccepted);
        await net.Developer.LoadStateAsync(car);
        Assert.NotEqual(before, net.IdOf(net.Secp.Address));
        Assert.Equal(1UL, net.NextNonce(net.Secp.Address));
        Assert.Equal(0UL, net.NextNonce(other.Accounts[10].Delegated));
        Assert.True(Assert.Single((await net.MineAsync()).Messages).Receipt.ExitCode.IsSuccess);
        await net.Developer.ResetAsync();
        Assert.Equal(before, net.IdOf(net.Secp.Address));
        Assert.Null(net.IdOf(other.Accounts[10].Delegated));
    }

    /// <summary>A nonce that is missing holds up those behind it; when it comes all go into one tipset.</summary>
    [Fact]
    public async Task A_gap_of_nonces_waits()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        Assert.True((await net.PushAsync(net.Accounts[0].Sign(Transfer(net, 1, net.Accounts[1].Ethereum)))).IsAccepted);
        Assert.Equal(0, net.Head.Height);
        Assert.True((await net.PushAsync(net.Accounts[0].Sign(Transfer(net, 0, net.Accounts[1].Ethereum)))).IsAccepted);
        Assert.Equal(2, net.Head.Messages.Count);
    }

    [Fact]
    public async Task Interval_mining_and_the_heartbeat_beat()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = TimeSpan.FromMilliseconds(20) });
        await Eventually.IsAsync(() => net.Head.Height >= 2);
        await net.Developer.SetMiningAsync(MiningMode.Manual);
        long height = net.Head.Height;
        await net.Developer.SetMiningAsync(MiningMode.Interval, TimeSpan.FromMilliseconds(10));
        await Eventually.IsAsync(() => net.Head.Height >= height + 2);
    }

    [Fact]
    public async Task The_base_fee_of_the_next_tipset_can_be_set()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        await net.Developer.SetNextBaseFeeAsync(TokenAmount.FromAtto(5000));
        Assert.Equal(TokenAmount.FromAtto(5000), (await net.MineAsync()).BaseFee);
        Assert.True((await net.MineAsync()).BaseFee < TokenAmount.FromAtto(5000));
        await Assert.ThrowsAsync<DevnetException>(() => net.Developer.SetNextBaseFeeAsync(TokenAmount.FromAtto(99)));
    }

    [Fact]
    public async Task States_go_out_and_in()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        EvmAddress contract = (await net.DeployEvmAsync(net.Accounts[0], DevnetStartTests.Counter)).CreatedContract!.Value;
        await net.SendAsync(net.Accounts[0], contract, Word(8));
        using var car = new MemoryStream();
        await net.Developer.DumpStateAsync(car);
        await using Devnet other = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        car.Position = 0;
        await other.Developer.LoadStateAsync(car);
        Assert.Equal((UInt256)8, other.StateAt().StorageAt(AddressOf(contract), 0));
        Assert.Equal(net.Head.StateRoot, other.Head.StateRoot);
        await Assert.ThrowsAsync<DevnetException>(() => other.Developer.LoadStateAsync(new MemoryStream([1, 2, 3])));
    }

    [Fact]
    public async Task Overrides_last_for_a_call()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        var options = new CallOptions
        {
            Overrides = [new StateOverride(Stranger) { Code = DevnetStartTests.Counter.AsMemory(12), StorageChanges = new Dictionary<UInt256, UInt256> { [0] = 55 } }],
        };
        var message = new Message { From = net.Secp.Address, To = Stranger, MethodNum = TransactionMessages.InvokeEvm };
        Assert.Equal(Word(55), (await net.CallAsync(message, options: options)).EthereumReturn.ToArray());
        Assert.Null(net.StateAt().Actor(Stranger));
    }

    /// <summary>The second message of a tipset is replayed on what the first one left, and the tracer sees the second only.</summary>
    [Fact]
    public async Task Messages_are_replayed()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        EvmAddress contract = (await net.DeployEvmAsync(net.Accounts[0], DevnetStartTests.Counter)).CreatedContract!.Value;
        await net.Developer.SetMiningAsync(MiningMode.Manual);
        for (byte i = 1; i <= 2; i++)
            await net.PushAsync(net.Accounts[i].Sign(Transfer(net, 0, contract) with { Input = Word(i), Value = default, MaxPriorityFeePerGas = (ulong)(100 - i) }));
        await net.MineAsync();
        AppliedMessage second = net.Head.Messages[1];
        var tracer = new StructLogTracer();
        Abi.Node.ApplyResult again = await net.ReplayAsync(new MessagePlace(net.Head, second), tracer: tracer);
        Assert.Equal(second.Receipt, again.Receipt);
        Assert.NotEmpty(again.Trace);
        Assert.Equal(16, tracer.Logs.Count);
        Assert.Equal(2, (await net.ReplayAsync(net.Head)).Count);
    }

    [Fact]
    public async Task Reset_goes_back_to_genesis()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        ExecutedTipset genesis = net.Head;
        await net.Developer.SetBalanceAsync(Stranger, TokenAmount.FromFil(1));
        await net.MineAsync(5);
        await net.Developer.ResetAsync();
        Assert.Same(genesis, net.Head);
        Assert.Equal(TokenAmount.Zero, net.StateAt().BalanceOf(Stranger));
    }

    [Fact]
    public async Task Watchers_see_everything_in_order()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        var seen = new List<string>();
        using (net.Watch(change => seen.Add(change.GetType().Name)))
        {
            ulong snapshot = await net.Developer.TakeSnapshotAsync();
            await net.PushAsync(net.Accounts[0].Sign(Transfer(net, 0, net.Accounts[1].Ethereum)));
            await net.Developer.RevertAsync(snapshot);
        }

        await net.MineAsync();
        Assert.Equal([nameof(MessagePending), nameof(TipsetMade), nameof(TipsetReverted)], seen);
    }

    [Fact]
    public async Task Many_devnets_in_one_process()
    {
        Devnet[] nets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Devnet.StartAsync(new DevnetOptions { Heartbeat = null })));
        await Task.WhenAll(nets.Select(static (net, i) => net.MineAsync(i + 1)));
        Assert.Equal([1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L], nets.Select(static net => net.Head.Height));
        foreach (Devnet net in nets)
            await net.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => nets[0].MineAsync());
    }

    /// <summary>The same words, the same time, the same messages: the same chain, to the last CID.</summary>
    [Fact]
    public async Task The_same_seed_makes_the_same_chain()
    {
        var keys = new HashSet<string>();
        for (int i = 0; i < 2; i++)
        {
            await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null, Time = new FrozenTime(1_700_000_000) });
            EvmAddress contract = (await net.DeployEvmAsync(net.Accounts[0], DevnetStartTests.Counter)).CreatedContract!.Value;
            await net.SendAsync(net.Accounts[1], contract, Word(3));
            await net.SendAsync(net.Bls, new Message { From = net.Bls.Address, To = net.Secp.Address, Value = TokenAmount.FromFil(1) });
            await net.MineAsync(3, nullRounds: 1);
            keys.Add(net.Head.Key.ToString());
        }

        Assert.Single(keys);
    }

    internal static byte[] Word(byte value) => [.. new byte[31], value];

    internal static Address AddressOf(EvmAddress address) => Address.FromEthereum(address.ToArray());

    internal static EthereumTransaction Transfer(Devnet net, ulong nonce, EvmAddress to) => new()
    {
        Kind = EthereumTransactionKind.Eip1559,
        ChainId = net.Options.ChainId,
        Nonce = nonce,
        To = to,
        Value = UInt256.FromBigInteger(TokenAmount.FromFil(1).Atto),
        GasLimit = 100_000_000,
        MaxFeePerGas = 1000,
        MaxPriorityFeePerGas = 1,
    };

    private static TokenAmount Sum(ChainState state) => state.View.Actors().Aggregate(TokenAmount.Zero, static (sum, actor) => sum + actor.Value.Balance);

    private sealed class FrozenTime(long seconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(seconds);
    }
}
