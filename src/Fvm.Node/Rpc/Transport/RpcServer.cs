using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Fvm.Node.Rpc.Transport;

/// <summary>
/// A listener: Kestrel by itself, without the host that it usually comes with. That host costs more time than the rest of the node's start, and reads settings
/// of the process, which a library must not do.
/// </summary>
internal sealed class RpcServer : IAsyncDisposable
{
    private readonly KestrelServer kestrel;
    private readonly RpcApplication application;

    private RpcServer(KestrelServer kestrel, RpcApplication application)
    {
        this.kestrel = kestrel;
        this.application = application;
    }

    /// <summary>Where it listens, <c>http://127.0.0.1:8545</c>.</summary>
    public Uri HttpUri { get; private set; } = null!;

    /// <summary>Begins to listen.</summary>
    /// <param name="endPoint">Where; port 0 is any that is free.</param>
    /// <param name="dispatcher">Who answers.</param>
    /// <param name="greeting">What a browser sees.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<RpcServer> StartAsync(IPEndPoint endPoint, RpcDispatcher dispatcher, string greeting)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        // The request's length is checked where it is read, so that the answer is JSON.
        options.Limits.MaxRequestBodySize = null;
        options.Listen(endPoint, static listen => listen.Protocols = HttpProtocols.Http1);
        // The thread that has read a request goes on with it, and who has the answer sends it: nothing here waits on a thread, and each hand-over saved is a thread
        // that need not wake.
        var sockets = new SocketTransportOptions { UnsafePreferInlineScheduling = true };
        var transport = new SocketTransportFactory(Options.Create(sockets), NullLoggerFactory.Instance);
        var kestrel = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        var application = new RpcApplication(dispatcher, greeting);
        try
        {
            await kestrel.StartAsync(application, CancellationToken.None).ConfigureAwait(false);
        }
        catch
        {
            kestrel.Dispose();
            throw;
        }

        string address = kestrel.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new RpcServer(kestrel, application) { HttpUri = new Uri(address) };
    }

    /// <summary>Ends all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        application.Stop();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await kestrel.StopAsync(patience.Token).ConfigureAwait(false);
        kestrel.Dispose();
        application.Dispose();
    }
}
