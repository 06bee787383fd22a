using Fvm.Ipld;
using Fvm.Node.Ledger;
using Fvm.Node.Mempool;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node.Mining;

/// <summary>
/// The pool over the head of a chain, and what of it is kept with the chain: whatever was acknowledged and is in no tipset is there again when the chain is opened again.
/// Any number of threads read; one changes.
/// </summary>
internal sealed class WaitingMessages
{
    private readonly Lock sync = new();
    private readonly ChainStore chain;
    private readonly Func<ExecutedTipset, ChainState> stateAt;
    private readonly PoolView view;
    private readonly MessagePool pool;

    public WaitingMessages(DevnetOptions options, ChainStore chain, Impersonation impersonation, Func<ExecutedTipset, ChainState> stateAt)
    {
        this.chain = chain;
        this.stateAt = stateAt;
        view = new PoolView(options, impersonation) { State = stateAt(chain.Head), BaseFee = chain.Head.NextBaseFee, NetworkVersion = chain.Head.NextNetworkVersion };
        pool = new MessagePool(view, new PoolLimits { PerUntrustedSender = new PoolLimits().PerSender });
    }

    /// <summary>All, by sender and nonce.</summary>
    public IReadOnlyList<SignedMessage> All()
    {
        lock (sync)
            return [.. pool.Pending()];
    }

    /// <summary>The nonce of a sender's next message.</summary>
    public ulong NextNonce(Address sender)
    {
        lock (sync)
            return pool.NextNonce(sender);
    }

    public bool Holds(SignedMessage message)
    {
        lock (sync)
            return pool.Holds(message);
    }

    /// <summary>What can be put into a block.</summary>
    public IReadOnlyList<SignedMessage> Ready(TokenAmount baseFee)
    {
        lock (sync)
            return pool.Select(baseFee);
    }

    /// <summary>Offers a message to the pool. It is not kept yet.</summary>
    public PoolAnswer Add(SignedMessage message, PoolSource source, bool isTrusted)
    {
        lock (sync)
        {
            view.Trusted = isTrusted ? message : null;
            try
            {
                return pool.Add(message, source);
            }
            finally
            {
                view.Trusted = null;
            }
        }
    }

    /// <summary>Keeps a message that was accepted, if it still waits, and not the one whose place it took.</summary>
    public void Keep(SignedMessage message, SignedMessage? former)
    {
        bool waits = Holds(message);
        if (waits || former is not null)
            chain.Keep(waits ? message : null, former);
    }

    /// <summary>Takes back a message that cannot be acknowledged after all; the one whose place it took waits again.</summary>
    public void TakeBack(SignedMessage message, SignedMessage? former)
    {
        lock (sync)
        {
            pool.Remove(message);
            if (former is not null)
                pool.PutBack(former);
        }
    }

    /// <summary>Drops a message.</summary>
    /// <returns>The message; null if it was not there.</returns>
    public SignedMessage? Drop(Cid cid)
    {
        SignedMessage? found;
        lock (sync)
        {
            found = pool.Find(cid);
            if (found is null)
                return null;
            pool.Remove(found);
        }

        chain.Forget([found]);
        return found;
    }

    /// <summary>Makes these and no others wait.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="change">Changes the head, if it does; gives the base fee of the next tipset. Nobody sees the one without the other.</param>
    /// <param name="reason">Why others that wait now are dropped.</param>
    /// <returns>What waits no longer: the others, and those that cannot.</returns>
    public IReadOnlyList<MessageDropped> Replace(IReadOnlyList<SignedMessage> messages, Func<TokenAmount> change, string reason)
    {
        HashSet<Cid> staying = [.. messages.Select(static message => message.Cid)];
        var dropped = new List<MessageDropped>();
        lock (sync)
        {
            TokenAmount baseFee = change();
            dropped.AddRange(pool.Pending().Where(message => !staying.Contains(message.Cid)).Select(message => new MessageDropped(message, reason)));
            (view.State, view.BaseFee, view.NetworkVersion) = (stateAt(chain.Head), baseFee, chain.Head.NextNetworkVersion);
            pool.Clear();
            foreach (SignedMessage message in messages)
            {
                PoolAnswer answer = Add(message, PoolSource.Local, isTrusted: true);
                if (!answer.IsAccepted)
                    dropped.Add(new MessageDropped(message, answer.Reason ?? answer.Verdict.ToString()));
            }

            dropped.AddRange(pool.TakeDropped());
        }

        chain.KeepOnly(All());
        return dropped;
    }

    /// <summary>The head is another now, or its state, or the base fee of the next tipset.</summary>
    /// <param name="change">
    /// Changes it; gives the base fee of the next tipset. Whoever sees the new head and asks then what waits gets what waits after it: a message is never in a tipset and waits.
    /// </param>
    /// <param name="made">The tipset that was made, if the head comes after the former one. What it has waits no more, even where the sender could not pay and its nonce is as before.</param>
    /// <returns>What can wait no longer.</returns>
    public IReadOnlyList<MessageDropped> Follow(Func<TokenAmount> change, ExecutedTipset? made)
    {
        lock (sync)
        {
            TokenAmount baseFee = change();
            (view.State, view.BaseFee, view.NetworkVersion) = (stateAt(chain.Head), baseFee, chain.Head.NextNetworkVersion);
            if (made is null)
            {
                pool.Settle();
            }
            else
            {
                foreach (AppliedMessage applied in made.Messages)
                    pool.Remove(applied.Signed ?? new SignedMessage(applied.Message, NoSignature));
                pool.Advance();
            }
        }

        return TakeDropped();
    }

    /// <summary>A BLS message of a tipset has no signature of its own, and its CID is without one.</summary>
    private static Signature NoSignature { get; } = new(SignatureType.Bls, ReadOnlyMemory<byte>.Empty);

    /// <summary>What the pool let go of by itself; it is kept no longer.</summary>
    public IReadOnlyList<MessageDropped> TakeDropped()
    {
        IReadOnlyList<MessageDropped> dropped;
        lock (sync)
            dropped = pool.TakeDropped();
        if (dropped.Count != 0)
            chain.Forget([.. dropped.Select(static drop => drop.Message)]);
        return dropped;
    }
}
