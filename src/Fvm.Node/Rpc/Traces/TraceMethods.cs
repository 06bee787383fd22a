using System.Text.Json;
using Fvm.Evm;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Node.Rpc.Eth;

namespace Fvm.Node.Rpc.Traces;

/// <summary><c>trace_*</c>: messages run again, as lotus shows them.</summary>
internal static class TraceMethods
{
    public static void Add(RpcMethodTable table, Devnet net, RpcLimits limits)
    {
        table.AddWaiting("trace_block", async call =>
            WriteAll(call.Result, await TracedMessage.OfAsync(net, NeedBlock(net, call.Required(0, "block"))).ConfigureAwait(false)));
        table.AddWaiting("trace_transaction", async call =>
            WriteAll(call.Result, [await TracedMessage.OfAsync(net, NeedMessage(net, call.Required(0, "hash"))).ConfigureAwait(false)]));
        table.AddWaiting("trace_get", async call =>
        {
            MessagePlace place = NeedMessage(net, call.Required(0, "hash"));
            long[] address = [.. call.Required(1, "trace address").Items().Select(static item => item.Int63())];
            WriteAt(call.Result, await TracedMessage.OfAsync(net, place).ConfigureAwait(false), address);
        });
        table.AddWaiting("trace_replayTransaction", async call =>
        {
            MessagePlace place = NeedMessage(net, call.Required(0, "hash"));
            NeedTrace(call.Required(1, "trace types"));
            WriteReplay(call.Result, await TracedMessage.OfAsync(net, place).ConfigureAwait(false));
        });
        table.AddWaiting("trace_replayBlockTransactions", async call =>
        {
            NeedTrace(call.Required(1, "trace types"));
            IReadOnlyList<TracedMessage> messages = await TracedMessage.OfAsync(net, NeedBlock(net, call.Required(0, "block"))).ConfigureAwait(false);
            call.Result.WriteStartArray();
            foreach (TracedMessage message in messages)
                WriteReplay(call.Result, message);
            call.Result.WriteEndArray();
        });
        table.AddWaiting("trace_call", async call =>
        {
            CallRequest request = CallRequest.Read(call.Required(0, "transaction"));
            NeedTrace(call.Required(1, "trace types"));
            ExecutedTipset at = net.StateBlock(call.Optional(2, "block"));
            WriteReplay(call.Result, await TracedMessage.OfAsync(net, request.ToMessage(), request.From, at, new CallOptions()).ConfigureAwait(false));
        });
        table.AddWaiting("trace_filter", call => new TraceFilter(net, limits, call.Required(0, "filter")).WriteAsync(call));
    }

    /// <summary>A message of the chain, by its hash.</summary>
    /// <exception cref="RpcException">There is none, or it waits.</exception>
    public static MessagePlace NeedMessage(Devnet net, RpcValue hash)
    {
        byte[] bytes = hash.Hash();
        if (net.TryGetShown(bytes, out MessagePlace? place))
            return place;
        bool isPending = PendingTransaction.Find(net, bytes) is not null;
        throw isPending
            ? new RpcException(RpcErrorCode.ResourceUnavailable, "no trace for pending transactions")
            : new RpcException(RpcErrorCode.ResourceNotFound, $"transaction not found: {hash.Text()}");
    }

    /// <summary>A tipset of the chain.</summary>
    /// <exception cref="RpcException">There is none.</exception>
    public static ExecutedTipset NeedBlock(Devnet net, RpcValue block) =>
        net.Block(block) ?? throw new RpcException(RpcErrorCode.ResourceNotFound, $"block not found: {block.Shown()}; the head is {net.Head.Height}");

    private static void NeedTrace(RpcValue types)
    {
        string[] wanted = [.. types.Items().Select(static type => type.Text())];
        if (wanted is not ["trace"])
            throw types.Wrong("only [\"trace\"] is supported");
    }

    private static void WriteAll(Utf8JsonWriter writer, IReadOnlyList<TracedMessage> messages)
    {
        writer.WriteStartArray();
        foreach (TracedMessage message in messages)
        {
            foreach ((EthereumCall call, IReadOnlyList<int> place) in message.Outermost?.Flat() ?? [])
                writer.WriteLotusTrace(call, place, message.Place);
        }

        writer.WriteEndArray();
    }

    private static void WriteAt(Utf8JsonWriter writer, TracedMessage message, long[] address)
    {
        foreach ((EthereumCall call, IReadOnlyList<int> place) in message.Outermost?.Flat() ?? [])
        {
            if (!place.Select(static step => (long)step).SequenceEqual(address))
                continue;
            writer.WriteLotusTrace(call, place, message.Place);
            return;
        }

        writer.WriteNullValue();
    }

    private static void WriteReplay(Utf8JsonWriter writer, TracedMessage message)
    {
        writer.WriteStartObject();
        EthereumCall? outermost = message.Outermost;
        writer.WriteData("output"u8, outermost is { IsCreation: true, Exit.IsSuccess: true } ? [0xfe] : outermost is null ? [] : outermost.Output.Span);
        writer.WriteNull("stateDiff"u8);
        writer.WriteStartArray("trace"u8);
        foreach ((EthereumCall call, IReadOnlyList<int> place) in outermost?.Flat() ?? [])
            writer.WriteLotusTrace(call, place);
        writer.WriteEndArray();
        if (message.Place is { } where)
            writer.WriteData("transactionHash"u8, where.Message.Hash.Span);
        writer.WriteNull("vmTrace"u8);
        writer.WriteEndObject();
    }
}
