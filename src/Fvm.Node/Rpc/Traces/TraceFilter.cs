using System.Text.Json;
using Fvm.Evm;
using Fvm.Node.Ledger;
using Fvm.Node.Rpc.Eth;
using Fvm.Node.Rpc.Forks;

namespace Fvm.Node.Rpc.Traces;

/// <summary><c>trace_filter</c>: the traces of a range of epochs from and to addresses (lotus <c>node/impl/eth/trace.go</c>, EthTraceFilter).</summary>
internal sealed class TraceFilter
{
    private readonly Devnet net;
    private readonly RpcLimits limits;
    private readonly long first;
    private readonly long last;
    private readonly IReadOnlyList<EvmAddress> from;
    private readonly IReadOnlyList<EvmAddress> to;
    private readonly long after;
    private readonly long? count;

    /// <summary>Reads a filter; a range without bounds is the head.</summary>
    public TraceFilter(Devnet net, RpcLimits limits, RpcValue filter)
    {
        this.net = net;
        this.limits = limits;
        long newest = net.Latest().Height;
        first = net.Epoch(filter.Member("fromBlock"), newest);
        last = Math.Min(net.Epoch(filter.Member("toBlock"), newest), newest);
        from = Addresses(filter.Member("fromAddress"));
        to = Addresses(filter.Member("toAddress"));
        if (net.IsUpstreams(first))
            throw last <= net.Upstream!.LastEpoch ? new BeforeForkException(first) : filter.Wrong($"the range begins before the fork and ends after it, at {net.Upstream.LastEpoch}: ask for each part");
        after = filter.Member("after") is { IsMissing: false } skipped ? skipped.Int63() : 0;
        count = filter.Member("count") is { IsMissing: false } wanted ? wanted.Int63() : null;
        if (last - first >= limits.LogRange)
            throw new RpcException(RpcErrorCode.LimitExceeded, $"the filter spans {last - first + 1} epochs; at most {limits.LogRange} are searched");
        if (count > limits.TraceResults)
            throw new RpcException(RpcErrorCode.LimitExceeded, $"invalid response count, requested {count}, maximum supported is {limits.TraceResults}");
    }

    /// <summary>Runs the messages of the range again, and writes what matches.</summary>
    public async ValueTask WriteAsync(RpcCall call)
    {
        long seen = 0;
        long written = 0;
        call.Result.WriteStartArray();
        foreach (ExecutedTipset tipset in count == 0 ? [] : net.Chain.Range(first, last))
        {
            call.Cancelled.ThrowIfCancellationRequested();
            foreach ((TracedMessage message, EthereumCall made, IReadOnlyList<int> place) in await TracesAsync(tipset).ConfigureAwait(false))
            {
                if (!Matches(made) || ++seen <= after)
                    continue;
                if (++written > limits.TraceResults)
                    throw new RpcException(RpcErrorCode.LimitExceeded, $"too many results, maximum supported is {limits.TraceResults}, try paginating requests with After and Count");
                call.Result.WriteLotusTrace(made, place, message.Place);
                if (written == count)
                    break;
            }

            if (written == count)
                break;
        }

        call.Result.WriteEndArray();
    }

    private async Task<IEnumerable<(TracedMessage Message, EthereumCall Call, IReadOnlyList<int> Place)>> TracesAsync(ExecutedTipset tipset)
    {
        IReadOnlyList<TracedMessage> messages = await TracedMessage.OfAsync(net, tipset).ConfigureAwait(false);
        return messages.SelectMany(static message => message.Outermost?.Flat().Select(item => (message, item.Call, item.Place)) ?? []);
    }

    private bool Matches(EthereumCall call) =>
        (from.Count == 0 || from.Contains(call.From)) && (to.Count == 0 || (call.To is { } receiver && to.Contains(receiver)));

    private static IReadOnlyList<EvmAddress> Addresses(RpcValue value)
    {
        if (value.IsMissing)
            return [];
        return value.Kind == JsonValueKind.Array ? [.. value.Items().Select(static item => item.EthereumAddress())] : [value.EthereumAddress()];
    }
}
