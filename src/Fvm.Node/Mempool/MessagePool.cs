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
    private readonly PoolLimits limits = limits ?? new PoolLimits();
    private readonly Dictionary<Address, SenderQueue> senders = [];

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
        if (Count > limits.High)
            Evict();
        return answer;
    }

    /// <summary>Chooses messages for a block: as many as its gas limit and its room allow, none whose fee cap is below the base fee.</summary>
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

    /// <summary>Goes on to a new head: what its state has applied, and what its senders can no longer send, is forgotten.</summary>
    public void Advance()
    {
        foreach ((Address id, SenderQueue queue) in senders.ToList())
        {
            Count -= queue.Count;
            if (chain.Sender(id) is { } sender)
                queue.Advance(sender.Nonce);
            if (chain.Sender(id) is null || queue.Count == 0)
                senders.Remove(id);
            else
                Count += queue.Count;
        }
    }

    /// <summary>Drops a message; those of its sender behind it wait until its nonce is filled again.</summary>
    /// <param name="cid">The message's CID on chain.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(Cid cid)
    {
        foreach ((Address id, SenderQueue queue) in senders)
        {
            if (queue.InOrder.FirstOrDefault(message => message.Cid == cid) is not { } found)
                continue;
            queue.Remove(found.Message.Sequence);
            Count--;
            if (queue.Count == 0)
                senders.Remove(id);
            return true;
        }

        return false;
    }

    /// <summary>Drops all messages.</summary>
    public void Clear()
    {
        senders.Clear();
        Count = 0;
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

    /// <summary>The messages that go on from the state's nonce without a gap.</summary>
    private IEnumerable<SignedMessage> Ready(Address id, SenderQueue queue)
    {
        ulong next = chain.Sender(id)?.Nonce ?? ulong.MaxValue;
        foreach (SignedMessage message in queue.InOrder)
        {
            if (message.Message.Sequence < next)
                continue;
            if (message.Message.Sequence != next)
                yield break;
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
    private void Evict()
    {
        var lasts = new PriorityQueue<SenderQueue, (TokenAmount Premium, ulong Sender)>(WorstFirst.Instance);
        foreach ((Address id, SenderQueue queue) in senders.Where(static sender => !sender.Value.IsLocal))
            Offer(queue, IdOf(id));
        while (Count > limits.Low && lasts.TryDequeue(out SenderQueue? queue, out (TokenAmount Premium, ulong Sender) rank))
        {
            queue.RemoveLast();
            Count--;
            if (queue.Count == 0)
                senders.Remove(Address.FromId(rank.Sender));
            else
                Offer(queue, rank.Sender);
        }

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
