using Fvm.Abi.Node;
using Fvm.Ethereum;
using Fvm.Evm.Tracing;
using Fvm.Hosting;
using Fvm.Hosting.Native;
using Fvm.Ipld;
using Fvm.Node.Forks;
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
    private readonly StateCache states;
    private readonly Simulator simulator;
    private readonly Replayer replayer;
    private readonly ChainCore core;
    private readonly ForkedChain? fork;
    private readonly Heartbeat heart;
    private bool disposed;

    private Devnet(DevnetOptions options)
    {
        (options, IBlockstore blocks, ITipsetArchive archive, fork) = ChainFiles.Open(options);
        Options = options;
        Chain = new ChainStore(blocks, archive);
        states = new StateCache(blocks);
        var randomness = new FakeRandomness(options.Mnemonic);
        Randomness = new ChainRandomness(Chain, randomness);
        var machines = new MachineFactory(
            options, blocks, running => new ChainNode(Chain, Randomness, running, fork?.Chain), SharedEngine, fork is null ? NativeCode.Mainnet : fork.Code(options), CirculatingSupply);
        var executor = new TipsetExecutor(options, machines, blocks, states);
        var maker = new TipsetMaker(options, blocks, executor, randomness);
        var keys = new DevnetKeys(options.Mnemonic, options.AccountCount);
        if (Chain.IsEmpty && fork is not null)
        {
            Chain.Append(fork.First(options, keys));
        }
        else if (Chain.IsEmpty)
        {
            DevnetGenesis genesis = DevnetGenesis.Build(options, keys, blocks, SharedEngine, machines);
            Chain.Append(maker.Genesis(genesis.Root, genesis.Timestamp, Address.FromId(1000)));
        }

        (Accounts, Secp, Bls) = (keys.Accounts, keys.Secp, keys.Bls);
        simulator = new Simulator(machines, blocks, states, options.CallGasLimit);
        replayer = new Replayer(executor, blocks);
        core = new ChainCore(options, Chain, maker, StateAt);
        core.Resume();
        heart = new Heartbeat(options.Time, Period, Beat);
        var runner = new HeadRunner(core, machines);
        Developer = new DevnetDeveloper(this, core, blocks, new SnapshotList(core, randomness), new ChainSurgery(core, randomness, runner, blocks, StateAt));
        Actors = new DevnetActors(this, core, runner, blocks, SharedEngine);
        Deals = new DevnetDeals(this, core, runner, machines);
        heart.Arm();
    }

    /// <summary>What it is like.</summary>
    public DevnetOptions Options { get; }

    /// <summary>Its chain.</summary>
    public ChainStore Chain { get; }

    /// <summary>The newest tipset.</summary>
    public ExecutedTipset Head => Chain.Head;

    /// <summary>The Ethereum accounts, which genesis funds.</summary>
    public IReadOnlyList<DevnetAccount> Accounts { get; }

    /// <summary>The f1 account, which genesis funds.</summary>
    public NativeAccount Secp { get; }

    /// <summary>The f3 account, which genesis funds.</summary>
    public NativeAccount Bls { get; }

    /// <summary>Tickets and beacon entries by epoch.</summary>
    internal ChainRandomness Randomness { get; }

    /// <summary>What no network lets anybody do: set balances and code, act for others, move time, go back.</summary>
    public DevnetDeveloper Developer { get; }

    /// <summary>Actors of anybody's own code, miners, cron.</summary>
    public DevnetActors Actors { get; }

    /// <summary>Deals of the market, on a bundle.</summary>
    public DevnetDeals Deals { get; }

    /// <summary>Whom headers name as the miner. On actors in C# there is no such actor.</summary>
    public Address Miner => core.Miner;

    /// <summary>The base fee that the next tipset pays, attoFIL a gas.</summary>
    public TokenAmount NextBaseFee => core.BaseFee;

    /// <summary>The network version of the state after the head and of the next tipset: <see cref="DevnetOptions.NetworkVersion"/>, or what the network was upgraded to since.</summary>
    public NetworkVersion NetworkVersion => Head.NextNetworkVersion;

    /// <summary>The manifest of the wasm actors that run on the state after the head; null for the actors in C#.</summary>
    public Cid? ActorsManifest => RunsNative ? null : StateAt().ManifestCid;

    /// <summary>The circulating supply that actors are told of: of a fork that of its upstream where it begins.</summary>
    public TokenAmount CirculatingSupply => fork?.Point.CirculatingSupply ?? MachineFactory.DevnetSupply;

    /// <summary>The chain that this one is a fork of, and what was read of it; null for a chain of its own.</summary>
    public ForkReport? Fork => fork?.Report();

    /// <summary>The chain before the fork; null for a chain of its own.</summary>
    internal UpstreamChain? Upstream => fork?.Chain;

    /// <summary>Starts a network.</summary>
    /// <param name="options">What it shall be like; null for the usual.</param>
    /// <exception cref="DevnetException">The folder cannot be opened, or the chain to fork cannot be read.</exception>
    /// <exception cref="Hosting.Genesis.GenesisException">There is no such network, such as a network version other than 28 without a bundle.</exception>
    public static Task<Devnet> StartAsync(DevnetOptions? options = null)
    {
        DevnetOptions all = options ?? new DevnetOptions();
        return DeepWorkers.Shared.RunAsync(() => new Devnet(all));
    }

    /// <summary>The state after a tipset.</summary>
    /// <param name="tipset">The tipset; null for the head.</param>
    public ChainState StateAt(ExecutedTipset? tipset = null) => states.Open((tipset ?? Head).StateRoot);

    /// <summary>The id of an address in the state after the head; null where there is no such actor. Another state that is loaded, or a chain that goes back, may give it another.</summary>
    /// <param name="address">Any address, such as an account's.</param>
    public ActorId? IdOf(Address address)
    {
        ChainState state = StateAt();
        return state.Resolve(address) is { } id && state.Actor(id) is not null ? id : null;
    }

    /// <summary>The state before a tipset, which its headers name.</summary>
    /// <param name="tipset">The tipset.</param>
    public ChainState StateBefore(ExecutedTipset tipset)
    {
        ArgumentNullException.ThrowIfNull(tipset);
        return states.Open(tipset.ParentStateRoot);
    }

    /// <summary>The epoch and the time that the next tipset would have now.</summary>
    public (long Height, ulong Timestamp) NextPlace() => core.Clock.Peek(Head.Height, Head.Timestamp, Chain.EpochZero, 0);

    /// <summary>Calls an action for everything that happens, in order, on the thread that makes it happen: it must be quick. Dispose to end it.</summary>
    /// <param name="watcher">The action.</param>
    public IDisposable Watch(Action<ChainChange> watcher)
    {
        core.Watch(watcher);
        return new Ending(() => core.Unwatch(watcher));
    }

    /// <summary>The messages that wait, by sender and nonce.</summary>
    public IReadOnlyList<SignedMessage> Pending() => core.Waiting.All();

    /// <summary>The nonce of a sender's next message, with what waits counted.</summary>
    /// <param name="sender">The sender.</param>
    public ulong NextNonce(Address sender) => core.Waiting.NextNonce(sender);

    /// <summary>Offers a message to the pool. With instant mining it is in a tipset when the task ends, if it could be applied.</summary>
    /// <param name="message">The message.</param>
    /// <param name="source">Where it comes from.</param>
    public Task<PoolAnswer> PushAsync(SignedMessage message, PoolSource source = PoolSource.Untrusted) => ChangeAsync(() => core.Push(message, source, isTrusted: false));

    /// <summary>Offers an Ethereum transaction to the pool, as <see cref="PushAsync(SignedMessage, PoolSource)"/>.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="source">Where it comes from.</param>
    public Task<PoolAnswer> PushAsync(EthereumTransaction transaction, PoolSource source = PoolSource.Untrusted) =>
        TransactionMessages.TryToMessage(transaction, out SignedMessage? message, out string? error)
            ? ChangeAsync(() => core.Push(message, source, isTrusted: true))
            : Task.FromResult(new PoolAnswer(PoolVerdict.BadSignature, error));

    /// <summary>Makes tipsets, the first of them of what waits.</summary>
    /// <param name="count">How many.</param>
    /// <param name="nullRounds">How many epochs without a tipset come before each.</param>
    /// <param name="interval">Seconds between them; null for whatever passes.</param>
    /// <returns>The last one.</returns>
    public Task<ExecutedTipset> MineAsync(int count = 1, int nullRounds = 0, ulong? interval = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegative(nullRounds);
        return ChangeAsync(() =>
        {
            for (int i = 0; i < count; i++)
            {
                if (i > 0 && interval is { } seconds && Options.Clock == DevnetClock.Free)
                    core.Clock.NextTimestamp = Head.Timestamp + seconds;
                core.Mine(nullRounds);
            }

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

    /// <summary>Whether the actors of the state after the head are those in C#: not on a bundle, nor once the network has the actors of one. Those of a fork do not change.</summary>
    internal bool RunsNative =>
        Options is { Bundle: null, Fork: not { UpstreamActors: true } } && (fork is not null || StateAt().ManifestCid == StateBefore(Chain.Genesis).ManifestCid);

    /// <summary>Runs tipsets on the state after one; nothing of them stays.</summary>
    internal Task<IReadOnlyList<SimulatedTipset>> SimulateAsync(ExecutedTipset at, IReadOnlyList<SimulationPlan> plans, CancellationToken cancelled) =>
        DeepWorkers.Shared.RunAsync(() => simulator.Run(at, plans, cancelled));

    /// <summary>Runs messages as they are on the state after a tipset, at an epoch from its on; nothing of them stays.</summary>
    internal Task<ComputedState> ComputeAsync(ExecutedTipset at, long height, IReadOnlyList<Message> messages, CancellationToken cancelled) =>
        DeepWorkers.Shared.RunAsync(() => simulator.Compute(at, height, messages, cancelled));

    /// <summary>As <see cref="CallAsync"/>; what awaits it goes on on the same thread, so it must be short and wait for no other work.</summary>
    internal Task<CallResult> CallThereAsync(Message message, ExecutedTipset at, CallOptions options) =>
        DeepWorkers.Shared.RunAsync(() => simulator.Call(message, at, options), continuesThere: true);

    /// <summary>Finds a gas limit for a message.</summary>
    /// <param name="message">The message; gas limit and fees do not count.</param>
    /// <param name="at">The tipset on whose state it runs; null for the head.</param>
    /// <param name="options">How.</param>
    public Task<GasEstimate> EstimateGasAsync(Message message, ExecutedTipset? at = null, CallOptions? options = null)
    {
        ExecutedTipset tipset = at ?? Head;
        return DeepWorkers.Shared.RunAsync(() => new GasEstimator(simulator).Estimate(message, tipset, options ?? new CallOptions()));
    }

    /// <summary>Runs the messages of a tipset again, with the execution trace of each.</summary>
    /// <param name="tipset">The tipset.</param>
    /// <param name="detail">How much the traces tell.</param>
    public Task<IReadOnlyList<ApplyResult>> ReplayAsync(ExecutedTipset tipset, TraceDetail detail = TraceDetail.Events) =>
        DeepWorkers.Shared.RunAsync(() => replayer.Run(tipset, int.MaxValue, detail, null));

    /// <summary>Runs a tipset again, with all that the network does in it itself: cron, also of the null rounds before it, and rewards.</summary>
    internal Task<IReadOnlyList<RanMessage>> TraceAsync(ExecutedTipset tipset) => DeepWorkers.Shared.RunAsync(() => replayer.Trace(tipset));

    /// <summary>Runs a message again, after those of its tipset that came before it.</summary>
    /// <param name="place">The message.</param>
    /// <param name="detail">How much the trace tells.</param>
    /// <param name="tracer">Watches the instructions of EVM contracts; on actors in C# only, since those of a bundle run as wasm.</param>
    public Task<ApplyResult> ReplayAsync(MessagePlace place, TraceDetail detail = TraceDetail.Events, IEvmTracer? tracer = null) =>
        DeepWorkers.Shared.RunAsync(() => replayer.Run(place.Tipset, place.Message.Index, detail, tracer)[^1]);

    /// <summary>Runs a message again, and gives the states before and after it.</summary>
    internal Task<ReplayedBetween> ReplayBetweenAsync(MessagePlace place, IEvmTracer tracer) =>
        DeepWorkers.Shared.RunAsync(() => replayer.RunBetween(place.Tipset, place.Message.Index, tracer));

    /// <summary>Runs the messages of a tipset again, once, and tells of each as soon as it ran.</summary>
    internal Task ReplayEachAsync(ExecutedTipset tipset, Func<int, IEvmTracer> tracerOf, Action<int, ReplayedBetween> each) => DeepWorkers.Shared.RunAsync(() =>
    {
        replayer.RunEach(tipset, tracerOf, each);
        return true;
    });

    /// <summary>Remembers everything, to go back to when the snapshot is disposed.</summary>
    public DevnetSnapshot Snapshot() => new(this, Developer.TakeSnapshotAsync().GetAwaiter().GetResult());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (disposed)
                return;
            disposed = true;
            heart.Dispose();
            fork?.Dispose();
            Chain.Close();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Makes one change after the other, each on a deep thread.</summary>
    internal async Task<T> ChangeAsync<T>(Func<T> change)
    {
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            ExecutedTipset before = Head;
            T result = await DeepWorkers.Shared.RunAsync(change).ConfigureAwait(false);
            // Only another tipset: who sets balances all the time must not keep the next tipset from coming.
            if (!before.Key.Equals(Head.Key))
                heart.Arm();
            return result;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>
    /// Makes a tipset that nobody waits for: at an interval, after a while without one, for a client that polls. Whatever goes wrong is told to those who watch, and the
    /// next one comes in its time.
    /// </summary>
    /// <param name="isWanted">Whether it is still wanted when its turn comes; null for yes.</param>
    internal async Task MineUnaskedAsync(Func<bool>? isWanted = null)
    {
        try
        {
            await ChangeAsync(() =>
            {
                if (isWanted?.Invoke() != false)
                    core.Mine(0);
                return true;
            }).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The network has ended.
        }
        catch (Exception failed)
        {
            // Nobody awaits this task: who catches less here lets the chain stand still without a word.
            await ArmAgainAsync().ConfigureAwait(false);
            core.Tell(new MiningFailed(failed));
        }
    }

    /// <summary>Counts the time to the next tipset that comes by itself from now on.</summary>
    internal void RestartHeart() => heart.Arm();

    /// <summary>One for the process: compiled modules are the same for all.</summary>
    private static ActorEngine SharedEngine { get; } = new();

    private TimeSpan? Period() => core?.Mining switch
    {
        MiningMode.Interval => core.BlockTime,
        MiningMode.Instant => Options.Heartbeat,
        _ => null,
    };

    /// <summary>Only a new head arms the heart, and none came.</summary>
    private async Task ArmAgainAsync()
    {
        await gate.WaitAsync().ConfigureAwait(false);
        if (!disposed)
            heart.Arm();
        gate.Release();
    }

    private void Beat(int beat) => _ = MineUnaskedAsync(() => heart.IsDue(beat));

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

/// <summary>What a devnet goes back to when this is disposed.</summary>
public sealed class DevnetSnapshot : IDisposable, IAsyncDisposable
{
    private readonly Devnet net;
    private bool isUsed;

    internal DevnetSnapshot(Devnet net, ulong id)
    {
        this.net = net;
        Id = id;
    }

    /// <summary>Its number.</summary>
    public ulong Id { get; }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (isUsed)
            return;
        isUsed = true;
        await net.Developer.RevertAsync(Id).ConfigureAwait(false);
    }
}
