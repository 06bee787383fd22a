using System.Collections.Immutable;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Node.Ledger;
using Fvm.Node.Mempool;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node.Mining;

/// <summary>
/// The chain and the pool, and all that changes them: one thread at a time, on a deep stack (<see cref="Devnet"/> sees to both). Who only reads the pool takes
/// <see cref="PoolSync"/>.
/// </summary>
internal sealed class ChainCore
{
    private readonly TipsetMaker maker;
    private readonly PoolView view;
    private readonly Func<ExecutedTipset, ChainState> stateAt;
    private ImmutableArray<Action<ChainChange>> watchers = [];
    private TokenAmount? nextBaseFee;

    public ChainCore(DevnetOptions options, ChainStore chain, TipsetMaker maker, Func<ExecutedTipset, ChainState> stateAt)
    {
        this.maker = maker;
        this.stateAt = stateAt;
        Chain = chain;
        Mining = options.Mining;
        BlockTime = options.BlockTime;
        Clock = new MiningClock(options);
        view = new PoolView(options, Impersonation) { State = stateAt(chain.Head), BaseFee = chain.Head.NextBaseFee };
        Pool = new MessagePool(view, new PoolLimits { PerUntrustedSender = new PoolLimits().PerSender });
    }

    public ChainStore Chain { get; }

    public MessagePool Pool { get; }

    public Lock PoolSync { get; } = new();

    public MiningClock Clock { get; }

    public Impersonation Impersonation { get; } = new();

    public MiningMode Mining { get; set; }

    public TimeSpan BlockTime { get; set; }

    /// <summary>Whom headers name as the miner.</summary>
    public Address Miner { get; set; } = Address.FromId(1000);

    /// <summary>The base fee of the next tipset.</summary>
    public TokenAmount BaseFee
    {
        get => nextBaseFee ?? Chain.Head.NextBaseFee;
        set
        {
            nextBaseFee = value;
            GoOn();
        }
    }

    /// <summary>Goes on with a chain that was opened again: with what waited, and not before its time.</summary>
    public void Resume()
    {
        if (Chain.Head.Timestamp > Clock.Now)
            Clock.Offset += unchecked((long)(Chain.Head.Timestamp - Clock.Now));
        if (Chain.Waiting is { Count: > 0 } waiting)
            Wait(waiting);
    }

    public void Watch(Action<ChainChange> watcher) => ImmutableInterlocked.Update(ref watchers, static (list, added) => list.Add(added), watcher);

    public void Unwatch(Action<ChainChange> watcher) => ImmutableInterlocked.Update(ref watchers, static (list, gone) => list.Remove(gone), watcher);

    /// <summary>Offers a message to the pool, and mines it if that is what this chain does.</summary>
    /// <param name="message">The message.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="isTrusted">Whether its signature was verified, or need not be.</param>
    public PoolAnswer Push(SignedMessage message, PoolSource source, bool isTrusted)
    {
        PoolAnswer answer = Add(message, source, isTrusted);
        if (!answer.IsAccepted)
            return answer;
        Tell(new MessagePending(message));
        ExecutedTipset before = Chain.Head;
        if (Mining == MiningMode.Instant)
            MineReady();
        if (ReferenceEquals(before, Chain.Head))
            Chain.Keep(message);
        return answer;
    }

    /// <summary>Makes a tipset of what can be applied, if there is anything.</summary>
    public void MineReady()
    {
        if (Ready() is { Count: > 0 } ready)
            Mine(0, ready);
    }

    /// <summary>Makes a tipset of what can be applied.</summary>
    public void Mine(int nullRounds) => Mine(nullRounds, Ready());

    /// <summary>Makes a tipset of given blocks.</summary>
    public void Mine(int nullRounds, IReadOnlyList<BlockPlan> plans)
    {
        ExecutedTipset parent = Chain.Head;
        (long height, ulong timestamp) = Clock.Next(parent.Height, parent.Timestamp, Chain.EpochZero, nullRounds);
        ExecutedTipset tipset = maker.Make(parent, height, timestamp, nextBaseFee, plans);
        nextBaseFee = null;
        Chain.Append(tipset);
        GoOn();
        Tell(new TipsetMade(tipset, parent));
    }

    /// <summary>Changes the state after the head.</summary>
    public void EditHead(Func<Cid, Cid> edit)
    {
        ExecutedTipset head = Chain.Head;
        ExecutedTipset edited = head with { StateRoot = edit(head.StateRoot) };
        Chain.ReplaceHead(edited);
        GoOn();
        Tell(new HeadStateChanged(edited));
    }

    /// <summary>Goes back to a tipset that was the head once, with the state that it had then.</summary>
    public void ReturnTo(ExecutedTipset former)
    {
        IReadOnlyList<ExecutedTipset> gone = Chain.ReturnTo(former);
        nextBaseFee = null;
        GoOn();
        for (int i = 0; i < gone.Count; i++)
            Tell(new TipsetReverted(gone[i], i + 1 < gone.Count ? gone[i + 1] : former));
    }

    /// <summary>What waits, to be put back.</summary>
    public IReadOnlyList<SignedMessage> Waiting()
    {
        lock (PoolSync)
            return [.. Pool.Pending()];
    }

    /// <summary>Makes these and no others wait.</summary>
    public void Wait(IReadOnlyList<SignedMessage> messages)
    {
        lock (PoolSync)
            Pool.Clear();
        foreach (SignedMessage message in messages)
            Add(message, PoolSource.Local, isTrusted: true);
        Chain.KeepOnly(Waiting());
    }

    /// <summary>Tells those who watch.</summary>
    public void Tell(ChainChange change)
    {
        foreach (Action<ChainChange> watcher in watchers)
            watcher(change);
    }

    private void Mine(int nullRounds, IReadOnlyList<SignedMessage> messages) => Mine(nullRounds, [new BlockPlan(Miner, 1, messages)]);

    private PoolAnswer Add(SignedMessage message, PoolSource source, bool isTrusted)
    {
        lock (PoolSync)
        {
            view.Trusted = isTrusted ? message : null;
            PoolAnswer answer = Pool.Add(message, source);
            view.Trusted = null;
            return answer;
        }
    }

    private IReadOnlyList<SignedMessage> Ready()
    {
        lock (PoolSync)
            return Pool.Select(BaseFee);
    }

    /// <summary>The pool goes on to the head as it is now.</summary>
    private void GoOn()
    {
        ChainState state = stateAt(Chain.Head);
        lock (PoolSync)
        {
            view.State = state;
            view.BaseFee = BaseFee;
            Pool.Advance();
        }
    }
}
