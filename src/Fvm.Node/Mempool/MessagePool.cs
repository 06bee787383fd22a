using System.Globalization;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Protocol;

namespace Fvm.Node.Mempool;

/// <summary>
/// The messages that wait for a block. What it takes and refuses is lotus's rule (<c>chain/messagepool/messagepool.go</c>); what it puts into a block is its own
/// choice, as every miner's: the highest premium first, each sender's messages in the order of their nonces. One thread at a time.
/// </summary>
/// <param name="chain">The chain at its head.</param>
/// <param name="limits">The limits; null for lotus's.</param>
public sealed class MessagePool(IPoolChain chain, PoolLimits? limits = null)
{
    private const string SenderIsGone = "its sender is no actor that may send any more";
    private const string NonceWasUsed = "its nonce was used";

    private readonly PoolLimits limits = limits ?? new PoolLimits();
    private readonly Dictionary<Address, SenderQueue> senders = [];
    private List<MessageDropped> dropped = [];

    /// <summary>How many messages wait.</summary>
    public int Count { get; private set; }

    /// <summary>All messages, by sender in the order of addresses, and by nonce.</summary>
    public IEnumerable<SignedMessage> Pending() =>
        senders.OrderBy(static sender => IdOf(sender.Key)).SelectMany(static sender => sender.Value.InOrder);

    /// <summary>The nonce that a sender's next message should have: what goes on from the state's and from what waits without a gap.</summary>
    /// <param name="address">The sender.</param>
    public ulong NextNonce(Address address)
    {
        if (chain.Sender(address) is not { } sender)
            return 0;
        return senders.TryGetValue(sender.Id, out SenderQueue? queue) ? Math.Max(queue.NextNonce, sender.Nonce) : sender.Nonce;
    }

    /// <summary>Offers a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="source">Where it came from.</param>
    public PoolAnswer Add(SignedMessage message, PoolSource source)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Refusal(message) is { } refused)
            return refused;
        if (chain.Sender(message.Message.From) is not { } sender)
            return new PoolAnswer(PoolVerdict.NoSender, $"sender actor {message.Message.From} is not a valid top-level sender");
        if (sender.Nonce > message.Message.Sequence)
            return Refuse(PoolVerdict.NonceTooLow, $"minimum expected nonce is {sender.Nonce}, got {message.Message.Sequence}: message nonce too low");
        if (!senders.TryGetValue(sender.Id, out SenderQueue? queue))
            queue = new SenderQueue(sender.Nonce);
        if (Unpayable(message.Message, sender, queue) is { } unpayable)
            return unpayable;
        PoolAnswer answer = queue.Add(message, source, limits);
        if (!answer.IsAccepted)
            return answer;
        senders[sender.Id] = queue;
        if (answer.Verdict == PoolVerdict.Added)
            Count++;
        return Count > limits.High && !Evict(message)
            ? Refuse(PoolVerdict.Full, $"the pool has {limits.High} messages, and none of a lower premium that may go")
            : answer;
    }

    /// <summary>Puts back a message that was there before; in the place of the one with its nonce, if there is one.</summary>
    /// <param name="message">The message.</param>
    public void PutBack(SignedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (chain.Sender(message.Message.From) is not { } sender || sender.Nonce > message.Message.Sequence)
            return;
        Put(message, sender);
    }

    /// <summary>Chooses messages for a block: as many as its gas limit and its room allow, none whose fee cap is below the base fee or whose sender cannot pay for it.</summary>
    /// <param name="baseFee">The base fee that they pay.</param>
    public IReadOnlyList<SignedMessage> Select(TokenAmount baseFee)
    {
        var heads = new PriorityQueue<Queue<SignedMessage>, (TokenAmount Premium, ulong Sender)>(BestFirst.Instance);
        foreach ((Address id, SenderQueue queue) in senders.OrderBy(static sender => IdOf(sender.Key)))
            Offer(heads, new Queue<SignedMessage>(Ready(id, queue)), id, baseFee);
        var chosen = new List<SignedMessage>();
        ulong room = NetworkConstants.BlockGasLimit;
        while (chosen.Count < limits.PerBlock && heads.TryDequeue(out Queue<SignedMessage>? queue, out (TokenAmount Premium, ulong Sender) rank))
        {
            SignedMessage message = queue.Dequeue();
            if (message.Message.GasLimit > room)
                continue;
            room -= message.Message.GasLimit;
            chosen.Add(message);
            Offer(heads, queue, Address.FromId(rank.Sender), baseFee);
        }

        return chosen;
    }

    /// <summary>Goes on to a new head: what its state has applied, and what its senders can no longer send, is dropped.</summary>
    public void Advance()
    {
        foreach ((Address id, SenderQueue queue) in senders.ToList())
        {
            PoolSender? sender = chain.Sender(id);
            foreach (SignedMessage gone in queue.Advance(sender?.Nonce))
                Drop(gone, sender is null ? SenderIsGone : NonceWasUsed);
            if (queue.Count == 0)
                senders.Remove(id);
        }
    }

    /// <summary>As <see cref="Advance"/>, for a head that does not come after the former one: an id may be another actor's there, and a nonce lower.</summary>
    public void Settle()
    {
        SignedMessage[] all = [.. Pending()];
        var locals = senders.Values.Where(static queue => queue.IsLocal).SelectMany(static queue => queue.InOrder).ToHashSet(ReferenceEqualityComparer.Instance);
        senders.Clear();
        Count = 0;
        foreach (SignedMessage message in all)
        {
            if (chain.Sender(message.Message.From) is not { } sender)
                dropped.Add(new MessageDropped(message, SenderIsGone));
            else if (sender.Nonce > message.Message.Sequence)
                dropped.Add(new MessageDropped(message, NonceWasUsed));
            else
                Put(message, sender).IsLocal |= locals.Contains(message);
        }
    }

    /// <summary>What the pool let go of by itself since it was last asked.</summary>
    public IReadOnlyList<MessageDropped> TakeDropped()
    {
        IReadOnlyList<MessageDropped> all = dropped;
        dropped = [];
        return all;
    }

    /// <summary>Whether a message waits.</summary>
    /// <param name="message">The message.</param>
    public bool Holds(SignedMessage message) => QueueOf(message) is not null;

    /// <summary>Drops a message; those of its sender behind it wait until its nonce is filled again.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(SignedMessage message)
    {
        if (QueueOf(message) is not { } found)
            return false;
        found.Queue.Remove(message.Message.Sequence);
        Count--;
        if (found.Queue.Count == 0)
            senders.Remove(found.Sender);
        return true;
    }

    /// <summary>The message with a CID on chain, or null.</summary>
    /// <param name="cid">The CID.</param>
    public SignedMessage? Find(Cid cid) => senders.Values.SelectMany(static queue => queue.InOrder).FirstOrDefault(message => message.Cid == cid);

    /// <summary>Drops all messages.</summary>
    public void Clear()
    {
        senders.Clear();
        Count = 0;
    }

    private SenderQueue Put(SignedMessage message, PoolSender sender)
    {
        if (!senders.TryGetValue(sender.Id, out SenderQueue? queue))
            senders[sender.Id] = queue = new SenderQueue(sender.Nonce);
        if (queue.Put(message))
            Count++;
        return queue;
    }

    private (Address Sender, SenderQueue Queue)? QueueOf(SignedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (chain.Sender(message.Message.From) is { } sender && senders.TryGetValue(sender.Id, out SenderQueue? likely) && likely.Holds(message))
            return (sender.Id, likely);
        // Somebody may have set what its sender is.
        foreach ((Address id, SenderQueue queue) in senders)
        {
            if (queue.Holds(message))
                return (id, queue);
        }

        return null;
    }

    private void Drop(SignedMessage message, string reason)
    {
        Count--;
        dropped.Add(new MessageDropped(message, reason));
    }

    private PoolAnswer? Refusal(SignedMessage message)
    {
        int length = message.Encode().Length;
        if (length > limits.MessageBytes)
            return Refuse(PoolVerdict.TooBig, $"mpool message too large ({length}B): message too big");
        if (MessageRules.Refusal(message.Message, chain.NetworkVersion, chain.InclusionGas(message)) is { } invalid)
            return new PoolAnswer(PoolVerdict.Invalid, $"message not valid for block inclusion: {invalid}");
        if (message.Message.Value >= TokenAmount.FromFil(NetworkConstants.TotalFilecoin))
            return new PoolAnswer(PoolVerdict.Invalid, "cannot send more filecoin than will ever exist");
        if (message.Message.GasFeeCap < BaseFee.Minimum)
            return new PoolAnswer(PoolVerdict.FeeCapTooLow, "gas fee cap too low");
        return chain.IsSignedBySender(message) ? null : new PoolAnswer(PoolVerdict.BadSignature, "signature verification failed");
    }

    /// <summary>Fees only: lotus leaves the value to the execution.</summary>
    private static PoolAnswer? Unpayable(Message message, PoolSender sender, SenderQueue queue)
    {
        if (sender.IsFree)
            return null;
        TokenAmount own = SenderQueue.Funds(message);
        if (sender.Balance < own)
            return new PoolAnswer(PoolVerdict.NotEnoughFunds, $"not enough funds (required: {own.ToFilString()}, balance: {sender.Balance.ToFilString()})");
        TokenAmount all = own + queue.FundsBeside(message.Sequence);
        return sender.Balance < all
            ? new PoolAnswer(PoolVerdict.NotEnoughFunds, $"not enough funds including pending messages (required: {all.ToFilString()}, balance: {sender.Balance.ToFilString()})")
            : null;
    }

    /// <summary>
    /// The messages that go on from the state's nonce without a gap, as far as the balance pays for them: fees, and the values before (lotus
    /// <c>chain/messagepool/selection.go</c>, createMessageChains). One that cannot pay its fees would stand in a tipset without effect, and cost the miner.
    /// </summary>
    private IEnumerable<SignedMessage> Ready(Address id, SenderQueue queue)
    {
        if (chain.Sender(id) is not { } sender)
            yield break;
        ulong next = sender.Nonce;
        TokenAmount balance = sender.Balance;
        foreach (SignedMessage message in queue.InOrder)
        {
            if (message.Message.Sequence < next)
                continue;
            TokenAmount fees = SenderQueue.Funds(message.Message);
            if (message.Message.Sequence != next || (!sender.IsFree && balance < fees))
                yield break;
            balance -= fees + message.Message.Value;
            next++;
            yield return message;
        }
    }

    private static void Offer(
        PriorityQueue<Queue<SignedMessage>, (TokenAmount Premium, ulong Sender)> heads, Queue<SignedMessage> queue, Address id, TokenAmount baseFee)
    {
        if (queue.TryPeek(out SignedMessage? head) && head.Message.GasFeeCap >= baseFee)
            heads.Enqueue(queue, (BaseFee.EffectivePremium(head.Message, baseFee), IdOf(id)));
    }

    /// <summary>Takes out the last messages of senders that are not the node's own, the lowest premium first.</summary>
    /// <param name="newest">The message that came last; that it had to go is not told as a drop.</param>
    /// <returns>Whether the newest one stayed.</returns>
    private bool Evict(SignedMessage newest)
    {
        var lasts = new PriorityQueue<SenderQueue, (TokenAmount Premium, ulong Sender)>(WorstFirst.Instance);
        foreach ((Address id, SenderQueue queue) in senders.Where(static sender => !sender.Value.IsLocal))
            Offer(queue, IdOf(id));
        bool stays = true;
        while (Count > limits.Low && lasts.TryDequeue(out SenderQueue? queue, out (TokenAmount Premium, ulong Sender) rank))
        {
            SignedMessage last = queue.RemoveLast();
            if (ReferenceEquals(last, newest))
                (Count, stays) = (Count - 1, false);
            else
                Drop(last, "the pool was full");
            if (queue.Count == 0)
                senders.Remove(Address.FromId(rank.Sender));
            else
                Offer(queue, rank.Sender);
        }

        return stays;

        void Offer(SenderQueue queue, ulong id) => lasts.Enqueue(queue, (BaseFee.EffectivePremium(queue.InOrder.Last().Message, chain.BaseFee), id));
    }

    private static ulong IdOf(Address id) => id.TryGetId(out ulong number) ? number : throw new ArgumentException($"{id} is no f0 address", nameof(id));

    private static PoolAnswer Refuse(PoolVerdict verdict, FormattableString reason) => new(verdict, reason.ToString(CultureInfo.InvariantCulture));

    private sealed class BestFirst : IComparer<(TokenAmount Premium, ulong Sender)>
    {
        public static BestFirst Instance { get; } = new();

        public int Compare((TokenAmount Premium, ulong Sender) x, (TokenAmount Premium, ulong Sender) y)
        {
            int premium = y.Premium.CompareTo(x.Premium);
            return premium != 0 ? premium : x.Sender.CompareTo(y.Sender);
        }
    }

    private sealed class WorstFirst : IComparer<(TokenAmount Premium, ulong Sender)>
    {
        public static WorstFirst Instance { get; } = new();

        public int Compare((TokenAmount Premium, ulong Sender) x, (TokenAmount Premium, ulong Sender) y)
        {
            int premium = x.Premium.CompareTo(y.Premium);
            return premium != 0 ? premium : y.Sender.CompareTo(x.Sender);
        }
    }
}
