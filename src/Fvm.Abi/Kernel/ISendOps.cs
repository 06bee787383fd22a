using Fvm.Protocol;

namespace Fvm.Abi.Kernel;

/// <summary>What a send brought back.</summary>
/// <param name="ExitCode">The callee's exit code.</param>
/// <param name="Handle">The handle of the returned block, 0 for none.</param>
/// <param name="Stat">The returned block's codec and size.</param>
public readonly record struct SendResult(ExitCode ExitCode, uint Handle, BlockStat Stat);

/// <summary>The syscall family <c>send</c>.</summary>
public interface ISendOps
{
    /// <summary>Calls another actor.</summary>
    /// <param name="recipient">Whom.</param>
    /// <param name="method">The method number; 0 only transfers value.</param>
    /// <param name="parameters">The handle of the parameters, 0 for none (7 if there is no such handle).</param>
    /// <param name="value">The value to transfer, in attoFIL (13 if not 0 while read-only).</param>
    /// <param name="gasLimit">A limit for the callee, or null.</param>
    /// <param name="readOnly">Whether the callee may change nothing.</param>
    /// <param name="result">What came back.</param>
    SyscallStatus Send(Address recipient, ulong method, uint parameters, TokenAmount value, GasAmount? gasLimit, bool readOnly, out SendResult result);
}
