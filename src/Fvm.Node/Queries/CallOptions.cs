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
}
