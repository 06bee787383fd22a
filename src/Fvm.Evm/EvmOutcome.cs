namespace Fvm.Evm;

/// <summary>How a frame ended. The first five are ordinary; all others are exceptional halts, which take the frame's whole gas and undo its effects.</summary>
public enum EvmOutcome : byte
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>STOP, or the end of the code.</summary>
    Stop,

    /// <summary>RETURN, with output.</summary>
    Return,

    /// <summary>SELFDESTRUCT.</summary>
    SelfDestruct,

    /// <summary>REVERT, with output: effects undone, gas given back.</summary>
    Revert,

    /// <summary>The gas does not suffice.</summary>
    OutOfGas,

    /// <summary>An instruction needs more words than there are.</summary>
    StackUnderflow,

    /// <summary>More than 1024 words.</summary>
    StackOverflow,

    /// <summary>A jump to a place that is no JUMPDEST.</summary>
    BadJump,

    /// <summary>A byte that is no instruction in this configuration.</summary>
    UndefinedOpcode,

    /// <summary>The byte 0xfe.</summary>
    InvalidOpcode,

    /// <summary>Memory beyond 2^32 (only where the configuration knows such a limit; else it is <see cref="OutOfGas"/>).</summary>
    MemoryBounds,

    /// <summary>More memory than the configuration allows a frame.</summary>
    MemoryLimit,

    /// <summary>More memory than one allocation can have, 2^31 bytes (only where the configuration bounds memory).</summary>
    MemoryCapacity,

    /// <summary>RETURNDATACOPY beyond the end (EIP-211).</summary>
    ReturnDataBounds,

    /// <summary>An effect inside a static call (EIP-214).</summary>
    WriteProtection,

    /// <summary>Init code that is too long (EIP-3860), or deployed code that is not allowed (EIP-170, EIP-3541).</summary>
    CodeRefused,

    /// <summary>A call or creation that did not begin: no funds, too deep, nonce at its end, address taken.</summary>
    Refused,

    /// <summary>A precompiled contract did not accept its input.</summary>
    PrecompileFailure,

    /// <summary>The host ended the frame; it knows why.</summary>
    Host,
}
