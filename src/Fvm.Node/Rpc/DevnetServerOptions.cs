using System.Net;

namespace Fvm.Node.Rpc;

/// <summary>Where a devnet listens.</summary>
public sealed record DevnetServerOptions
{
    /// <summary>The address to listen at: this computer only, unless another is given.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>More ports, as long as nobody else has them.</summary>
    public IReadOnlyList<int> PortsIfFree { get; init; } = [];

    /// <summary>What clients may ask for at most.</summary>
    public RpcLimits Limits { get; init; } = new();
}
