namespace Fvm.Evm.Tracing;

/// <summary>What is kept of each step.</summary>
/// <param name="Stack">Whether the stack is copied.</param>
/// <param name="Memory">Whether the memory is copied: quadratic in what a program does, off unless asked for.</param>
/// <param name="Storage">Whether SLOAD and SSTORE note their slot.</param>
/// <param name="MaxSteps">Steps beyond are counted, not kept.</param>
public sealed record StructLogOptions(bool Stack = true, bool Memory = false, bool Storage = true, int MaxSteps = int.MaxValue);

/// <summary>One step of a trace, as debug_traceTransaction gives it.</summary>
public sealed record StructLog
{
    /// <summary>The place in the code.</summary>
    public required int Pc { get; init; }

    /// <summary>The instruction's byte.</summary>
    public required byte Opcode { get; init; }

    /// <summary>Its name in capitals; "opcode 0x.. not defined" where it has none.</summary>
    public required string Op { get; init; }

    /// <summary>The gas before it.</summary>
    public required long Gas { get; init; }

    /// <summary>
    /// What it took: the difference to the next step of the frame, so that a call's cost is what it took with all its consequences.
    /// Of a frame's last step: what the frame lost there.
    /// </summary>
    public long GasCost { get; internal set; }

    /// <summary>1 for the transaction's own frame.</summary>
    public required int Depth { get; init; }

    /// <summary>The account whose state the frame uses.</summary>
    public required EvmAddress Self { get; init; }

    /// <summary>The stack before it, its top at the end; null if it was not asked for.</summary>
    public UInt256[]? Stack { get; init; }

    /// <summary>The memory before it; null if it was not asked for.</summary>
    public byte[]? Memory { get; init; }

    /// <summary>SSTORE: the slot and what is written. SLOAD: the slot and what is read.</summary>
    public KeyValuePair<UInt256, UInt256>? Storage { get; internal set; }

    /// <summary>The frame's refunds so far.</summary>
    public long Refund { get; init; }
}
