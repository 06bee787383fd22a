using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Fixtures;

/// <summary>Short assertions and measurements.</summary>
internal static class Says
{
    public static void Refuses(ErrorNumber expected, SyscallStatus status)
    {
        Assert.Equal(SyscallOutcome.Refused, status.Outcome);
        Assert.Equal(expected, status.Error);
    }

    public static void Ok(SyscallStatus status) => Assert.Equal(SyscallStatus.Ok, status);

    /// <summary>Milligas that something uses.</summary>
    public static ulong Cost(this IActorKernel kernel, Action body)
    {
        ulong before = kernel.Gas.Available.Milligas;
        body();
        return before - kernel.Gas.Available.Milligas;
    }

    public static void Ends(ApplyResult result, uint exitCode, ulong? gas = null)
    {
        Assert.True(exitCode == result.Receipt.ExitCode.Value, $"exit {result.Receipt.ExitCode}: {result.Failure}");
        if (gas is { } expected)
            Assert.Equal(expected, result.Receipt.GasUsed);
    }

    /// <summary>Sends without limit, value or parameters.</summary>
    public static SendResult Send(this IActorKernel kernel, Address to, ulong method = 2, GasAmount? gasLimit = null, bool readOnly = false)
    {
        Ok(kernel.Send.Send(to, method, 0, TokenAmount.Zero, gasLimit, readOnly, out SendResult result));
        return result;
    }

    /// <summary>A trace as lines: "Name milligas" for a charge, "call", "invoke", "return", "error" for the others.</summary>
    public static IEnumerable<string> Lines(IEnumerable<ExecutionEvent> trace) => trace.Select(static happened => happened switch
    {
        GasCharged charge => $"{charge.Name} {charge.Amount}",
        CallStarted call => $"call {call.From} {call.To} {call.Method}",
        ActorInvoked invoked => $"invoke {invoked.Id}",
        CallReturned returned => $"return {returned.ExitCode.Value}",
        CallRefused refused => $"error {(uint)refused.Error}",
        _ => happened.GetType().Name,
    });
}
