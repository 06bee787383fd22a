using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld;

namespace Fvm.Execution.Calls;

/// <summary>A set of CIDs that is filled and emptied often: open addressing over the hash codes that CIDs carry, no nodes of its own.</summary>
internal sealed class CidSet
{
    private const int FirstSize = 64;
    private const int LargestKept = 4096;

    private Cid?[] slots = new Cid?[FirstSize];
    private int count;

    /// <summary>Adds a CID; one that is there stays.</summary>
    public void Add(Cid cid)
    {
        int at = Find(cid);
        if (slots[at] is not null)
            return;
        slots[at] = cid;
        // At most half full, so that ways stay short.
        if (++count > slots.Length / 2)
            Grow();
    }

    public bool Contains(Cid cid) => slots[Find(cid)] is not null;

    /// <summary>Finds a CID by its binary form, if that is of the kind that nearly all of the chain are.</summary>
    public bool TryFind(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Cid? cid)
    {
        cid = null;
        if (!Cid.TryHashBinary(bytes, out int hash))
            return false;
        Cid?[] all = slots;
        int mask = all.Length - 1;
        for (int at = hash & mask; (cid = all[at]) is not null && !cid.Bytes.SequenceEqual(bytes); at = (at + 1) & mask)
        {
        }

        return cid is not null;
    }

    /// <summary>Forgets all; room that was needed once is kept unless it is a lot.</summary>
    public void Clear()
    {
        if (count == 0)
            return;
        if (slots.Length > LargestKept)
            slots = new Cid?[FirstSize];
        else
            Array.Clear(slots);
        count = 0;
    }

    /// <summary>Where a CID is, or would be.</summary>
    private int Find(Cid cid)
    {
        Cid?[] all = slots;
        int mask = all.Length - 1;
        int at = cid.GetHashCode() & mask;
        while (all[at] is { } taken && !taken.Equals(cid))
            at = (at + 1) & mask;
        return at;
    }

    private void Grow()
    {
        Cid?[] before = slots;
        slots = new Cid?[before.Length * 2];
        foreach (Cid? cid in before)
        {
            if (cid is not null)
                slots[Find(cid)] = cid;
        }
    }
}
