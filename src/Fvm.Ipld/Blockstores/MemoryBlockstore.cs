namespace Fvm.Ipld.Blockstores;

/// <summary>Blocks in memory, for one thread at a time.</summary>
public sealed class MemoryBlockstore : IBlockstore
{
    private readonly Dictionary<Cid, ReadOnlyMemory<byte>> _blocks = [];

    /// <summary>The number of blocks.</summary>
    public int Count => _blocks.Count;

    /// <summary>The CIDs of all blocks, in no particular order.</summary>
    public IEnumerable<Cid> Cids => _blocks.Keys;

    /// <inheritdoc/>
    public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block) => _blocks.TryGetValue(cid, out block);

    /// <inheritdoc/>
    public void Put(Cid cid, ReadOnlyMemory<byte> block) => _blocks[cid] = block;

    /// <inheritdoc/>
    public bool Has(Cid cid) => _blocks.ContainsKey(cid);
}
