namespace Fvm.Ipld.Blockstores;

/// <summary>What can be reached from a block by links.</summary>
public static class DagWalk
{
    /// <summary>
    /// The blocks that a root reaches, each once, parents before children and links in their order. Blocks that are not in the store (code of actors that lies in a
    /// bundle, sectors that no blockstore holds, parts that were never extracted) are passed over, as are those of identity CIDs, which need no store.
    /// </summary>
    /// <param name="root">The root.</param>
    /// <param name="store">Where the blocks are.</param>
    /// <param name="seen">What is not gone to any more; what is gone to is added.</param>
    /// <exception cref="IpldException">While reading: a block of DAG-CBOR is malformed.</exception>
    public static IEnumerable<KeyValuePair<Cid, ReadOnlyMemory<byte>>> Reachable(Cid root, IBlockstore store, ISet<Cid> seen)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(seen);
        return Walk();

        IEnumerable<KeyValuePair<Cid, ReadOnlyMemory<byte>>> Walk()
        {
            if (!seen.Add(root))
                yield break;
            var open = new Stack<Cid>([root]);
            var links = new List<Cid>();
            while (open.TryPop(out Cid? cid))
            {
                if (cid.IsIdentity || !store.TryGet(cid, out ReadOnlyMemory<byte> block))
                    continue;
                yield return new(cid, block);
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
        }
    }
}
