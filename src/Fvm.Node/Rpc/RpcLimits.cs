namespace Fvm.Node.Rpc;

/// <summary>What a client may ask for at most. The defaults are far above what tools do, and low enough that none of them takes the node down.</summary>
public sealed record RpcLimits
{
    /// <summary>Bytes of a request; the largest message is 64 KiB, but states are loaded by a request too.</summary>
    public int RequestBytes { get; init; } = 128 << 20;

    /// <summary>Requests in a batch; ethers sends at most 100.</summary>
    public int BatchLength { get; init; } = 1000;

    /// <summary>Levels of arrays and objects.</summary>
    public int Depth { get; init; } = 64;

    /// <summary>Filters of all clients together.</summary>
    public int Filters { get; init; } = 1000;

    /// <summary>How long a filter lives that nobody asks.</summary>
    public TimeSpan FilterLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Subscriptions and channels of one connection.</summary>
    public int Subscriptions { get; init; } = 100;

    /// <summary>Requests of one connection that wait for something at the same time.</summary>
    public int WaitingRequests { get; init; } = 100;

    /// <summary>Messages that a connection may be behind with reading before it is closed.</summary>
    public int UnreadMessages { get; init; } = 10_000;

    /// <summary>Epochs from the first to the last that one query for logs, events or traces may span.</summary>
    public long LogRange { get; init; } = 1_000_000;

    /// <summary>Logs of one answer.</summary>
    public int LogResults { get; init; } = 100_000;

    /// <summary>Traces of one answer to <c>trace_filter</c>.</summary>
    public int TraceResults { get; init; } = 10_000;

    /// <summary>Steps of the EVM that one trace keeps.</summary>
    public int TraceSteps { get; init; } = 500_000;

    /// <summary>How long a call may wait or trace.</summary>
    public TimeSpan CallTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The limits of lotus for logs and filters (<c>node/config/def.go</c>).</summary>
    public static RpcLimits Lotus { get; } = new() { LogRange = 2880, LogResults = 10_000, Filters = 100, TraceResults = 500 };
}
