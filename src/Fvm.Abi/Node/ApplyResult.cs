using Fvm.Abi.Tracing;
using Fvm.Protocol;

namespace Fvm.Abi.Node;

/// <summary>What became of a message: the receipt, and what a receipt does not hold. Amounts in attoFIL, gas in whole gas.</summary>
public sealed record ApplyResult
{
    /// <summary>The receipt.</summary>
    public required Receipt Receipt { get; init; }

    /// <summary>The codec of the return data, or null if nothing was returned. Not on chain.</summary>
    public ulong? ReturnCodec { get; init; }

    /// <summary>What the miner pays for including the message.</summary>
    public TokenAmount Penalty { get; init; }

    /// <summary>What the miner gets.</summary>
    public TokenAmount MinerTip { get; init; }

    /// <summary>The base fee burnt for used gas.</summary>
    public TokenAmount BaseFeeBurn { get; init; }

    /// <summary>The base fee burnt for gas that was asked for and not used.</summary>
    public TokenAmount OverEstimationBurn { get; init; }

    /// <summary>What the sender gets back.</summary>
    public TokenAmount Refund { get; init; }

    /// <summary>Gas given back.</summary>
    public ulong GasRefund { get; init; }

    /// <summary>Gas burnt for over-estimation.</summary>
    public ulong GasBurned { get; init; }

    /// <summary>The events, in order of emission; none when the message failed.</summary>
    public IReadOnlyList<StampedEvent> Events { get; init; } = [];

    /// <summary>Why it failed: one line a frame, innermost first; null when it did not. Never consensus.</summary>
    public string? Failure { get; init; }

    /// <summary>The execution trace, in order of time; empty when tracing is off.</summary>
    public IReadOnlyList<ExecutionEvent> Trace { get; init; } = [];

    /// <summary>What the message used by this machine's own account, when it was settled with another figure, which is what the receipt has; else null.</summary>
    public ulong? OwnGasUsed { get; init; }

    /// <summary>Whether the message was refused before it ran (a receipt without gas and without change of state).</summary>
    public bool Refused { get; init; }
}
