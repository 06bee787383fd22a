using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld;
using Fvm.Node.Forks;
using Fvm.Node.Ledger;
using Fvm.Node.Rpc.Forks;

namespace Fvm.Node.Rpc;

/// <summary>
/// What clients are shown of the chain. A devnet runs messages when their tipset is made, and shows the results at once; with <see cref="DevnetOptions.Deferred"/> it shows
/// them when the next tipset is there. Results depend on the tipset alone, so nobody can tell that from running them then, as lotus does
/// (<c>node/impl/eth/tipsetresolver.go</c>).
/// </summary>
internal static class ShownChain
{
    /// <summary>lotus <c>chain/types/ethtypes</c>, SafeEpochDelay.</summary>
    private const long SafeEpochs = 30;

    /// <summary>lotus <c>chain/actors/policy</c>, ChainFinality.</summary>
    private const long FinalityEpochs = 900;

    /// <summary>The newest tipset whose results are shown: what <c>latest</c> is.</summary>
    public static ExecutedTipset Latest(this Devnet net)
    {
        ExecutedTipset head = net.Head;
        return net.Options.Deferred ? net.Chain.AtOrBefore(head.Height - 1) ?? head : head;
    }

    /// <summary>The last epoch that may be asked for by its number.</summary>
    public static long LastEpoch(this Devnet net) => net.Options.Deferred ? Math.Max(net.Chain.Genesis.Height, net.Head.Height - 1) : net.Head.Height;

    /// <summary>What <c>safe</c> is.</summary>
    public static ExecutedTipset Safe(this Devnet net) => net.Behind(SafeEpochs);

    /// <summary>What <c>finalized</c> is.</summary>
    public static ExecutedTipset Finalized(this Devnet net) => net.Behind(FinalityEpochs);

    /// <summary>Whether a tipset's results are shown.</summary>
    public static bool Shows(this Devnet net, ExecutedTipset tipset) => !net.Options.Deferred || tipset.Height == net.Chain.Genesis.Height || tipset.Height < net.Head.Height;

    /// <summary>A message by its hash, if its result is shown.</summary>
    public static bool TryGetShown(this Devnet net, ReadOnlySpan<byte> hash, [NotNullWhen(true)] out MessagePlace? place) =>
        net.Chain.TryGetTransaction(hash, out place) && net.Shows(place.Tipset);

    /// <summary>A message by its CID, if its result is shown.</summary>
    public static bool TryGetShown(this Devnet net, Cid cid, [NotNullWhen(true)] out MessagePlace? place) =>
        net.Chain.TryGetMessage(cid, out place) && net.Shows(place.Tipset);

    /// <summary>The tipset whose results a change brings, or takes back; null for a change that does neither.</summary>
    public static (ExecutedTipset Tipset, bool IsRemoved)? Told(this Devnet net, ChainChange change) => change switch
    {
        TipsetMade made => (net.Options.Deferred ? made.Parent : made.Tipset, false),
        TipsetReverted gone => (net.Options.Deferred ? gone.Parent : gone.Tipset, true),
        _ => null,
    };

    private static ExecutedTipset Behind(this Devnet net, long epochs)
    {
        if (net.Options.Finality == DevnetFinality.Instant)
            return net.Latest();
        long epoch = Math.Max(0, net.Head.Height - epochs);
        return net.Chain.AtOrBefore(epoch) ?? throw new BeforeForkException(epoch);
    }
}
