using System.Collections.Immutable;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Node.Ledger;
using Fvm.Node.Mempool;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node.Mining;

/// <summary>The chain and what waits for it, and all that changes them: one thread at a time, on a deep stack (<see cref="Devnet"/> sees to both).</summary>
internal sealed class ChainCore
{
    private const string OnRequest = "it was dropped on request";

    private readonly TipsetMaker maker;
    private readonly bool startsInThePast;
    private ImmutableArray<Action<ChainChange>> watchers = [];
    private TokenAmount? nextBaseFee;

    public ChainCore(DevnetOptions options, ChainStore chain, TipsetMaker maker, Func<ExecutedTipset, ChainState> stateAt)
    {
        this.maker = maker;
        Chain = chain;
        startsInThePast = options.Fork?.Epoch is not null;
        Mining = options.Mining;
        BlockTime = options.BlockTime;
        Clock = new MiningClock(options);
        Waiting = new WaitingMessages(options, chain, Impersonation, stateAt);
    }

    public ChainStore Chain { get; }

    public WaitingMessages Waiting { get; }

    public MiningClock Clock { get; }

    public Impersonation Impersonation { get; } = new();

    public MiningMode Mining { get; set; }

    public TimeSpan BlockTime { get; set; }

    /// <summary>Whom headers name as the miner.</summary>
    public Address Miner { get; set; } = Address.FromId(1000);

    /// <summary>The base fee of the next tipset.</summary>
    public TokenAmount BaseFee => nextBaseFee ?? Chain.Head.NextBaseFee;

    /// <summary>The base fee of the next tipset, where it is another than the head's messages made it.</summary>
    public TokenAmount? NextBaseFee
    {
        get => nextBaseFee;
        set
        {
            nextBaseFee = value;
            TellAll(Waiting.Follow(() => BaseFee, null));
        }
    }

    /// <summary>Goes on with a chain that was opened again: with what waited, and not before its time.</summary>
    public void Resume()
    {
        ResumeTime();
        if (Chain.Waiting is { Count: > 0 } waiting)
            Waiting.Replace(waiting, () => BaseFee, OnRequest);
    }

    /// <summary>Sets the clock by the head, where that is ahead of the computer's or tells another time on purpose.</summary>
    public void ResumeTime()
    {
        // The fork of an old epoch goes on in that epoch's time, as anvil's does.
        if (Chain.Head.Timestamp > Clock.Now || startsInThePast)
            Clock.Offset += unchecked((long)(Chain.Head.Timestamp - Clock.Now));
    }

    public void Watch(Action<ChainChange> watcher) => ImmutableInterlocked.Update(ref watchers, static (list, added) => list.Add(added), watcher);

    public void Unwatch(Action<ChainChange> watcher) => ImmutableInterlocked.Update(ref watchers, static (list, gone) => list.Remove(gone), watcher);

    /// <summary>
    /// Offers a message to the pool, and mines it if that is what this chain does. It is kept before anybody learns that it was accepted; what goes wrong before that takes it
    /// back, so that whoever gets an error need not ask what became of it.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="isTrusted">Whether its signature was verified, or need not be.</param>
    public PoolAnswer Push(SignedMessage message, PoolSource source, bool isTrusted)
    {
        PoolAnswer answer = Waiting.Add(message, source, isTrusted);
        TellAll(Waiting.TakeDropped());
        if (!answer.IsAccepted)
            return answer;
        var dropped = new List<MessageDropped>();
        try
        {
            bool isInstant = Mining == MiningMode.Instant;
            if (!isInstant)
                Waiting.Keep(message, answer.Former);
            Tell(new MessagePending(message));
            if (isInstant)
            {
                MineReady(dropped);
                if (!IsDropped())
                    Waiting.Keep(message, answer.Former);
            }
        }
        catch (Exception failed)
        {
            if (Waiting.Holds(message) && Chain.Head.Messages.All(applied => applied.Cid != message.Cid))
            {
                Waiting.TakeBack(message, answer.Former);
                Tell(new MessageDropped(message, failed.Message));
                throw;
            }

            // It is in a tipset, or dropped; what failed came after that.
            Tell(new MiningFailed(failed));
        }

        if (IsDropped())
        {
            Waiting.TakeBack(message, answer.Former);
            return new PoolAnswer(PoolVerdict.Unappliable, dropped.Find(IsOwn)!.Reason);
        }

        if (answer.Former is { } former)
            Tell(new MessageDropped(former, $"{message.Cid} took its place"));
        return answer;

        bool IsDropped() => dropped.Exists(IsOwn);
        bool IsOwn(MessageDropped drop) => drop.Message.Cid == message.Cid;
    }

    /// <summary>Drops a message.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Drop(Cid cid)
    {
        if (Waiting.Drop(cid) is not { } message)
            return false;
        Tell(new MessageDropped(message, OnRequest));
        return true;
    }

    /// <summary>Makes tipsets of what can be applied, until there is nothing more.</summary>
    /// <param name="dropped">Takes what waits no more, and no tipset has.</param>
    public void MineReady(List<MessageDropped> dropped)
    {
        while (Waiting.Ready(BaseFee) is { Count: > 0 } ready)
            TryMine(0, ready, dropped);
    }

    /// <summary>
    /// Makes a tipset of what can be applied. A message that the machine cannot run at all would stop this one and all that come, so it is dropped, as a node's operator
    /// would do by hand, and the others go on without it.
    /// </summary>
    /// <param name="nullRounds">How many epochs without a tipset come before it.</param>
    /// <param name="dropped">Takes what waits no more, and no tipset has.</param>
    public void Mine(int nullRounds, List<MessageDropped>? dropped = null)
    {
        while (!TryMine(nullRounds, Waiting.Ready(BaseFee), dropped))
        {
            // Without the one that was dropped.
        }
    }

    /// <summary>Makes a tipset of given blocks.</summary>
    public void Mine(int nullRounds, IReadOnlyList<BlockPlan> plans)
    {
        ExecutedTipset parent = Chain.Head;
        (long height, ulong timestamp) = Clock.Peek(parent.Height, parent.Timestamp, Chain.EpochZero, nullRounds);
        ExecutedTipset tipset = maker.Make(parent, height, timestamp, nextBaseFee, plans);
        IReadOnlyList<MessageDropped> dropped = Waiting.Follow(Append, tipset);
        Tell(new TipsetMade(tipset, parent));
        TellAll(dropped);

        TokenAmount Append()
        {
            Chain.Append(tipset);
            Clock.Take(timestamp);
            nextBaseFee = null;
            return BaseFee;
        }
    }

    /// <summary>Changes the state after the head.</summary>
    public void EditHead(Func<Cid, Cid> edit) => ReplaceHead(Chain.Head with { StateRoot = edit(Chain.Head.StateRoot) });

    /// <summary>Puts the state of another network version after the head. The rule of the base fee is the new one from the head on (lotus <c>chain/store/basefee.go</c>).</summary>
    public void UpgradeHead(Cid root, NetworkVersion version)
    {
        ExecutedTipset head = Chain.Head;
        bool isFirst = head.Height == Chain.Genesis.Height;
        ReplaceHead(head with
        {
            StateRoot = root,
            NextNetworkVersion = version,
            NextBaseFee = isFirst ? head.NextBaseFee : Node.Chain.BaseFee.Next(version, head.BaseFee, head.Blocks),
        });
    }

    private void ReplaceHead(ExecutedTipset edited)
    {
        IReadOnlyList<MessageDropped> dropped = Waiting.Follow(Replace, null);
        Tell(new HeadStateChanged(edited));
        TellAll(dropped);

        TokenAmount Replace()
        {
            Chain.ReplaceHead(edited);
            return BaseFee;
        }
    }

    /// <summary>Goes back to a tipset of the chain, with the state that it has or had once.</summary>
    /// <param name="former">The tipset.</param>
    /// <param name="waiting">What waits then; null for what waits now, as far as it still can.</param>
    /// <returns>The tipsets that are no more, newest first.</returns>
    public IReadOnlyList<ExecutedTipset> ReturnTo(ExecutedTipset former, IReadOnlyList<SignedMessage>? waiting = null)
    {
        IReadOnlyList<ExecutedTipset> gone = [];
        IReadOnlyList<MessageDropped> dropped = waiting is null ? Waiting.Follow(Return, null) : Waiting.Replace(waiting, Return, "the chain went back to before it came");
        for (int i = 0; i < gone.Count; i++)
            Tell(new TipsetReverted(gone[i], i + 1 < gone.Count ? gone[i + 1] : former));
        TellAll(dropped);
        return gone;

        TokenAmount Return()
        {
            gone = Chain.ReturnTo(former, waiting);
            nextBaseFee = null;
            return BaseFee;
        }
    }

    /// <summary>Puts tipsets back that were the chain's after its head.</summary>
    /// <param name="tipsets">The tipsets, oldest first.</param>
    public void Restore(IEnumerable<ExecutedTipset> tipsets)
    {
        foreach (ExecutedTipset tipset in tipsets)
        {
            ExecutedTipset parent = Chain.Head;
            IReadOnlyList<MessageDropped> dropped = Waiting.Follow(Append, tipset);
            Tell(new TipsetMade(tipset, parent));
            TellAll(dropped);

            TokenAmount Append()
            {
                Chain.Append(tipset);
                return BaseFee;
            }
        }
    }

    /// <summary>Makes these and no others wait.</summary>
    public void Wait(IReadOnlyList<SignedMessage> messages) => TellAll(Waiting.Replace(messages, () => BaseFee, OnRequest));

    /// <summary>Tells those who watch. What one of them throws is the others' to know, and no failure of what is told.</summary>
    public void Tell(ChainChange change)
    {
        foreach (Action<ChainChange> watcher in watchers)
        {
            try
            {
                watcher(change);
            }
            catch (Exception failed)
            {
                if (change is not WatcherFailed)
                    Tell(new WatcherFailed(failed));
            }
        }
    }

    private bool TryMine(int nullRounds, IReadOnlyList<SignedMessage> messages, List<MessageDropped>? dropped)
    {
        try
        {
            Mine(nullRounds, [new BlockPlan(Miner, 1, messages)]);
            return true;
        }
        catch (UnappliableMessageException fatal)
        {
            if (Waiting.Drop(fatal.Cid) is not { } message)
                throw;
            var drop = new MessageDropped(message, fatal.Message);
            dropped?.Add(drop);
            Tell(drop);
            return false;
        }
    }

    private void TellAll(IReadOnlyList<MessageDropped> dropped)
    {
        foreach (MessageDropped drop in dropped)
            Tell(drop);
    }
}
