using Fvm.Protocol;

namespace Fvm.Abi.Node;

/// <summary>What the node tells a machine about the tipset it executes, and the machine's limits. Consensus, but for <see cref="Tracing"/>, <see cref="Events"/> and <see cref="DropsState"/>.</summary>
public sealed record MachineContext
{
    /// <summary>The network version; see the documentation for those that a machine has.</summary>
    public required NetworkVersion NetworkVersion { get; init; }

    /// <summary>The epoch.</summary>
    public required long Epoch { get; init; }

    /// <summary>The tipset's time, in seconds since 1970.</summary>
    public ulong Timestamp { get; init; }

    /// <summary>The base fee, in attoFIL a gas.</summary>
    public TokenAmount BaseFee { get; init; }

    /// <summary>The circulating supply, in attoFIL.</summary>
    public TokenAmount CirculatingSupply { get; init; } = TokenAmount.FromFil(2_000_000_000);

    /// <summary>The EIP-155 chain id; 0 if the network has none.</summary>
    public ulong ChainId { get; init; }

    /// <summary>The greatest number of frames of a call stack.</summary>
    public int MaxCallDepth { get; init; } = 1024;

    /// <summary>Bytes that all instances of a call stack may use together.</summary>
    public ulong MaxMemoryBytes { get; init; } = 2UL << 30;

    /// <summary>Bytes of a block that an actor may create.</summary>
    public int MaxBlockSize { get; init; } = 1 << 20;

    /// <summary>Whether the <c>debug</c> syscalls work. Actors see it, so it is consensus.</summary>
    public bool ActorDebugging { get; init; }

    /// <summary>What actors of anybody's own code may do; nothing on the network. Consensus.</summary>
    public UserCode UserCode { get; init; }

    /// <summary>
    /// Whether <c>crypto.batch_verify_seals</c> charges its price per seal. The runners of the public corpora, the reference's among them,
    /// accept seals without charging.
    /// </summary>
    public bool ChargesBatchSeals { get; init; } = true;

    /// <summary>Whether results carry an execution trace.</summary>
    public bool Tracing { get; init; }

    /// <summary>What becomes of events: for messages that leave nothing, whose receipt nobody keeps, less than for others.</summary>
    public EventDetail Events { get; init; }

    /// <summary>
    /// Whether the machine runs one message and nobody reads the state after it: its last blocks are paid for and not made then. Gas, failures and what it returns
    /// are the same. A message with a trace makes them all the same.
    /// </summary>
    public bool DropsState { get; init; }
}
