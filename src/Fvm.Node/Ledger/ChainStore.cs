using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld;
using Fvm.Node.Chain;

namespace Fvm.Node.Ledger;

/// <summary>A message and the tipset that it is in.</summary>
/// <param name="Tipset">The tipset.</param>
/// <param name="Message">The message.</param>
public sealed record MessagePlace(ExecutedTipset Tipset, AppliedMessage Message);

/// <summary>
/// The chain that a devnet has made: tipsets by epoch, name and hash, messages by CID and hash, and the blocks of IPLD behind them. Any number of threads read while one
/// writes.
/// </summary>
public sealed class ChainStore
{
    private readonly Lock sync = new();
    private readonly List<ExecutedTipset> tipsets = [];
    private readonly Dictionary<TipsetKey, ExecutedTipset> byKey = [];
    private readonly Dictionary<Hash32, ExecutedTipset> byHash = [];
    private readonly Dictionary<Cid, ExecutedTipset> byBlock = [];
    private readonly Dictionary<Cid, MessagePlace> messages = [];
    private readonly Dictionary<Hash32, MessagePlace> transactions = [];
    private volatile ExecutedTipset? head;

    internal ChainStore(IBlockstore blocks) => Blocks = blocks;

    /// <summary>Everything that CIDs of the chain name: states, messages, receipts, headers. For any number of threads.</summary>
    public IBlockstore Blocks { get; }

    /// <summary>The newest tipset.</summary>
    public ExecutedTipset Head => head ?? throw new InvalidOperationException("the chain has no genesis yet");

    /// <summary>The first tipset, of epoch 0.</summary>
    public ExecutedTipset Genesis
    {
        get
        {
            lock (sync)
                return tipsets[0];
        }
    }

    /// <summary>The tipset of an epoch; null for an epoch without one (a null round) and for the future.</summary>
    /// <param name="height">The epoch.</param>
    public ExecutedTipset? AtHeight(long height) => AtOrBefore(height) is { } tipset && tipset.Height == height ? tipset : null;

    /// <summary>The tipset of an epoch, or the last one before it; null for epochs before genesis.</summary>
    /// <param name="height">The epoch; after the head it is the head.</param>
    public ExecutedTipset? AtOrBefore(long height)
    {
        lock (sync)
        {
            int index = IndexAfter(height) - 1;
            return index < 0 ? null : tipsets[index];
        }
    }

    /// <summary>The tipset of an epoch, or the first one after it; null after the head.</summary>
    /// <param name="height">The epoch.</param>
    public ExecutedTipset? AtOrAfter(long height)
    {
        lock (sync)
        {
            int index = IndexAfter(height - 1);
            return index == tipsets.Count ? null : tipsets[index];
        }
    }

    /// <summary>The tipsets of a range of epochs, in order.</summary>
    /// <param name="first">The first epoch.</param>
    /// <param name="last">The last epoch.</param>
    public IReadOnlyList<ExecutedTipset> Range(long first, long last)
    {
        lock (sync)
        {
            int begin = IndexAfter(first - 1);
            int end = IndexAfter(last);
            return end <= begin ? [] : tipsets.GetRange(begin, end - begin);
        }
    }

    /// <summary>The tipset with a name.</summary>
    /// <param name="key">The name.</param>
    /// <param name="tipset">The tipset.</param>
    public bool TryGet(TipsetKey key, [NotNullWhen(true)] out ExecutedTipset? tipset)
    {
        lock (sync)
            return byKey.TryGetValue(key, out tipset);
    }

    /// <summary>The tipset with a hash, as Ethereum's tools know it.</summary>
    /// <param name="hash">32 bytes.</param>
    /// <param name="tipset">The tipset.</param>
    public bool TryGetByHash(ReadOnlySpan<byte> hash, [NotNullWhen(true)] out ExecutedTipset? tipset)
    {
        tipset = null;
        lock (sync)
            return Hash32.TryRead(hash, out Hash32 key) && byHash.TryGetValue(key, out tipset);
    }

    /// <summary>The tipset that a block is in.</summary>
    /// <param name="block">The CID of the block's header.</param>
    /// <param name="tipset">The tipset.</param>
    public bool TryGetByBlock(Cid block, [NotNullWhen(true)] out ExecutedTipset? tipset)
    {
        lock (sync)
            return byBlock.TryGetValue(block, out tipset);
    }

    /// <summary>A message, by its CID on chain.</summary>
    /// <param name="cid">The CID; of an unsigned secp256k1 message it is not on chain.</param>
    /// <param name="place">The message and its tipset.</param>
    public bool TryGetMessage(Cid cid, [NotNullWhen(true)] out MessagePlace? place)
    {
        lock (sync)
            return messages.TryGetValue(cid, out place);
    }

    /// <summary>A message, by the hash that Ethereum's tools know it by: the transaction's, or for other messages the digest of the CID.</summary>
    /// <param name="hash">32 bytes.</param>
    /// <param name="place">The message and its tipset.</param>
    public bool TryGetTransaction(ReadOnlySpan<byte> hash, [NotNullWhen(true)] out MessagePlace? place)
    {
        place = null;
        lock (sync)
            return Hash32.TryRead(hash, out Hash32 key) && transactions.TryGetValue(key, out place);
    }

    /// <summary>Adds a tipset after the head.</summary>
    internal void Append(ExecutedTipset tipset)
    {
        lock (sync)
        {
            tipsets.Add(tipset);
            Index(tipset);
            head = tipset;
        }
    }

    /// <summary>Puts another state after the head.</summary>
    internal void ReplaceHead(ExecutedTipset tipset)
    {
        lock (sync)
        {
            Forget(tipsets[^1]);
            tipsets[^1] = tipset;
            Index(tipset);
            head = tipset;
        }
    }

    /// <summary>Goes back to a tipset that was the head once, with the state that it had then; what came after it is forgotten, newest first.</summary>
    /// <returns>The tipsets that are no more, newest first.</returns>
    internal IReadOnlyList<ExecutedTipset> ReturnTo(ExecutedTipset former)
    {
        lock (sync)
        {
            var gone = new List<ExecutedTipset>();
            while (tipsets[^1].Height > former.Height)
            {
                gone.Add(tipsets[^1]);
                Forget(tipsets[^1]);
                tipsets.RemoveAt(tipsets.Count - 1);
            }

            Forget(tipsets[^1]);
            tipsets[^1] = former;
            Index(former);
            head = former;
            return gone;
        }
    }

    private void Index(ExecutedTipset tipset)
    {
        byKey[tipset.Key] = tipset;
        byHash[Hash32.Read(tipset.Hash.Span)] = tipset;
        foreach (Cid block in tipset.Key.Cids)
            byBlock[block] = tipset;
        foreach (AppliedMessage message in tipset.Messages)
        {
            var place = new MessagePlace(tipset, message);
            messages[message.Cid] = place;
            transactions[Hash32.Read(message.Hash.Span)] = place;
        }
    }

    private void Forget(ExecutedTipset tipset)
    {
        byKey.Remove(tipset.Key);
        byHash.Remove(Hash32.Read(tipset.Hash.Span));
        foreach (Cid block in tipset.Key.Cids)
            byBlock.Remove(block);
        foreach (AppliedMessage message in tipset.Messages)
        {
            messages.Remove(message.Cid);
            transactions.Remove(Hash32.Read(message.Hash.Span));
        }
    }

    /// <summary>How many tipsets have this epoch or an earlier one.</summary>
    private int IndexAfter(long height)
    {
        int low = 0;
        int high = tipsets.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (tipsets[middle].Height <= height)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
