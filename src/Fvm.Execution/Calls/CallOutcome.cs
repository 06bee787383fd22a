using Fvm.Abi;
using Fvm.Protocol;

namespace Fvm.Execution.Calls;

/// <summary>What came of a call: the callee ran and exited, or the call was refused, or the gas ran out.</summary>
/// <param name="Status">Ok when the callee exited, whatever its exit code.</param>
/// <param name="ExitCode">The callee's exit code.</param>
/// <param name="Value">What it returned, or null.</param>
internal readonly record struct CallOutcome(SyscallStatus Status, ExitCode ExitCode, Block? Value)
{
    /// <summary>Success without a return value.</summary>
    public static CallOutcome Success => default;

    /// <summary>Whether the call's changes are to be undone.</summary>
    public bool Reverts => !Status.IsOk || !ExitCode.IsSuccess;

    public static CallOutcome Exited(ExitCode code, Block? value) => new(SyscallStatus.Ok, code, value);

    public static implicit operator CallOutcome(SyscallStatus status) => new(status, ExitCode.Ok, null);
}
