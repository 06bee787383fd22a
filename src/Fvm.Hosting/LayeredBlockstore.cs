using Fvm.Ipld;

namespace Fvm.Hosting;

/// <summary>A blockstore that is written, over others that are only read: state over the bundles of actors that it refers to.</summary>
/// <param name="top">Where writes go, and where reads look first.</param>
/// <param name="below">Where reads look next, in order.</param>
public sealed class LayeredBlockstore(IBlockstore top, IReadOnlyList<IBlockstore> below) : IBlockstore
{
    /// <inheritdoc/>
    public bool TryGet(Cid cid, out ReadOnlyMemory<byte> block)
    {
        if (top.TryGet(cid, out block))
            return true;
        foreach (IBlockstore store in below)
        {
            if (store.TryGet(cid, out block))
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Put(Cid cid, ReadOnlyMemory<byte> block) => top.Put(cid, block);

    /// <inheritdoc/>
    public bool Has(Cid cid) => top.Has(cid) || below.Any(store => store.Has(cid));
}
