using System.Diagnostics.CodeAnalysis;
using Fvm.Node.Forks;
using Fvm.Node.Ledger;

namespace Fvm.Node.Rpc.Forks;

/// <summary>
/// Where a fork's own chain begins. What is in the last tipset that both chains have, and in all before it, is the upstream's; so are the states before it. The state after it is the fork's
/// own, with the accounts funded.
/// </summary>
internal static class ForkBoundary
{
    /// <summary>Whether what an epoch's tipset has in it is the upstream's.</summary>
    public static bool IsUpstreams(this Devnet net, long epoch) => net.Upstream is { } upstream && epoch <= upstream.LastEpoch;

    /// <summary>A tipset for what is in it.</summary>
    /// <exception cref="BeforeForkException">That is the upstream's.</exception>
    [return: NotNullIfNotNull(nameof(tipset))]
    public static ExecutedTipset? Content(this Devnet net, ExecutedTipset? tipset) => tipset is null || !net.IsUpstreams(tipset.Height) ? tipset : throw new BeforeForkException(tipset.Height);

    /// <summary>Nothing of that name is here.</summary>
    /// <param name="net">The chain.</param>
    /// <param name="epochOf">The epoch that the upstream knows it in, null for none before the fork.</param>
    /// <exception cref="BeforeForkException">It is the upstream's.</exception>
    public static void RefuseBeforeFork(this Devnet net, Func<UpstreamChain, long?> epochOf)
    {
        if (net.Upstream is { } upstream && epochOf(upstream) is { } epoch)
            throw new BeforeForkException(epoch);
    }

    /// <summary>No message of that name is here.</summary>
    /// <param name="net">The chain.</param>
    /// <param name="what">The message, for errors.</param>
    /// <exception cref="BeforeForkException">The upstream may have it.</exception>
    public static void RefuseUnknown(this Devnet net, string what)
    {
        if (net.Upstream is not null)
            throw new BeforeForkException(what);
    }
}
