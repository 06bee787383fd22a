using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Protocol;

namespace Fvm.Node.Ledger;

/// <summary>Tipsets in memory.</summary>
internal sealed class MemoryArchive : ITipsetArchive
{
    private readonly Lock sync = new();
    private readonly List<ExecutedTipset> tipsets = [];
    private readonly Dictionary<TipsetKey, ExecutedTipset> byKey = [];
    private readonly Dictionary<Hash32, ExecutedTipset> byHash = [];
    private readonly Dictionary<Cid, ExecutedTipset> byBlock = [];
    private readonly Dictionary<Cid, MessagePlace> messages = [];
    private readonly Dictionary<Hash32, MessagePlace> transactions = [];

    public ExecutedTipset? Newest
    {
        get
        {
            lock (sync)
                return tipsets.Count == 0 ? null : tipsets[^1];
        }
    }

    public IReadOnlyList<SignedMessage> Waiting => [];

    public void Append(ExecutedTipset tipset)
    {
        lock (sync)
        {
            tipsets.Add(tipset);
            Index(tipset);
        }
    }

    public void ReturnTo(ExecutedTipset tipset, IReadOnlyList<SignedMessage>? waiting)
    {
        lock (sync)
        {
            while (tipsets.Count != 0 && tipsets[^1].Height >= tipset.Height)
            {
                Forget(tipsets[^1]);
                tipsets.RemoveAt(tipsets.Count - 1);
            }

            tipsets.Add(tipset);
            Index(tipset);
        }
    }

    public void Keep(SignedMessage? waiting, SignedMessage? former)
    {
    }

    public void Forget(IReadOnlyList<SignedMessage> messages)
    {
    }

    public void KeepOnly(IReadOnlyList<SignedMessage> waiting)
    {
    }

    public ExecutedTipset? AtOrBefore(long height)
    {
        lock (sync)
        {
            int index = IndexAfter(height) - 1;
            return index < 0 ? null : tipsets[index];
        }
    }

    public ExecutedTipset? AtOrAfter(long height)
    {
        lock (sync)
        {
            int index = IndexAfter(height - 1);
            return index == tipsets.Count ? null : tipsets[index];
        }
    }

    public IReadOnlyList<long> Heights(long first, long last, bool withLogs)
    {
        lock (sync)
        {
            int begin = IndexAfter(first - 1);
            int end = IndexAfter(last);
            return end <= begin ? [] : [.. tipsets.GetRange(begin, end - begin).Where(tipset => !withLogs || tipset.HasLogs).Select(static tipset => tipset.Height)];
        }
    }

    public ExecutedTipset? ByKey(TipsetKey key)
    {
        lock (sync)
            return byKey.GetValueOrDefault(key);
    }

    public ExecutedTipset? ByHash(Hash32 hash)
    {
        lock (sync)
            return byHash.GetValueOrDefault(hash);
    }

    public ExecutedTipset? ByBlock(Cid block)
    {
        lock (sync)
            return byBlock.GetValueOrDefault(block);
    }

    public MessagePlace? Message(Cid cid)
    {
        lock (sync)
            return messages.GetValueOrDefault(cid);
    }

    public MessagePlace? Transaction(Hash32 hash)
    {
        lock (sync)
            return transactions.GetValueOrDefault(hash);
    }

    public void Dispose()
    {
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
