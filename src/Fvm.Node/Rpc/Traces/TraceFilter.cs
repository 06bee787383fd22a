using System.Text.Json;
using Fvm.Evm;
using Fvm.Node.Ledger;
using Fvm.Node.Rpc.Eth;

namespace Fvm.Node.Rpc.Traces;

/// <summary><c>trace_filter</c>: the traces of a range of epochs from and to addresses (lotus <c>node/impl/eth/trace.go</c>, EthTraceFilter).</summary>
internal sealed class TraceFilter
{
    private readonly Devnet net;
    private readonly RpcLimits limits;
    private readonly EpochRange range;
    private readonly IReadOnlyList<EvmAddress> from;
    private readonly IReadOnlyList<EvmAddress> to;
    private readonly long after;
    private readonly long? count;

    /// <summary>Reads a filter; a range without bounds is the head.</summary>
    public TraceFilter(Devnet net, RpcLimits limits, RpcValue filter)
    {
        this.net = net;
        this.limits = limits;
        range = EpochRange.Of(Bound("fromBlock"), Bound("toBlock"), net.Latest().Height, limits).Own(net);
        from = Addresses(filter.Member("fromAddress"));
        to = Addresses(filter.Member("toAddress"));
        after = filter.Member("after") is { IsMissing: false } skipped ? skipped.Int63() : 0;
        count = filter.Member("count") is { IsMissing: false } wanted ? wanted.Int63() : null;
        if (count > limits.TraceResults)
            throw new RpcException(RpcErrorCode.LimitExceeded, $"invalid response count, requested {count}, maximum supported is {limits.TraceResults}");

        // Lotus takes "earliest" for logs, not here.
        long? Bound(string name) => filter.Member(name) is not { IsMissing: false } bound ? null
            : net.Options.LotusErrors && bound.Kind == JsonValueKind.String && bound.Text() == "earliest" ? throw LotusErrors.Of($"cannot parse {name}: block param \"earliest\" is not supported")
            : net.Epoch(bound, 0);
    }

    /// <summary>Runs the messages of the range again, and writes what matches.</summary>
    public async ValueTask WriteAsync(RpcCall call)
    {
        long seen = 0;
        long written = 0;
        call.Result.WriteStartArray();
        foreach (ExecutedTipset tipset in count == 0 ? [] : net.Chain.Range(range.First, range.Last))
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
