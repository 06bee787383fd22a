using Fvm.Node.Ledger;
using Fvm.Node.Rpc.Forks;

namespace Fvm.Node.Rpc.Eth;

/// <summary>Logs and filters.</summary>
internal static class EthLogs
{
    public static void Add(RpcMethodTable table, Devnet net, FilterTable filters, RpcLimits limits)
    {
        table.Add("eth_getLogs", call => Write(call, Find(net, LogQuery.Read(call.Optional(0, "filter"), net), limits)));
        table.Add("eth_newFilter", call => call.Result.WriteStringValue(filters.AddLogs(LogQuery.Read(call.Optional(0, "filter"), net))));
        table.Add("eth_newBlockFilter", call => call.Result.WriteStringValue(filters.AddBlocks()));
        table.Add("eth_newPendingTransactionFilter", call => call.Result.WriteStringValue(filters.AddPending()));
        table.Add("eth_getFilterChanges", call => filters.Find(Id(call)).WriteChanges(call.Result));
        table.Add("eth_getFilterLogs", call =>
        {
            LogQuery query = (filters.Find(Id(call)) as LogFilter)?.Query
                ?? throw new RpcException(RpcErrorCode.InvalidParameters, "invalid params: parameter 1 (id): the filter is not one for logs");
            Write(call, Find(net, query, limits));
        });
        table.Add("eth_uninstallFilter", call => call.Result.WriteBooleanValue(filters.Remove(Id(call))));
    }

    private static string Id(RpcCall call) => call.Required(0, "id").Text();

    private static FoundLogs Find(Devnet net, LogQuery query, RpcLimits limits)
    {
        IEnumerable<ExecutedTipset> tipsets;
        byte[]? before = null;
        if (query.BlockHash is { } hash)
        {
            tipsets = net.Chain.TryGetByHash(hash, out ExecutedTipset? only) ? [net.Shows(only) ? net.Content(only) : throw NotYet(net)]
                : throw NoBlock(net, hash);
        }
        else
        {
            long head = net.LastEpoch();
            if (net.Options.Deferred && (query.From > head || query.To > head))
                throw NotYet(net);
            (long first, long last) = EpochRange.Of(query.From, query.To, head, limits);
            tipsets = net.Chain.WithLogs(first, last);
            if (net.IsUpstreams(first))
                before = UpstreamLogs.Find(net.Upstream!, query.Source, first, last);
        }

        var found = new List<(MessagePlace, EthereumLog)>();
        foreach (ExecutedTipset tipset in tipsets)
        {
            found.AddRange(query.In(tipset));
            if (found.Count > limits.LogResults)
                throw new RpcException(RpcErrorCode.LimitExceeded, $"there are more than {limits.LogResults} logs; ask for a smaller range");
        }

        return new FoundLogs(before, found);
    }

    /// <summary>lotus <c>node/impl/eth/api.go</c>, ErrEventsNotYetAvailable.</summary>
    private static RpcException NotYet(Devnet net) => new(
        RpcErrorCode.ServerError, $"events for the requested block are not yet available: those of epoch {net.Head.Height} come with the next tipset (--deferred)")
    { Lotus = LotusErrors.Of("events for the requested block are not yet available") };

    private static RpcException NoBlock(Devnet net, byte[] hash)
    {
        net.RefuseBeforeFork(upstream => upstream.EpochOf(hash));
        return new RpcException(RpcErrorCode.ResourceNotFound, $"there is no block 0x{Convert.ToHexStringLower(hash)}");
    }

    private static void Write(RpcCall call, FoundLogs logs)
    {
        call.Result.WriteStartArray();
        if (logs.Before is { } before)
            UpstreamLogs.Write(call.Result, before);
        foreach ((MessagePlace place, EthereumLog log) in logs.Own)
            call.Result.WriteLog(place, log);
        call.Result.WriteEndArray();
    }

    /// <summary>Logs: those before the fork, as its upstream tells them, and the chain's own.</summary>
    private sealed record FoundLogs(byte[]? Before, List<(MessagePlace Place, EthereumLog Log)> Own);
}
