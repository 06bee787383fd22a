namespace Fvm.Evm;

/// <summary>What starts a frame.</summary>
public enum EvmMessageKind : byte
{
    /// <summary>CALL, or a transaction to an account.</summary>
    Call,

    /// <summary>STATICCALL: nothing may change.</summary>
    StaticCall,

    /// <summary>DELEGATECALL: the target's code on the caller's account, with the caller's caller and value.</summary>
    DelegateCall,

    /// <summary>CALLCODE: the target's code on the caller's account.</summary>
    CallCode,

    /// <summary>CREATE, or a transaction that creates.</summary>
    Create,

    /// <summary>CREATE2.</summary>
    Create2,
}

/// <summary>A request to run code: from the interpreter to its host (a call or creation inside a frame) and from the host to the interpreter.</summary>
public readonly struct EvmMessage
{
    /// <summary>What starts the frame.</summary>
    public EvmMessageKind Kind { get; init; }

    /// <summary>Whether nothing may change: sticky from a STATICCALL downwards.</summary>
    public bool IsStatic { get; init; }

    /// <summary>0 for a transaction's own frame.</summary>
    public int Depth { get; init; }

    /// <summary>
    /// The frame's gas. Towards the host: what the frame gets, paid already; where the host meters gas, what the instruction asked for,
    /// cut to 64 bits, unpaid (for creations: all that is left).
    /// </summary>
    public long Gas { get; init; }

    /// <summary>The account whose state the frame uses; towards the host of a creation: unset.</summary>
    public EvmAddress Self { get; init; }

    /// <summary>What CALLER answers; of a creation, the creator.</summary>
    public EvmAddress Caller { get; init; }

    /// <summary>Whose code runs; differs from <see cref="Self"/> in DELEGATECALL and CALLCODE.</summary>
    public EvmAddress CodeAddress { get; init; }

    /// <summary>What CALLVALUE answers. It moves in CALL and creations only.</summary>
    public UInt256 Value { get; init; }

    /// <summary>CREATE2's salt.</summary>
    public UInt256 Salt { get; init; }

    /// <summary>Call data; towards the host of a creation: the init code. It is the caller's memory and holds only until the call returns.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }
}

/// <summary>How a frame ended and what it leaves.</summary>
public readonly struct EvmResult
{
    /// <summary>How it ended.</summary>
    public EvmOutcome Outcome { get; init; }

    /// <summary>Gas that is left; 0 after an exceptional halt, unless the host meters gas.</summary>
    public long GasLeft { get; init; }

    /// <summary>What the frame adds to the transaction's refund counter; may be negative. Only from frames that succeeded.</summary>
    public long Refund { get; init; }

    /// <summary>
    /// What RETURN or REVERT gave; of a creation inside a frame: the revert's data. It lies in the interpreter's memory and holds
    /// until the interpreter runs the next frame of that depth: copy what stays.
    /// </summary>
    public ReadOnlyMemory<byte> Output { get; init; }

    /// <summary>The account that a creation made.</summary>
    public EvmAddress Created { get; init; }

    /// <summary>Whether effects stay.</summary>
    public bool IsSuccess => Outcome is EvmOutcome.Stop or EvmOutcome.Return or EvmOutcome.SelfDestruct;
}
