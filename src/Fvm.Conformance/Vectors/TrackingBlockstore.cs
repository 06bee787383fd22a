using Fvm.Ipld;
using Fvm.Ipld.Blockstores;

namespace Fvm.Conformance.Vectors;

/// <summary>Remembers which blocks of a store were read, and keeps what is written apart from it. For one thread.</summary>
/// <param name="source">The store; never written.</param>
public sealed class TrackingBlockstore(IBlockstore source) : IBlockstore
{
    private readonly MemoryBlockstore written = new();
    private readonly Dictionary<Cid, ReadOnlyMemory<byte>> read = [];

    /// <summary>The blocks of the store that were read, in no order that may reach bytes.</summary>
    public IReadOnlyDictionary<Cid, ReadOnlyMemory<byte>> Read => read;

    /// <summary>The blocks that were written.</summary>
    public MemoryBlockstore Written => written;

    /// <inheritdoc/>
    public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block)
    {
        if (written.TryGet(cid, out block))
            return true;
        if (!source.TryGet(cid, out block))
            return false;
        read[cid] = block;
        return true;
    }

    /// <inheritdoc/>
    public void Put(Cid cid, ReadOnlyMemory<byte> block) => written.Put(cid, block);

    /// <inheritdoc/>
    public bool Has(Cid cid) => TryGet(cid, out _);
}
