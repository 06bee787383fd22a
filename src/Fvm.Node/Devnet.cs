using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Fvm.Ethereum;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Node.Genesis;
using Fvm.Node.Ledger;
using Fvm.Node.Mempool;
using Fvm.Node.Mining;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node;

/// <summary>
/// A Filecoin network of one node, in process: messages in, tipsets out at once, every state kept. For any number of threads; changes come one after the other. Many
/// devnets may live in one process. See docs/devnet.md.
/// </summary>
public sealed class Devnet : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly Lock poolSync = new();
    private readonly ConditionalWeakTable<ExecutedTipset, ChainState> states = [];
    private readonly TipsetMaker maker;
    private readonly Simulator simulator;
    private readonly PoolView poolView;
    private readonly MessagePool pool;
    private readonly MiningClock clock;
    private ImmutableArray<Action<ChainChange>> watchers = [];

    private Devnet(DevnetOptions options, ActorEngine engine)
    {
        Options = options;
        var blocks = new ConcurrentBlockstore();
        Chain = new ChainStore(blocks);
        var randomness = new FakeRandomness(options.Mnemonic);
        var machines = new MachineFactory(options, blocks, new ChainNode(Chain, randomness), engine);
        maker = new TipsetMaker(options, blocks, new TipsetExecutor(options, machines, blocks), randomness);
        simulator = new Simulator(machines, blocks);
        clock = new MiningClock(options);
        DevnetGenesis genesis = DevnetGenesis.Build(options, blocks, engine);
        Accounts = genesis.Accounts;
        Secp = genesis.Secp;
        Bls = genesis.Bls;
        ulong time = options.GenesisTimestamp ?? clock.Now;
        Cid root = genesis.Root;
        if (options.KnownContracts)
        {
            VirtualMachine machine = machines.Build(new MachinePlace(root, 0, time, TokenAmount.Zero));
            DevnetGenesis.Deploy(machine);
            root = machine.Flush();
        }

        Chain.Append(maker.Genesis(root, time, Miner));
        poolView = new PoolView(options) { State = StateAt(Chain.Head), BaseFee = Chain.Head.NextBaseFee, IsActedFor = static _ => false };
        pool = new MessagePool(poolView);
    }

    /// <summary>What it is like.</summary>
    public DevnetOptions Options { get; }

    /// <summary>Its chain.</summary>
    public ChainStore Chain { get; }

    /// <summary>The newest tipset.</summary>
    public ExecutedTipset Head => Chain.Head;

    /// <summary>The funded Ethereum accounts.</summary>
    public IReadOnlyList<DevnetAccount> Accounts { get; }

    /// <summary>The funded f1 account.</summary>
    public NativeAccount Secp { get; }

    /// <summary>The funded f3 account.</summary>
    public NativeAccount Bls { get; }

    /// <summary>Whom headers name as the miner. On actors in C# there is no such actor.</summary>
    public Address Miner { get; } = Address.FromId(1000);

    /// <summary>Starts a network.</summary>
    /// <param name="options">What it shall be like; null for the usual.</param>
    /// <exception cref="Hosting.Genesis.GenesisException">There is no such network, such as a network version other than 28 without a bundle.</exception>
    public static Task<Devnet> StartAsync(DevnetOptions? options = null)
    {
        DevnetOptions all = options ?? new DevnetOptions();
        return DeepWorkers.Shared.RunAsync(() => new Devnet(all, SharedEngine));
    }

    /// <summary>The state after a tipset.</summary>
    /// <param name="tipset">The tipset; null for the head.</param>
    public ChainState StateAt(ExecutedTipset? tipset = null) => states.GetValue(tipset ?? Head, key => new ChainState(Chain.Blocks, key.StateRoot));

    /// <summary>Calls an action for everything that happens, in order, on the thread that makes it happen: it must be quick. Dispose to end it.</summary>
    /// <param name="watcher">The action.</param>
    public IDisposable Watch(Action<ChainChange> watcher)
    {
        ImmutableInterlocked.Update(ref watchers, list => list.Add(watcher));
        return new Watching(() => ImmutableInterlocked.Update(ref watchers, list => list.Remove(watcher)));
    }

    /// <summary>The messages that wait, by sender and nonce.</summary>
    public IReadOnlyList<SignedMessage> Pending()
    {
        lock (poolSync)
            return [.. pool.Pending()];
    }

    /// <summary>The nonce of a sender's next message, with what waits counted.</summary>
    /// <param name="sender">The sender.</param>
    public ulong NextNonce(Address sender)
    {
        lock (poolSync)
            return pool.NextNonce(sender);
    }

    /// <summary>Offers a message to the pool. With instant mining it is in a tipset when the task ends, if it could be applied.</summary>
    /// <param name="message">The message.</param>
    /// <param name="source">Where it comes from.</param>
    public Task<PoolAnswer> PushAsync(SignedMessage message, PoolSource source = PoolSource.Untrusted) => PushAsync(message, source, isTrusted: false);

    /// <summary>Offers an Ethereum transaction to the pool, as <see cref="PushAsync(SignedMessage, PoolSource)"/>.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="source">Where it comes from.</param>
    public Task<PoolAnswer> PushAsync(EthereumTransaction transaction, PoolSource source = PoolSource.Untrusted)
    {
        if (!TransactionMessages.TryToMessage(transaction, out SignedMessage? message, out string? error))
            return Task.FromResult(new PoolAnswer(PoolVerdict.BadSignature, error));
        return PushAsync(message, source, isTrusted: true);
    }

    /// <summary>Makes tipsets, the first of them of what waits.</summary>
    /// <param name="count">How many.</param>
    /// <param name="nullRounds">How many epochs without a tipset come before each.</param>
    /// <returns>The last one.</returns>
    public Task<ExecutedTipset> MineAsync(int count = 1, int nullRounds = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegative(nullRounds);
        return ChangeAsync(() =>
        {
            for (int i = 0; i < count; i++)
                Mine(nullRounds);
            return Head;
        });
    }

    /// <summary>Runs a message on the state after a tipset; nothing of it stays. Without a fee cap it is free, and its sender may be anybody.</summary>
    /// <param name="message">The message; its nonce is filled in, and its gas limit where it is 0.</param>
    /// <param name="at">The tipset; null for the head.</param>
    /// <param name="options">How.</param>
    public Task<CallResult> CallAsync(Message message, ExecutedTipset? at = null, CallOptions? options = null)
    {
        ExecutedTipset tipset = at ?? Head;
        return DeepWorkers.Shared.RunAsync(() => simulator.Call(message, tipset, options ?? new CallOptions()));
    }

    /// <summary>Finds a gas limit for a message.</summary>
    /// <param name="message">The message; gas limit and fees do not count.</param>
    /// <param name="at">The tipset on whose state it runs; null for the head.</param>
    /// <param name="options">How.</param>
    public Task<GasEstimate> EstimateGasAsync(Message message, ExecutedTipset? at = null, CallOptions? options = null)
    {
        ExecutedTipset tipset = at ?? Head;
        return DeepWorkers.Shared.RunAsync(() => new GasEstimator(simulator).Estimate(message, tipset, options ?? new CallOptions()));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await gate.WaitAsync().ConfigureAwait(false);
        watchers = [];
    }

    /// <summary>One for the process: compiled modules are the same for all.</summary>
    private static ActorEngine SharedEngine { get; } = new();

    private Task<PoolAnswer> PushAsync(SignedMessage message, PoolSource source, bool isTrusted) => ChangeAsync(() =>
    {
        PoolAnswer answer = Add(message, source, isTrusted);
        if (!answer.IsAccepted)
            return answer;
        Tell(new MessagePending(message));
        if (Options.Mining == MiningMode.Instant && Ready() is { Count: > 0 })
            Mine(nullRounds: 0);
        return answer;
    });

    private PoolAnswer Add(SignedMessage message, PoolSource source, bool isTrusted)
    {
        lock (poolSync)
        {
            poolView.Trusted = isTrusted ? message : null;
            PoolAnswer answer = pool.Add(message, source);
            poolView.Trusted = null;
            return answer;
        }
    }

    private IReadOnlyList<SignedMessage> Ready()
    {
        lock (poolSync)
            return pool.Select(Head.NextBaseFee);
    }

    private void Mine(int nullRounds)
    {
        ExecutedTipset parent = Head;
        (long height, ulong timestamp) = clock.Next(parent.Height, parent.Timestamp, Chain.Genesis.Timestamp, nullRounds);
        ExecutedTipset tipset = maker.Make(parent, height, timestamp, null, [new BlockPlan(Miner, 1, Ready())]);
        Chain.Append(tipset);
        GoOn(tipset);
        Tell(new TipsetMade(tipset));
    }

    /// <summary>The pool goes on to a new head.</summary>
    private void GoOn(ExecutedTipset head)
    {
        ChainState state = StateAt(head);
        lock (poolSync)
        {
            poolView.State = state;
            poolView.BaseFee = head.NextBaseFee;
            pool.Advance();
        }
    }

    private void Tell(ChainChange change)
    {
        foreach (Action<ChainChange> watcher in watchers)
            watcher(change);
    }

    private async Task<T> ChangeAsync<T>(Func<T> change)
    {
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            return await DeepWorkers.Shared.RunAsync(change).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    private sealed class Watching(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
