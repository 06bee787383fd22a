using Fvm.Evm;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The exit codes of contracts. Source: builtin-actors <c>actors/evm/src/lib.rs</c>.</summary>
public static class EvmExitCodes
{
    /// <summary>REVERT; the revert data comes back as a CBOR byte string.</summary>
    public static ExitCode Reverted => new(33);

    /// <summary>INVALID (0xfe).</summary>
    public static ExitCode InvalidInstruction => new(34);

    /// <summary>A byte that is no instruction.</summary>
    public static ExitCode UndefinedInstruction => new(35);

    /// <summary>An instruction found fewer words than it needs.</summary>
    public static ExitCode StackUnderflow => new(36);

    /// <summary>More than 1024 words.</summary>
    public static ExitCode StackOverflow => new(37);

    /// <summary>A region beyond 2^32, or return data beyond its end.</summary>
    public static ExitCode IllegalMemoryAccess => new(38);

    /// <summary>A jump to no JUMPDEST.</summary>
    public static ExitCode BadJumpDestination => new(39);

    /// <summary>SELFDESTRUCT could not give the balance away.</summary>
    public static ExitCode SelfDestructFailed => new(40);

    /// <summary>The exit code of a frame that halted.</summary>
    internal static ExitCode Of(EvmOutcome outcome) => outcome switch
    {
        EvmOutcome.InvalidOpcode => InvalidInstruction,
        EvmOutcome.UndefinedOpcode => UndefinedInstruction,
        EvmOutcome.StackUnderflow => StackUnderflow,
        EvmOutcome.StackOverflow => StackOverflow,
        EvmOutcome.MemoryBounds or EvmOutcome.ReturnDataBounds => IllegalMemoryAccess,
        EvmOutcome.BadJump => BadJumpDestination,
        EvmOutcome.WriteProtection => ExitCode.UsrReadOnly,
        _ => ExitCode.UsrAssertionFailed,
    };
}
