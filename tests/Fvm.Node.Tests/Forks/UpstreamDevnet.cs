using Fvm.Evm;
using Fvm.Node.Forks;
using Fvm.Node.Rpc;
using Fvm.Node.Tests.Devnets;
using Fvm.Node.Tests.Rpc;

namespace Fvm.Node.Tests.Forks;

/// <summary>A devnet with a port and a contract, to be forked.</summary>
internal sealed class UpstreamDevnet : IAsyncDisposable
{
    private readonly DevnetServer server;

    private UpstreamDevnet(Devnet net, DevnetServer server, EvmAddress counter)
    {
        Net = net;
        this.server = server;
        Counter = counter;
        Endpoint = UpstreamEndpoint.TryParse(server.HttpUri.OriginalString, out UpstreamEndpoint? endpoint) ? endpoint : throw new InvalidOperationException();
    }

    public Devnet Net { get; }

    /// <summary>A contract whose first word is 7.</summary>
    public EvmAddress Counter { get; }

    public UpstreamEndpoint Endpoint { get; }

    public static async Task<UpstreamDevnet> StartAsync(DevnetOptions? options = null)
    {
        Devnet net = await Devnet.StartAsync((options ?? new DevnetOptions()) with { Heartbeat = null });
        EvmAddress counter = (await net.DeployEvmAsync(net.Accounts[0], DevnetStartTests.Counter)).CreatedContract!.Value;
        await net.SendAsync(net.Accounts[1], counter, DeveloperTests.Word(7));
        return new UpstreamDevnet(net, await DevnetServer.StartAsync(net), counter);
    }

    /// <summary>A fork of it that gives up soon.</summary>
    public DevnetOptions Fork() => new() { Heartbeat = null, Fork = new ForkOptions(Endpoint) { Attempts = 2, BackOff = TimeSpan.FromMilliseconds(1), RequestTime = TimeSpan.FromMinutes(2) } };

    /// <summary>Its methods, without the port.</summary>
    public RpcDevnet Rpc() => RpcDevnet.Over(Net);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await Net.DisposeAsync();
    }
}
