using Fvm.Ipld.Blockstores;

namespace Fvm.Ipld.Cars;

/// <summary>Writes what can be reached from a root into a CAR: a state on its way to a file.</summary>
public static class DagExport
{
    /// <summary>
    /// Writes the blocks that a root reaches, each once, in the order of <see cref="DagWalk"/>, so that equal DAGs make equal files. Blocks that are not in the store
    /// are passed over.
    /// </summary>
    /// <param name="stream">Where to; stays the caller's.</param>
    /// <param name="root">The root, which must be there.</param>
    /// <param name="store">Where the blocks are.</param>
    /// <returns>How many blocks were written.</returns>
    /// <exception cref="BlockNotFoundException">The root is not in the store.</exception>
    /// <exception cref="IpldException">A block of DAG-CBOR is malformed.</exception>
    public static int Write(Stream stream, Cid root, IBlockstore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(root);
        store.Get(root);
        var writer = new CarWriter(stream, [root]);
        int written = 0;
        foreach ((Cid cid, ReadOnlyMemory<byte> block) in DagWalk.Reachable(root, store, new HashSet<Cid>()))
        {
            writer.Write(cid, block.Span);
            written++;
        }

        return written;
    }
}
