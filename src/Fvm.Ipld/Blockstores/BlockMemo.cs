using System.Numerics;

namespace Fvm.Ipld.Blockstores;

/// <summary>
/// Notes of the blocks that were met last (<see cref="BlockNotes"/>), by CID. Notes count only for the very bytes that they were made of, so that a store
/// with a false block spoils nobody else's. Any thread may use it: a place is one reference, and losing one costs time only.
/// </summary>
public sealed class BlockMemo
{
    private readonly Entry?[] places;

    /// <summary>A memo.</summary>
    /// <param name="capacity">How many blocks it remembers at most; rounded up to a power of two.</param>
    public BlockMemo(int capacity = 8192) => places = new Entry?[BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, 2))];

    /// <summary>The notes of a block, new ones when there are none.</summary>
    /// <param name="cid">Its CID.</param>
    /// <param name="data">Its bytes.</param>
    public BlockNotes Of(Cid cid, ReadOnlyMemory<byte> data)
    {
        ArgumentNullException.ThrowIfNull(cid);
        // A block has a first and a second place. It comes in at the first, and goes to its neighbour when another wants that.
        int place = cid.GetHashCode() & (places.Length - 1);
        Entry? first = places[place];
        if (first is not null && IsOf(first, cid, data))
            return first.Notes;
        Entry? second = places[place ^ 1];
        Entry entry = second is not null && IsOf(second, cid, data) ? second : new Entry(cid, new BlockNotes(data));
        places[place ^ 1] = first;
        places[place] = entry;
        return entry.Notes;
    }

    private static bool IsOf(Entry entry, Cid cid, ReadOnlyMemory<byte> data)
    {
        if (!entry.Cid.Equals(cid))
            return false;
        ReadOnlyMemory<byte> noted = entry.Notes.Data;
        return noted.Equals(data) || noted.Span.SequenceEqual(data.Span);
    }

    private sealed record Entry(Cid Cid, BlockNotes Notes);
}
