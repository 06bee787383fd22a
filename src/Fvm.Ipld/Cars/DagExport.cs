using Fvm.Ipld.Blockstores;

namespace Fvm.Ipld.Cars;

/// <summary>Writes what can be reached from a root into a CAR: a state on its way to a file.</summary>
public static class DagExport
{
    /// <summary>
    /// Writes the blocks that a root reaches, each once, parents before children and links in their order, so that equal DAGs make equal files. Blocks that are
    /// not in the store (code of actors that lies in a bundle, sectors that no blockstore holds, parts that were never extracted) are passed over.
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
        var seen = new HashSet<Cid> { root };
        var open = new Stack<Cid>([root]);
        var links = new List<Cid>();
        int written = 0;
        while (open.TryPop(out Cid? cid))
        {
            if (cid.IsIdentity || !store.TryGet(cid, out ReadOnlyMemory<byte> block))
                continue;
            writer.Write(cid, block.Span);
            written++;
            if (cid.Codec != Multicodec.DagCbor)
                continue;
            links.Clear();
            DagCborLinks.Scan(block.Span, links);
            for (int i = links.Count - 1; i >= 0; i--)
            {
                if (seen.Add(links[i]))
                    open.Push(links[i]);
            }
        }

        return written;
    }
}
