using System.Collections.Concurrent;
using Fvm.Ipld;

namespace Fvm.Node.Ledger;

/// <summary>Blocks in memory, for any number of threads at once.</summary>
public sealed class ConcurrentBlockstore : IBlockstore
{
    private readonly ConcurrentDictionary<Cid, ReadOnlyMemory<byte>> blocks = new();

    /// <summary>How many blocks.</summary>
    public int Count => blocks.Count;

    /// <inheritdoc/>
    public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block) => blocks.TryGetValue(cid, out block);

    /// <inheritdoc/>
    public void Put(Cid cid, ReadOnlyMemory<byte> block) => blocks.TryAdd(cid, block);

    /// <inheritdoc/>
    public bool Has(Cid cid) => blocks.ContainsKey(cid);
}
