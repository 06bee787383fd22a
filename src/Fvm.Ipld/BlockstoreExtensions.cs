using System.Diagnostics.CodeAnalysis;

namespace Fvm.Ipld;

/// <summary>What every user of a blockstore needs.</summary>
public static class BlockstoreExtensions
{
    /// <summary>Stores a DAG-CBOR block under its version 1, blake2b-256 CID, which is returned.</summary>
    public static Cid PutDagCbor(this IBlockstore s, ReadOnlyMemory<byte> block) => s.Put(Multicodec.DagCbor, block);

    /// <summary>Stores a block of a codec under its version 1, blake2b-256 CID, which is returned.</summary>
    public static Cid Put(this IBlockstore s, ulong codec, ReadOnlyMemory<byte> block)
    {
        ArgumentNullException.ThrowIfNull(s);
        if (s is INotingBlockstore noting)
            return noting.Add(codec, block, out _);
        Cid cid = Cid.ForBlock(codec, block.Span);
        s.Put(cid, block);
        return cid;
    }

    /// <summary>Reads a block that must be there.</summary>
    /// <exception cref="BlockNotFoundException">It is not.</exception>
    public static ReadOnlyMemory<byte> Get(this IBlockstore s, Cid cid)
    {
        ArgumentNullException.ThrowIfNull(s);
        if (!s.TryGet(cid, out ReadOnlyMemory<byte> block))
            ThrowMissing(cid);

        return block;
    }

    [DoesNotReturn]
    private static void ThrowMissing(Cid cid) => throw new BlockNotFoundException(cid);
}
