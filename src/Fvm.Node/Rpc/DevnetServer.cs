using System.Globalization;
using System.Net;
using Fvm.Node.Rpc.Transport;

namespace Fvm.Node.Rpc;

/// <summary>A devnet with ports: JSON-RPC over HTTP and WebSocket. The devnet itself lives on when the server ends.</summary>
public sealed class DevnetServer : IAsyncDisposable
{
    private readonly DevnetRpc rpc;
    private readonly List<RpcServer> listeners;

    private DevnetServer(DevnetRpc rpc, List<RpcServer> listeners)
    {
        this.rpc = rpc;
        this.listeners = listeners;
    }

    /// <summary>Where it listens.</summary>
    public IReadOnlyList<Uri> HttpUris => [.. listeners.Select(static listener => listener.HttpUri)];

    /// <summary>Where it listens first.</summary>
    public Uri HttpUri => listeners[0].HttpUri;

    /// <summary>The same for WebSockets.</summary>
    public Uri WebSocketUri => new UriBuilder(HttpUri) { Scheme = "ws" }.Uri;

    /// <summary>Begins to listen.</summary>
    /// <param name="net">The devnet.</param>
    /// <param name="options">Where, and within which limits; null for a free port of this computer.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<DevnetServer> StartAsync(Devnet net, DevnetServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(net);
        DevnetServerOptions all = options ?? new DevnetServerOptions();
        var rpc = new DevnetRpc(net, all.Limits);
        string greeting = string.Create(
            CultureInfo.InvariantCulture,
            $"fvm devnet: a Filecoin network on this computer, chain id {net.Options.ChainId}.\nJSON-RPC is here: POST, or a WebSocket; eth_* and Filecoin.* methods.\n");
        var listeners = new List<RpcServer>();
        try
        {
            listeners.Add(await RpcServer.StartAsync(new IPEndPoint(all.Host, all.Port), rpc.Dispatcher, greeting).ConfigureAwait(false));
        }
        catch
        {
            rpc.Dispose();
            throw;
        }

        foreach (int port in all.PortsIfFree)
        {
            try
            {
                listeners.Add(await RpcServer.StartAsync(new IPEndPoint(all.Host, port), rpc.Dispatcher, greeting).ConfigureAwait(false));
            }
            catch (IOException)
            {
                // Somebody else has it: the first port is enough.
            }
        }

        return new DevnetServer(rpc, listeners);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (RpcServer listener in listeners)
            await listener.DisposeAsync().ConfigureAwait(false);
        rpc.Dispose();
    }
}
