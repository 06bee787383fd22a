using System.Text.Json;
using Fvm.Abi.Node;
using Fvm.Evm.Tracing;
using Fvm.Hosting;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Node.Rpc.Eth;

namespace Fvm.Node.Rpc.Traces;

/// <summary><c>debug_trace*</c>: messages run again, as geth shows them.</summary>
internal static class DebugMethods
{
    public static void Add(RpcMethodTable table, Devnet net, RpcLimits limits)
    {
        table.AddWaiting("debug_traceTransaction", async call =>
        {
            MessagePlace place = TraceMethods.NeedMessage(net, call.Required(0, "hash"));
            TracerRequest request = Request(call, 1, net);
            await WriteAsync(call.Result, net, limits, place, request).ConfigureAwait(false);
        });
        table.AddWaiting("debug_traceBlockByNumber", call => WriteBlockAsync(call, net, limits, TraceMethods.NeedBlock(net, call.Required(0, "block"))));
        table.AddWaiting("debug_traceBlockByHash", call => WriteBlockAsync(call, net, limits, NeedHash(net, call.Required(0, "hash"))));
        table.AddWaiting("debug_traceCall", async call => await WriteCallAsync(call, net, limits).ConfigureAwait(false));
    }

    private static ExecutedTipset NeedHash(Devnet net, RpcValue hash) =>
        net.ByHash(hash) ?? throw new RpcException(RpcErrorCode.ResourceNotFound, $"block not found: {hash.Text()}");

    private static TracerRequest Request(RpcCall call, int index, Devnet net)
    {
        TracerRequest request = TracerRequest.Read(call.Optional(index, "options"));
        return !net.RunsNative && request.NeedsSteps
            ? throw new RpcException(
                RpcErrorCode.ServerError, "contracts of a bundle run as WebAssembly, so their EVM's steps are not seen: use the callTracer, or a devnet on actors in C# (--actors native)")
            : request;
    }

    private static async ValueTask WriteBlockAsync(RpcCall call, Devnet net, RpcLimits limits, ExecutedTipset tipset)
    {
        TracerRequest request = Request(call, 1, net);
        call.Result.WriteStartArray();
        if (request.Kind == TracerKind.StructLogs)
        {
            StructLogTracer[] tracers = new StructLogTracer[tipset.Messages.Count];
            await net.ReplayEachAsync(tipset, index => new StepTracer(tracers[index] = StructLogJson.Tracer(request, limits)), (index, replayed) =>
            {
                WriteOne(call, tipset, index, place => call.Result.WriteStructLogs(TracedMessage.Of(replayed.After, place, replayed.Result), tracers[index], request, limits));
                // A block has many messages, and a message many steps: no more than one message's are kept.
                tracers[index] = null!;
            }).ConfigureAwait(false);
        }
        else if (request.Kind == TracerKind.Prestate)
        {
            TouchTracer[] touched = [.. tipset.Messages.Select(static _ => new TouchTracer())];
            await net.ReplayEachAsync(tipset, index => touched[index], (index, replayed) =>
                WriteOne(call, tipset, index, place => WritePrestate(call.Result, touched[index], place, replayed, request))).ConfigureAwait(false);
        }
        else
        {
            IReadOnlyList<TracedMessage> messages = await TracedMessage.OfAsync(net, tipset).ConfigureAwait(false);
            await DeepWorkers.Shared.RunAsync(() =>
            {
                for (int i = 0; i < messages.Count; i++)
                    WriteOne(call, tipset, i, _ => WriteCalls(call.Result, messages[i], request));
                return true;
            }).ConfigureAwait(false);
        }

        call.Result.WriteEndArray();
    }

    private static void WriteOne(RpcCall call, ExecutedTipset tipset, int index, Action<MessagePlace> result)
    {
        call.Cancelled.ThrowIfCancellationRequested();
        call.Result.WriteStartObject();
        call.Result.WriteData("txHash"u8, tipset.Messages[index].Hash.Span);
        call.Result.WritePropertyName("result"u8);
        result(new MessagePlace(tipset, tipset.Messages[index]));
        call.Result.WriteEndObject();
    }

    private static async Task WriteAsync(Utf8JsonWriter writer, Devnet net, RpcLimits limits, MessagePlace place, TracerRequest request)
    {
        if (request.Kind == TracerKind.StructLogs)
            await WriteStepsAsync(writer, net, limits, place, request).ConfigureAwait(false);
        else if (request.Kind == TracerKind.Prestate)
            await WritePrestateAsync(writer, net, place, request).ConfigureAwait(false);
        else
            await WriteCallsAsync(writer, request.Kind == TracerKind.Noop ? null : await TracedMessage.OfAsync(net, place).ConfigureAwait(false), request).ConfigureAwait(false);
    }

    /// <summary>What needs the tree of calls only.</summary>
    private static Task<bool> WriteCallsAsync(Utf8JsonWriter writer, TracedMessage? message, TracerRequest request) => DeepWorkers.Shared.RunAsync(() =>
    {
        WriteCalls(writer, message, request);
        return true;
    });

    private static void WriteCalls(Utf8JsonWriter writer, TracedMessage? message, TracerRequest request)
    {
        switch (request.Kind)
        {
            case TracerKind.Calls:
                writer.WriteCallTree(message!, request);
                break;
            case TracerKind.FlatCalls:
                writer.WriteFlatCalls(message!);
                break;
            case TracerKind.Selectors:
                writer.WriteSelectors(message!);
                break;
            default:
                writer.WriteStartObject();
                writer.WriteEndObject();
                break;
        }
    }

    private static async Task WriteStepsAsync(Utf8JsonWriter writer, Devnet net, RpcLimits limits, MessagePlace place, TracerRequest request)
    {
        StructLogTracer tracer = StructLogJson.Tracer(request, limits);
        ApplyResult result = await net.ReplayAsync(place, TraceDetail.Events, new StepTracer(tracer)).ConfigureAwait(false);
        if (place.Message.Transaction is null && tracer.StepCount == 0)
        {
            throw new RpcException(
                RpcErrorCode.ServerError, $"the message {place.Message.Cid} is no Ethereum transaction and runs no contract, so it has no steps: use the callTracer, trace_transaction or fvm_traceMessage");
        }

        TracedMessage message = await DeepWorkers.Shared.RunAsync(() => TracedMessage.Of(net.StateAt(place.Tipset), place, result)).ConfigureAwait(false);
        writer.WriteStructLogs(message, tracer, request, limits);
    }

    private static async Task WritePrestateAsync(Utf8JsonWriter writer, Devnet net, MessagePlace place, TracerRequest request)
    {
        var touched = new TouchTracer();
        ReplayedBetween replayed = await net.ReplayBetweenAsync(place, touched).ConfigureAwait(false);
        await DeepWorkers.Shared.RunAsync(() =>
        {
            WritePrestate(writer, touched, place, replayed, request);
            return true;
        }).ConfigureAwait(false);
    }

    private static void WritePrestate(Utf8JsonWriter writer, TouchTracer touched, MessagePlace place, ReplayedBetween replayed, TracerRequest request)
    {
        Touch(touched, TracedMessage.Of(replayed.After, place, replayed.Result));
        if (request.DiffMode)
            writer.WriteDifference(touched, replayed.Before, replayed.After);
        else
            writer.WritePrestate(touched, replayed.Before);
    }

    private static async Task WriteCallAsync(RpcCall call, Devnet net, RpcLimits limits)
    {
        CallRequest given = CallRequest.Read(call.Required(0, "transaction"));
        ExecutedTipset at = net.StateBlock(call.Optional(1, "block"));
        TracerRequest request = Request(call, 2, net);
        RpcValue settings = call.Optional(2, "options");
        CallOptions options = settings.IsMissing
            ? new CallOptions()
            : CallOverrides.Read(net, call.Optional(1, "block"), settings.Member("stateOverrides"), settings.Member("blockOverrides"));
        if (request.Kind == TracerKind.StructLogs)
        {
            StructLogTracer tracer = StructLogJson.Tracer(request, limits);
            TracedMessage message = await TracedMessage.OfAsync(net, given.ToMessage(), given.From, at, options with { Tracer = new StepTracer(tracer) }).ConfigureAwait(false);
            call.Result.WriteStructLogs(message, tracer, request, limits);
        }
        else if (request.Kind == TracerKind.Prestate)
        {
            if (request.DiffMode)
                throw new RpcException(RpcErrorCode.ServerError, "diffMode is there for transactions only (debug_traceTransaction)");
            if (options.Overrides.Count > 0)
                throw new RpcException(RpcErrorCode.ServerError, "the prestateTracer tells of the chain's state: it takes no stateOverrides");
            var touched = new TouchTracer();
            Touch(touched, await TracedMessage.OfAsync(net, given.ToMessage(), given.From, at, options with { Tracer = touched }).ConfigureAwait(false));
            call.Result.WritePrestate(touched, net.StateAt(at));
        }
        else
        {
            await WriteCallsAsync(call.Result, await TracedMessage.OfAsync(net, given.ToMessage(), given.From, at, options).ConfigureAwait(false), request).ConfigureAwait(false);
        }
    }

    private static void Touch(TouchTracer touched, TracedMessage message)
    {
        foreach ((EthereumCall made, _) in message.OutermostOrRefused.Flat())
        {
            touched.Touch(made.From);
            if (made.To is { } to)
                touched.Touch(to);
        }
    }
}
