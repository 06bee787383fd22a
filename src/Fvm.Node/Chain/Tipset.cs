using Fvm.Ipld;

namespace Fvm.Node.Chain;

/// <summary>
/// The blocks of an epoch that have the same parents, sorted by the hash of their tickets, and by CID where those are equal. Source: lotus
/// <c>chain/types/tipset.go</c>, NewTipSet.
/// </summary>
public sealed class Tipset
{
    private Tipset(IReadOnlyList<BlockHeader> blocks)
    {
        Blocks = blocks;
        Key = new TipsetKey([.. blocks.Select(static block => block.Cid)]);
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
    public static Tipset Create(IEnumerable<BlockHeader> blocks)
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

        return new Tipset([.. all
            .Select(static block => (Block: block, Ticket: block.Ticket!.Digest(), Cid: block.Cid.Bytes.ToArray()))
            .OrderBy(static block => block.Ticket, BytesOrder.Instance)
            .ThenBy(static block => block.Cid, BytesOrder.Instance)
            .Select(static block => block.Block)]);
    }

    private sealed class BytesOrder : IComparer<byte[]>
    {
        public static BytesOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
