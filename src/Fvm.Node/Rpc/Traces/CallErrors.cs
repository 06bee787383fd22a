using System.Globalization;
using Fvm.Actors;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Traces;

/// <summary>What traces say of calls that failed: in the words of lotus (<c>node/impl/eth/trace.go</c>, traceErrMsg), and in those of geth.</summary>
internal static class CallErrors
{
    /// <summary>Lotus's words, which are Parity's; null for success.</summary>
    public static string? Parity(EthereumCall call)
    {
        ExitCode exit = call.Exit;
        if (exit.IsSuccess)
            return null;
        if (exit == ExitCode.SysOutOfGas)
            return "out of gas";
        if (exit.IsSystemError)
            return $"vm error: {Name(exit)}";
        return (call.IsContract ? OfContract(exit) : null) ?? $"actor error: {Name(exit)}";
    }

    /// <summary>Geth's words; null for success.</summary>
    public static string? Geth(EthereumCall call)
    {
        if (!call.IsContract)
            return Parity(call);
        if (call.Exit.Value == EthereumReturns.Reverted)
            return "execution reverted";
        if (call.Exit == EvmExitCodes.InvalidInstruction)
            return "invalid opcode: INVALID";
        if (call.Exit == EvmExitCodes.UndefinedInstruction)
            return "invalid opcode";
        if (call.Exit == EvmExitCodes.StackOverflow)
            return "stack limit reached 1024 (1023)";
        return call.Exit == ExitCode.UsrReadOnly ? "write protection" : Parity(call);
    }

    private static string? OfContract(ExitCode exit) => exit.Value switch
    {
        33 => "Reverted",
        34 => "invalid instruction",
        35 => "undefined instruction",
        36 => "stack underflow",
        37 => "stack overflow",
        38 => "illegal memory access",
        39 => "invalid jump destination",
        40 => "self destruct failed",
        _ => null,
    };

    /// <summary>An exit code as go-state-types writes it: <c>SysErrOutOfGas(7)</c>, <c>ErrForbidden(18)</c>, <c>40</c>.</summary>
    private static string Name(ExitCode exit)
    {
        string number = exit.Value.ToString(CultureInfo.InvariantCulture);
        return exit.Name switch
        {
            null => number,
            "SysAssertionFailed" => $"SysErrFatal({number})",
            ['S', 'y', 's', .. string rest] => $"SysErr{rest}({number})",
            ['U', 's', 'r', .. string rest] => $"Err{rest}({number})",
            string other => $"{other}({number})",
        };
    }
}
