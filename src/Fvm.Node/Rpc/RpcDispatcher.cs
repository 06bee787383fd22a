using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Fvm.Ipld;
using Fvm.Node.Forks;
using Fvm.Node.Rpc.Forks;

namespace Fvm.Node.Rpc;

/// <summary>
/// JSON-RPC 2.0: the bytes of a request in, the bytes of its answer out. Whatever comes in, what goes out is a well-formed answer, or nothing at all for
/// notifications. Members beside the known ones are ignored; <c>jsonrpc</c> may be missing; <c>params</c> may be missing or null, since clients do that.
/// </summary>
internal sealed class RpcDispatcher(RpcMethodTable methods, RpcLimits limits, Action<string>? called = null, bool lotusErrors = false)
{
    /// <summary>Bytes of a request above which reading it is work of its own.</summary>
    private const int LongRequest = 1 << 16;

    /// <summary>The limits.</summary>
    public RpcLimits Limits => limits;

    /// <summary>Whether this is a thread that watches the sockets, or one that just ended a call: others wait for it.</summary>
    private static bool IsOnBorrowedThread => !Thread.CurrentThread.IsThreadPoolThread;

    /// <summary>Answers a request or a batch.</summary>
    /// <param name="request">The request as JSON.</param>
    /// <param name="session">The connection, if it can be sent to.</param>
    /// <param name="answer">Where the answer goes; left as it was if there is none.</param>
    /// <param name="cancelled">Set when nobody waits any more.</param>
    public async ValueTask AnswerAsync(ReadOnlyMemory<byte> request, RpcSession? session, RpcBuffer answer, CancellationToken cancelled)
    {
        if (request.Length > LongRequest && IsOnBorrowedThread)
            await Task.Yield();
        using JsonDocument? document = Parse(request, answer);
        if (document is null)
            return;
        JsonElement root = document.RootElement;
        using var writer = new Utf8JsonWriter(answer, RpcJson.WriterOptions);
        if (root.ValueKind != JsonValueKind.Array)
        {
            await AnswerOneAsync(root, session, answer, writer, cancelled).ConfigureAwait(false);
            return;
        }

        int count = root.GetArrayLength();
        if (count == 0 || count > limits.BatchLength)
        {
            Fail(answer, writer, 0, default, new RpcException(
                RpcErrorCode.InvalidRequest, count == 0 ? "invalid request: the batch is empty" : $"invalid request: the batch has {count} requests; at most {limits.BatchLength} are answered"));
            return;
        }

        await AnswerBatchAsync(root, session, answer, writer, cancelled).ConfigureAwait(false);
    }

    /// <summary>Answers a request that is too long to be read.</summary>
    /// <param name="answer">Where the answer goes.</param>
    public void RefuseLength(RpcBuffer answer)
    {
        using var writer = new Utf8JsonWriter(answer, RpcJson.WriterOptions);
        Fail(answer, writer, answer.Length, default, Invalid($"it is longer than {limits.RequestBytes} bytes"));
    }

    private async ValueTask AnswerBatchAsync(JsonElement batch, RpcSession? session, RpcBuffer answer, Utf8JsonWriter writer, CancellationToken cancelled)
    {
        int empty = answer.Length;
        answer.Append('[');
        for (int i = 0; i < batch.GetArrayLength(); i++)
        {
            int before = answer.Length;
            if (before > empty + 1)
                answer.Append(',');
            int start = answer.Length;
            await AnswerOneAsync(batch[i], session, answer, writer, cancelled).ConfigureAwait(false);
            if (answer.Length == start)
                answer.Truncate(before);
        }

        if (answer.Length == empty + 1)
            answer.Truncate(empty);
        else
            answer.Append(']');
    }

    private async ValueTask AnswerOneAsync(JsonElement request, RpcSession? session, RpcBuffer answer, Utf8JsonWriter writer, CancellationToken cancelled)
    {
        int start = answer.Length;
        JsonElement id = default;
        string name = "";
        try
        {
            name = Method(request, out id, out JsonElement parameters);
            if (!methods.TryGet(name, out WaitingRpcMethod? method))
                throw NotFound(name);
            if (lotusErrors && LotusSignatures.Refusal(name, parameters.ValueKind == JsonValueKind.Array ? parameters.GetArrayLength() : 0) is { } refused)
                throw refused;
            if (IsOnBorrowedThread && !methods.IsBrief(name))
                await Task.Yield();
            called?.Invoke(name);
            writer.Reset(answer);
            WriteHead(writer, id);
            writer.WritePropertyName("result"u8);
            using (var deadline = new RpcDeadline(limits.CallTime, cancelled))
                await method(new RpcCall(parameters, id, writer, answer, session, deadline)).ConfigureAwait(false);
            writer.WriteEndObject();
            writer.Flush();
            if (id.ValueKind == JsonValueKind.Undefined)
                answer.Truncate(start);
        }
        catch (Exception failure)
        {
            // A broken request has no id that could be trusted; a notification that fails says nothing (section 4.1).
            bool isNotification = id.ValueKind == JsonValueKind.Undefined && failure is not RpcException { Code: RpcErrorCode.InvalidRequest };
            RpcException described = Describe(failure, cancelled);
            Fail(answer, writer, start, id, lotusErrors ? LotusErrors.Of(name, described) : described);
            if (isNotification)
                answer.Truncate(start);
        }
    }

    private JsonDocument? Parse(ReadOnlyMemory<byte> request, RpcBuffer answer)
    {
        string wrong = "the request is no UTF-8 text";
        try
        {
            if (Utf8.IsValid(request.Span))
                return JsonDocument.Parse(request, new JsonDocumentOptions { MaxDepth = limits.Depth });
        }
        catch (JsonException notJson)
        {
            wrong = notJson.Message;
        }

        using var writer = new Utf8JsonWriter(answer, RpcJson.WriterOptions);
        Fail(answer, writer, answer.Length, default, new RpcException(RpcErrorCode.Parse, $"parse error: {wrong}"));
        return null;
    }

    /// <summary>Takes a request apart; <paramref name="id"/> is undefined for a notification.</summary>
    private static string Method(JsonElement request, out JsonElement id, out JsonElement parameters)
    {
        id = default;
        parameters = default;
        if (request.ValueKind != JsonValueKind.Object)
            throw Invalid("a request is an object");
        if (request.TryGetProperty("id"u8, out JsonElement given))
        {
            if (given.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null))
                throw Invalid("the id is text, a number or null");
            id = given;
        }

        if (request.TryGetProperty("jsonrpc"u8, out JsonElement version) && version.GetRawText() != "\"2.0\"")
            throw Invalid("jsonrpc is \"2.0\"");
        if (!request.TryGetProperty("method"u8, out JsonElement method) || method.ValueKind != JsonValueKind.String)
            throw Invalid("the method is missing, or no text");
        if (request.TryGetProperty("params"u8, out parameters) && parameters.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
            throw new RpcException(RpcErrorCode.InvalidParameters, "invalid params: an array was expected") { Lotus = LotusErrors.NoArray(parameters.ValueKind) };
        return new RpcValue(method, "method").Text();
    }

    private RpcException NotFound(string name)
    {
        string shown = name.Length <= 100 ? name : name[..100] + "...";
        string hint = methods.Nearest(name) is { } near ? $"; did you mean {near}?" : "";
        return new RpcException(RpcErrorCode.MethodNotFound, $"the method {shown} does not exist/is not available{hint}") { Lotus = new RpcException(RpcErrorCode.MethodNotFound, $"method '{shown}' not found") };
    }

    private RpcException Describe(Exception failure, CancellationToken cancelled) => failure switch
    {
        RpcException known => known,
        DevnetException refused => new RpcException(RpcErrorCode.ServerError, refused.Message),
        BeforeForkException before => new RpcException(RpcErrorCode.ResourceUnavailable, before.Message),
        BlockUnavailableException unread => new RpcException(RpcErrorCode.ResourceUnavailable, unread.Message),
        OperationCanceledException when !cancelled.IsCancellationRequested =>
            new RpcException(RpcErrorCode.ResourceUnavailable, $"the call took longer than {limits.CallTime.TotalSeconds} s"),
        OperationCanceledException => new RpcException(RpcErrorCode.ResourceUnavailable, "the call was cancelled"),
        _ => new RpcException(RpcErrorCode.Internal, $"internal error: {failure.GetType().Name}: {failure.Message}"),
    };

    private static void Fail(RpcBuffer answer, Utf8JsonWriter writer, int start, JsonElement id, RpcException failure)
    {
        // What the writer still holds of a result must not come after the error.
        writer.Reset(new RpcBuffer());
        answer.Truncate(Math.Min(start, answer.Length));
        writer.Reset(answer);
        WriteHead(writer, id);
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, failure.Code);
        writer.WriteString("message"u8, RpcJson.WellFormed(failure.Message));
        if (failure.Bytes is { } bytes)
        {
            writer.WritePropertyName("data"u8);
            writer.WriteData(bytes);
        }
        else if (failure.Number is { } number)
        {
            writer.WriteNumber("data"u8, number);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
    }

    private static void WriteHead(Utf8JsonWriter writer, JsonElement id)
    {
        writer.WriteStartObject();
        writer.WriteString("jsonrpc"u8, "2.0"u8);
        writer.WritePropertyName("id"u8);
        if (id.ValueKind == JsonValueKind.Undefined)
            writer.WriteNullValue();
        else
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(id), skipInputValidation: true);
    }

    private static RpcException Invalid(string reason) => new(RpcErrorCode.InvalidRequest, $"invalid request: {reason}");
}
