using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Fvm.Node.Rpc;

namespace Fvm.Node.Tests.Rpc;

/// <summary>A devnet with a port, and a client at its WebSocket.</summary>
internal sealed class RpcConnection(Devnet net, DevnetServer server, ClientWebSocket socket) : IAsyncDisposable
{
    private readonly byte[] buffer = new byte[100_000];

    public Devnet Net => net;

    public static async Task<RpcConnection> OpenAsync(DevnetOptions? options = null)
    {
        Devnet net = await Devnet.StartAsync((options ?? new DevnetOptions()) with { Heartbeat = null });
        DevnetServer server = await DevnetServer.StartAsync(net, new DevnetServerOptions { Port = 0 });
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(server.WebSocketUri, CancellationToken.None);
        return new RpcConnection(net, server, socket);
    }

    public Task SayAsync(string request) => socket.SendAsync(Encoding.UTF8.GetBytes(request), WebSocketMessageType.Text, true, CancellationToken.None);

    public async Task<JsonElement> HearAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        int length = 0;
        while (true)
        {
            WebSocketReceiveResult part = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), patience.Token);
            length += part.Count;
            if (part.EndOfMessage)
                break;
        }

        using JsonDocument document = JsonDocument.Parse(buffer.AsMemory(0, length));
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        await server.DisposeAsync();
        await net.DisposeAsync();
    }
}
