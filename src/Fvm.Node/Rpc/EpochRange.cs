using System.Globalization;
using Fvm.Node.Forks;
using Fvm.Node.Rpc.Forks;

namespace Fvm.Node.Rpc;

/// <summary>The epochs that a query searches: those of logs, of actors' events, of traces.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last; before the first where there is nothing to search yet.</param>
internal readonly record struct EpochRange(long First, long Last)
{
    /// <summary>Checks a range.</summary>
    /// <param name="from">The first epoch; null for the newest.</param>
    /// <param name="to">The last epoch; null for the newest. What is not there yet is not searched.</param>
    /// <param name="newest">The newest epoch.</param>
    /// <param name="limits">How many epochs may be searched.</param>
    /// <exception cref="RpcException">It ends before it begins, or is too long.</exception>
    public static EpochRange Of(long? from, long? to, long newest, RpcLimits limits)
    {
        long first = from ?? newest;
        long last = Math.Min(to ?? newest, newest);
        if (first > to)
        {
            throw new RpcException(RpcErrorCode.InvalidParameters, string.Create(CultureInfo.InvariantCulture, $"invalid params: parameter 1 (filter): the range ends at {to}, before it begins at {first}"))
            {
                Lotus = LotusErrors.Of(string.Create(CultureInfo.InvariantCulture, $"invalid epoch range: to block ({to}) must be after from block ({first})")),
            };
        }

        // From the first to the last, as lotus counts (node/impl/eth/events.go, parseBlockRange; api/api_errors.go, ErrBlockRangeExceeded).
        return last - first <= limits.LogRange
            ? new EpochRange(first, last)
            : throw new RpcException(RpcErrorCode.LimitExceeded, string.Create(CultureInfo.InvariantCulture, $"the range spans {last - first} epochs; at most {limits.LogRange} are searched"))
            {
                Lotus = new RpcException(RpcErrorCode.LimitExceeded, string.Create(CultureInfo.InvariantCulture, $"block range exceeds maximum of {limits.LogRange} (got {last - first})")),
            };
    }

    /// <summary>The same, if none of it is a fork's upstream's.</summary>
    /// <param name="net">The chain.</param>
    /// <exception cref="BeforeForkException">All of it is the upstream's.</exception>
    /// <exception cref="RpcException">A part of it is.</exception>
    public EpochRange Own(Devnet net)
    {
        if (!net.IsUpstreams(First))
            return this;
        throw Last <= net.Upstream!.LastEpoch
            ? new BeforeForkException(First)
            : new RpcException(RpcErrorCode.InvalidParameters, string.Create(
                CultureInfo.InvariantCulture, $"invalid params: parameter 1 (filter): the range begins before the fork and ends after it, at {net.Upstream.LastEpoch}: ask for each part"));
    }
}
