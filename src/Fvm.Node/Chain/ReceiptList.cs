using Fvm.Ipld;
using Fvm.Ipld.Amts;
using Fvm.Protocol;

namespace Fvm.Node.Chain;

/// <summary>The receipts of a tipset's messages, in the order in which they were applied: an AMT of the v0 layout. Source: lotus <c>chain/consensus/compute_state.go</c>.</summary>
public static class ReceiptList
{
    /// <summary>Writes receipts; the root that the next tipset's headers name.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="receipts">The receipts.</param>
    public static Cid Store(IBlockstore store, IEnumerable<Receipt> receipts)
    {
        var list = new Amt<Receipt>(store, ChainEncoding.Codec<Receipt>(), AmtLayout.V0);
        list.SetAll(receipts);
        return list.Flush();
    }

    /// <summary>Reads receipts.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="root">The root that the headers name.</param>
    /// <exception cref="IpldException">A block is missing or malformed.</exception>
    public static IReadOnlyList<Receipt> Load(IBlockstore store, Cid root) =>
        [.. Amt<Receipt>.Load(store, root, ChainEncoding.Codec<Receipt>(), AmtLayout.V0).Entries().Select(static entry => entry.Value)];
}
