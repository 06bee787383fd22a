using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Fvm.Node.Rpc.Transport;

/// <summary>
/// One exchange over HTTP: POST is JSON-RPC, GET with an upgrade is a WebSocket, any other GET tells people what this is. All paths that nodes have are one:
/// <c>/</c>, <c>/rpc/v0</c>, <c>/rpc/v1</c>, <c>/rpc/v2</c>. Whoever asks from a page of whatever origin is answered, and tokens are ignored.
/// </summary>
internal sealed class RpcApplication(RpcDispatcher dispatcher, string greeting) : IHttpApplication<HttpContext>, IDisposable
{
    private static readonly string[] Paths = ["", "/", "/rpc", "/rpc/v0", "/rpc/v1", "/rpc/v2", "/ws"];

    private readonly CancellationTokenSource stopping = new();

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public void Stop() => stopping.Cancel();

    public void Dispose() => stopping.Dispose();

    public async Task ProcessRequestAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        AllowEveryOrigin(context.Request, response);
        if (!Paths.Contains((context.Request.Path.Value ?? "").TrimEnd('/'), StringComparer.Ordinal))
            await SayAsync(response, StatusCodes.Status404NotFound, $"there is nothing here: JSON-RPC is at {string.Join(", ", Paths.Skip(1))}\n").ConfigureAwait(false);
        else if (HttpMethods.IsPost(context.Request.Method))
            await PostAsync(context).ConfigureAwait(false);
        else if (HttpMethods.IsOptions(context.Request.Method))
            response.StatusCode = StatusCodes.Status204NoContent;
        else if (WebSocketUpgrade.IsAsked(context))
            await WebSocketUpgrade.RunAsync(context, dispatcher, stopping.Token).ConfigureAwait(false);
        else if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            await SayAsync(response, StatusCodes.Status200OK, greeting).ConfigureAwait(false);
        else
            await SayAsync(response, StatusCodes.Status405MethodNotAllowed, "JSON-RPC is POST, or a WebSocket\n").ConfigureAwait(false);
    }

    private async Task PostAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        var answer = new RpcBuffer();
        PipeReader reader = context.Request.BodyReader;
        try
        {
            if (await ReadAsync(reader, context.RequestAborted).ConfigureAwait(false) is not { } body)
            {
                response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                response.Headers.Connection = "close";
                dispatcher.RefuseLength(answer);
            }
            else if (body.IsSingleSegment)
            {
                await dispatcher.AnswerAsync(body.First, null, answer, context.RequestAborted).ConfigureAwait(false);
                reader.AdvanceTo(body.End);
            }
            else
            {
                byte[] copy = body.ToArray();
                reader.AdvanceTo(body.End);
                await dispatcher.AnswerAsync(copy, null, answer, context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (Exception gone) when (gone is IOException or BadHttpRequestException or OperationCanceledException)
        {
            context.Abort();
            return;
        }

        // Nothing to answer: all were notifications (JSON-RPC 2.0, section 6).
        if (answer.Length == 0)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        response.ContentType = "application/json";
        response.ContentLength = answer.Length;
        await response.BodyWriter.WriteAsync(answer.Written, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The whole body, not yet consumed; null if it is too long.</summary>
    private async ValueTask<ReadOnlySequence<byte>?> ReadAsync(PipeReader reader, CancellationToken cancelled)
    {
        while (true)
        {
            ReadResult read = await reader.ReadAsync(cancelled).ConfigureAwait(false);
            if (read.Buffer.Length > dispatcher.Limits.RequestBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
                return read.Buffer;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static void AllowEveryOrigin(HttpRequest request, HttpResponse response)
    {
        if (request.Headers.Origin.Count == 0)
            return;
        IHeaderDictionary headers = response.Headers;
        headers.AccessControlAllowOrigin = "*";
        if (!HttpMethods.IsOptions(request.Method))
            return;
        headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        headers.AccessControlAllowHeaders = request.Headers.AccessControlRequestHeaders.Count == 0 ? "*" : request.Headers.AccessControlRequestHeaders;
        headers.AccessControlMaxAge = "86400";
        if (request.Headers.ContainsKey("Access-Control-Request-Private-Network"))
            headers["Access-Control-Allow-Private-Network"] = "true";
    }

    private static async Task SayAsync(HttpResponse response, int status, string text)
    {
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
            await response.BodyWriter.WriteAsync(bytes).ConfigureAwait(false);
    }
}
