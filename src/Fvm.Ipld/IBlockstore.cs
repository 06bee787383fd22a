namespace Fvm.Ipld;

/// <summary>
/// Blocks by CID. Implementations neither compute nor check hashes; a caller hands in matching pairs. Unless an implementation says
/// otherwise it serves one thread at a time.
/// </summary>
public interface IBlockstore
{
    /// <summary>Reads a block; false when it is absent. The memory must not be changed by anyone.</summary>
    bool TryGet(Cid cid, out ReadOnlyMemory<byte> block);

    /// <summary>Stores a block. The store may keep the memory itself: the caller must not change it afterwards.</summary>
    void Put(Cid cid, ReadOnlyMemory<byte> block);

    /// <summary>Whether the block is there.</summary>
    bool Has(Cid cid);
}
