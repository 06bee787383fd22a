using Fvm.Abi.Tracing;

namespace Fvm.Conformance.Scenarios;

/// <summary>A trace as two implementations of an actor must share it: every call, every syscall with its answer and its charges; not the gas of execution.</summary>
internal static class CallTrace
{
    /// <summary>The charges for running code, native or wasm.</summary>
    private static readonly HashSet<string> Execution = new(StringComparer.Ordinal)
    {
        "wasm_exec", "wasm_memory_init", "wasm_memory_grow", "wasm_table_init", "native_exec", "native_init",
    };

    public static bool IsExecution(string charge) => Execution.Contains(charge);

    public static IEnumerable<string> Lines(IReadOnlyList<ExecutionEvent> trace) => trace.Select(Line).OfType<string>();

    private static string? Line(ExecutionEvent happened) => happened switch
    {
        GasCharged charge when IsExecution(charge.Name) => null,
        CodeProfiled or ActorWorked => null,
        GasCharged charge => $"gas {charge.Name} {charge.Amount}",
        SyscallEntered entered => $"syscall {entered.Module}::{entered.Name}",
        SyscallLeft left => $"answered {left.Status.Outcome} {left.Status.Error}",
        CallStarted call => $"call {call.From} {call.To} {call.Method} {Block(call.Parameters)} {call.Value} {call.ReadOnly}",
        CallReturned returned => $"return {returned.ExitCode} {Block(returned.Data)}",
        CallRefused refused => $"refused {refused.Error}",
        _ => happened.ToString(),
    };

    private static string Block(TracedBlock? block) => block is null ? "-" : $"{block.Codec:x}:{Convert.ToHexString(block.Data.Span)}";
}
