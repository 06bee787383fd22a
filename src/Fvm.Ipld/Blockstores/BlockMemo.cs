using System.Collections.Concurrent;

namespace Fvm.Ipld.Blockstores;

/// <summary>
/// Notes of the blocks that were met last (<see cref="BlockNotes"/>), by CID. Notes count only for the very bytes that they were made of, so that a store
/// with a false block spoils nobody else's. Any thread may use it.
/// </summary>
/// <param name="capacity">How many blocks it remembers at least; at most twice as many.</param>
public sealed class BlockMemo(int capacity = 4096)
{
    private ConcurrentDictionary<Cid, BlockNotes> young = new();
    private ConcurrentDictionary<Cid, BlockNotes> old = new();
    private int added;

    /// <summary>The notes of a block, new ones when there are none.</summary>
    /// <param name="cid">Its CID.</param>
    /// <param name="data">Its bytes.</param>
    public BlockNotes Of(Cid cid, ReadOnlyMemory<byte> data)
    {
        bool isYoung = young.TryGetValue(cid, out BlockNotes? notes);
        bool isKnown = isYoung || old.TryGetValue(cid, out notes);
        if (isKnown && !IsSame(notes!.Data, data))
            isYoung = isKnown = false;
        if (!isKnown)
            notes = new BlockNotes(data);
        if (!isYoung)
            Keep(cid, notes!);
        return notes!;
    }

    /// <summary>Two generations: when the young one is full, the old one is forgotten.</summary>
    private void Keep(Cid cid, BlockNotes notes)
    {
        young[cid] = notes;
        if (Interlocked.Increment(ref added) < capacity)
            return;
        added = 0;
        old = young;
        young = new ConcurrentDictionary<Cid, BlockNotes>();
    }

    private static bool IsSame(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right) => left.Equals(right) || left.Span.SequenceEqual(right.Span);
}
