using Fvm.Abi.Node;
using Fvm.Evm;
using Fvm.Evm.Tracing;
using Fvm.Hosting;
using Fvm.Protocol;

namespace Fvm.Node.Queries;

/// <summary>How to run a message that shall not stay.</summary>
public sealed record CallOptions
{
    /// <summary>What the result tells of the execution.</summary>
    public TraceDetail Trace { get; init; }

    /// <summary>The epoch that it sees; null for the tipset's.</summary>
    public long? Height { get; init; }

    /// <summary>The time that it sees, in seconds since 1970; null for the tipset's.</summary>
    public ulong? Timestamp { get; init; }

    /// <summary>The base fee that it sees, attoFIL a gas; null for the tipset's, or 0 if the message offers none.</summary>
    public TokenAmount? BaseFee { get; init; }

    /// <summary>Watches the instructions of EVM contracts; on actors in C# only, since those of a bundle run as wasm.</summary>
    public IEvmTracer? Tracer { get; init; }

    /// <summary>What becomes of its events; the receipt has their root only where that is asked for.</summary>
    public EventDetail Events { get; init; } = EventDetail.Kept;

    /// <summary>Whether the blocks that it would write last are paid for and not made. Nobody can tell: it is there so that tests may compare.</summary>
    internal bool DropsState { get; init; } = true;

    /// <summary>What is different in the state that it sees.</summary>
    public IReadOnlyList<StateOverride> Overrides { get; init; } = [];
}

/// <summary>What is different of one actor while a message runs that shall not stay.</summary>
/// <param name="Address">The actor; where there is none one comes about.</param>
public sealed record StateOverride(Address Address)
{
    /// <summary>What it owns, attoFIL; null for what it does.</summary>
    public TokenAmount? Balance { get; init; }

    /// <summary>Its nonce; null for what it is.</summary>
    public ulong? Nonce { get; init; }

    /// <summary>Its code, which makes it a contract; null for what it is.</summary>
    public ReadOnlyMemory<byte>? Code { get; init; }

    /// <summary>All its storage; null for what it is.</summary>
    public IReadOnlyDictionary<UInt256, UInt256>? Storage { get; init; }

    /// <summary>Words of its storage that are different.</summary>
    public IReadOnlyDictionary<UInt256, UInt256>? StorageChanges { get; init; }
}
