using System.Globalization;
using Fvm.Protocol;

namespace Fvm.Node.Mempool;

/// <summary>The pending messages of one sender, by nonce. Source: lotus <c>chain/messagepool/messagepool.go</c>, msgSet.</summary>
internal sealed class SenderQueue(ulong nextNonce)
{
    private const int ReplacePercent = 110;

    private readonly SortedDictionary<ulong, SignedMessage> byNonce = [];

    /// <summary>The nonce that goes on from the state's without a gap.</summary>
    public ulong NextNonce { get; private set; } = nextNonce;

    /// <summary>Whether a message of the node's own is among them.</summary>
    public bool IsLocal { get; set; }

    public int Count => byNonce.Count;

    public IReadOnlyCollection<SignedMessage> InOrder => byNonce.Values;

    /// <summary>What all messages but the one with a nonce may cost, fees only, as lotus counts.</summary>
    public TokenAmount FundsBeside(ulong nonce)
    {
        TokenAmount sum = TokenAmount.Zero;
        foreach (SignedMessage pending in byNonce.Values)
        {
            if (pending.Message.Sequence != nonce)
                sum += Funds(pending.Message);
        }

        return sum;
    }

    public static TokenAmount Funds(Message message) => message.GasFeeCap * message.GasLimit;

    /// <summary>The lowest premium that replaces another: the floor of 110 % of it, and one more (ComputeMinRBF).</summary>
    public static TokenAmount ReplacementPremium(TokenAmount premium) => (premium * ReplacePercent).DivFloor(100) + TokenAmount.FromAtto(1);

    public PoolAnswer Add(SignedMessage message, PoolSource source, PoolLimits limits)
    {
        ulong nonce = message.Message.Sequence;
        // Lotus asks strangers by RPC for no gap, too, but only where it is strict, and with pushes it never is (addTs: strict is !local, and both pushes are local).
        bool strict = source == PoolSource.Gossip;
        if (strict && nonce > NextNonce && nonce - NextNonce > limits.NonceGap)
            return Refuse(PoolVerdict.NonceGap, $"message nonce has too big a gap from expected nonce (Nonce: {nonce}, nextNonce: {NextNonce}): unfulfilled nonce gap");
        if (byNonce.TryGetValue(nonce, out SignedMessage? present))
        {
            if (strict && nonce > NextNonce)
                return Refuse(PoolVerdict.NonceGap, $"rejecting replace by fee because of nonce gap (Nonce: {nonce}, nextNonce: {NextNonce}): unfulfilled nonce gap");
            if (present.Cid == message.Cid)
                return Refuse(PoolVerdict.AlreadyThere, $"message from {message.Message.From} with nonce {nonce} already in mpool: message with nonce already exists");
            TokenAmount least = ReplacementPremium(present.Message.GasPremium);
            if (message.Message.GasPremium < least)
            {
                return Refuse(
                    PoolVerdict.PremiumTooLow,
                    $"message from {message.Message.From} with nonce {nonce} already in mpool, increase GasPremium to {least.Atto} from {message.Message.GasPremium.Atto} to trigger replace by fee: replace by fee has too low GasPremium");
            }
        }
        else if (byNonce.Count >= (source == PoolSource.Untrusted ? limits.PerUntrustedSender : limits.PerSender))
        {
            return new PoolAnswer(PoolVerdict.TooManyPending, "too many pending messages for actor");
        }

        byNonce[nonce] = message;
        IsLocal |= source == PoolSource.Local;
        CountOn();
        return new PoolAnswer(present is null ? PoolVerdict.Added : PoolVerdict.Replaced) { Former = present };
    }

    /// <summary>Puts a message in, whatever its premium. False when it took the place of another.</summary>
    public bool Put(SignedMessage message)
    {
        bool isNew = !byNonce.ContainsKey(message.Message.Sequence);
        byNonce[message.Message.Sequence] = message;
        CountOn();
        return isNew;
    }

    public bool Holds(SignedMessage message) => byNonce.TryGetValue(message.Message.Sequence, out SignedMessage? present) && present.Cid == message.Cid;

    /// <summary>Takes out what the state has applied; everything, where its sender is no more.</summary>
    public IReadOnlyList<SignedMessage> Advance(ulong? stateNonce)
    {
        SignedMessage[] gone = [.. byNonce.Values.TakeWhile(message => stateNonce is null || message.Message.Sequence < stateNonce)];
        foreach (SignedMessage message in gone)
            byNonce.Remove(message.Message.Sequence);
        NextNonce = stateNonce ?? 0;
        CountOn();
        return gone;
    }

    /// <summary>Takes a message out; its nonce is open again.</summary>
    public void Remove(ulong nonce)
    {
        byNonce.Remove(nonce);
        NextNonce = Math.Min(NextNonce, nonce);
    }

    /// <summary>Takes the last message out; what was counted on from there on is open again.</summary>
    public SignedMessage RemoveLast()
    {
        SignedMessage last = byNonce.Values.Last();
        byNonce.Remove(last.Message.Sequence);
        NextNonce = Math.Min(NextNonce, last.Message.Sequence);
        return last;
    }

    private void CountOn()
    {
        while (byNonce.ContainsKey(NextNonce))
            NextNonce++;
    }

    private static PoolAnswer Refuse(PoolVerdict verdict, FormattableString reason) => new(verdict, reason.ToString(CultureInfo.InvariantCulture));
}
