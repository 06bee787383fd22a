using Fvm.Ipld;

namespace Fvm.Node.Chain;

/// <summary>
/// The blocks of an epoch that have the same parents, sorted by the hash of their tickets, and by CID where those are equal. Source: lotus
/// <c>chain/types/tipset.go</c>, NewTipSet.
/// </summary>
public sealed class Tipset
{
    private Tipset(IReadOnlyList<BlockHeader> blocks, TipsetKey key)
    {
        Blocks = blocks;
        Key = key;
    }

    /// <summary>The blocks, in order.</summary>
    public IReadOnlyList<BlockHeader> Blocks { get; }

    /// <summary>Its name.</summary>
    public TipsetKey Key { get; }

    /// <summary>The epoch.</summary>
    public long Height => Blocks[0].Height;

    /// <summary>The parent's name.</summary>
    public TipsetKey Parents => new(Blocks[0].Parents);

    /// <summary>The earliest time of a block, which is the machine's; seconds since 1970.</summary>
    public ulong Timestamp => Blocks.Min(static block => block.Timestamp);

    /// <summary>Makes a tipset of blocks in any order.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <exception cref="ArgumentException">There is none, one has no ticket, or their epochs or parents differ.</exception>
    public static Tipset Create(IEnumerable<BlockHeader> blocks) => Create(blocks, static block => block.Cid);

    /// <summary>Makes a tipset of blocks whose CIDs are known.</summary>
    internal static Tipset Create(IEnumerable<BlockHeader> blocks, Func<BlockHeader, Cid> cidOf)
    {
        BlockHeader[] all = [.. blocks];
        if (all.Length == 0)
            throw new ArgumentException("a tipset has at least one block", nameof(blocks));
        foreach (BlockHeader block in all)
        {
            if (block.Ticket is null)
                throw new ArgumentException($"block {block.Cid} has no ticket", nameof(blocks));
            if (block.Height != all[0].Height)
                throw new ArgumentException($"blocks of epochs {all[0].Height} and {block.Height} are no tipset", nameof(blocks));
            if (!block.Parents.SequenceEqual(all[0].Parents))
                throw new ArgumentException($"blocks {all[0].Cid} and {block.Cid} have different parents", nameof(blocks));
        }

        if (all.Length == 1)
            return new Tipset(all, new TipsetKey([cidOf(all[0])]));
        var sorted = all
            .Select(block => (Block: block, Cid: cidOf(block)))
            .OrderBy(static block => block.Block.Ticket!.Digest(), BytesOrder.Instance)
            .ThenBy(static block => block.Cid.Bytes.ToArray(), BytesOrder.Instance)
            .ToList();
        return new Tipset([.. sorted.Select(static block => block.Block)], new TipsetKey([.. sorted.Select(static block => block.Cid)]));
    }

    private sealed class BytesOrder : IComparer<byte[]>
    {
        public static BytesOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
