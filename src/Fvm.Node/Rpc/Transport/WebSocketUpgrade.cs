using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Fvm.Node.Rpc.Transport;

/// <summary>
/// JSON-RPC over a WebSocket (RFC 6455): each message is a request or a batch. Requests are answered in their order, except those that wait for something,
/// which let the next ones pass.
/// </summary>
internal sealed class WebSocketUpgrade : IDisposable
{
    private const string AcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int ReadBytes = 16 << 10;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    private readonly WebSocket socket;
    private readonly RpcDispatcher dispatcher;
    private readonly RpcSession session;
    private readonly SemaphoreSlim waiting;

    private WebSocketUpgrade(WebSocket socket, RpcDispatcher dispatcher)
    {
        this.socket = socket;
        this.dispatcher = dispatcher;
        session = new RpcSession(dispatcher.Limits);
        waiting = new SemaphoreSlim(dispatcher.Limits.WaitingRequests);
    }

    /// <summary>Whether a request is one for a WebSocket.</summary>
    /// <param name="context">The request.</param>
    public static bool IsAsked(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        && string.Equals(context.Request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase)
        && context.Request.Headers.SecWebSocketKey.Count == 1;

    /// <summary>Makes a connection a WebSocket, and answers until it ends.</summary>
    /// <param name="context">The request.</param>
    /// <param name="dispatcher">Who answers.</param>
    /// <param name="stopping">Set when the server stops.</param>
    public static async Task RunAsync(HttpContext context, RpcDispatcher dispatcher, CancellationToken stopping)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.Connection = "Upgrade";
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = Accept(context.Request.Headers.SecWebSocketKey.ToString());
        Stream stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync().ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = KeepAlive });
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);
            using var upgraded = new WebSocketUpgrade(socket, dispatcher);
            await upgraded.RunAsync(ending).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        session.Dispose();
        waiting.Dispose();
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 section 1.3 names SHA-1; it protects nothing.")]
    private static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + AcceptSuffix)));

    private async Task RunAsync(CancellationTokenSource ending)
    {
        Task sending = SendAsync(ending.Token);
        try
        {
            await ReceiveAsync(ending.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // The client went away, or the server stops: there is nobody to tell.
        }
        finally
        {
            session.Dispose();
            await sending.ConfigureAwait(false);
            await ending.CancelAsync().ConfigureAwait(false);
            for (int i = 0; i < dispatcher.Limits.WaitingRequests; i++)
                await waiting.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task ReceiveAsync(CancellationToken ending)
    {
        var message = new RpcBuffer();
        while (socket.State == WebSocketState.Open)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(message.GetMemory(ReadBytes), ending).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
                return;
            message.Advance(part.Count);
            if (message.Length > dispatcher.Limits.RequestBytes)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, $"a request has at most {dispatcher.Limits.RequestBytes} bytes", ending).ConfigureAwait(false);
                return;
            }

            if (!part.EndOfMessage)
                continue;
            await waiting.WaitAsync(ending).ConfigureAwait(false);
            Task answering = AnswerAsync(message, ending);
            message = answering.IsCompleted ? message : new RpcBuffer();
            message.Truncate(0);
        }
    }

    private async Task AnswerAsync(RpcBuffer request, CancellationToken ending)
    {
        try
        {
            var answer = new RpcBuffer();
            await dispatcher.AnswerAsync(request.Written, session, answer, ending).ConfigureAwait(false);
            if (answer.Length != 0)
                session.Send(answer.Written);
            answer.Sent();
        }
        finally
        {
            waiting.Release();
        }
    }

    private async Task SendAsync(CancellationToken ending)
    {
        try
        {
            await foreach (ReadOnlyMemory<byte> message in session.Outgoing.ReadAllAsync(ending).ConfigureAwait(false))
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, ending).ConfigureAwait(false);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ending).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            socket.Abort();
        }
    }
}
