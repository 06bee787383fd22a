using System.Globalization;
using Fvm.Abi;
using Fvm.Abi.Tracing;
using Fvm.Ipld;

namespace Fvm.Hosting.Tracing;

/// <summary>
/// Folds traces into a flame graph: message, calls, the wasm functions of each call where it was profiled, syscalls under the function that called
/// them, charges. Its total is the gas that was taken.
/// </summary>
public static class FlameGraph
{
    /// <summary>Folds traces.</summary>
    /// <param name="traces">One a message.</param>
    /// <param name="nameOf">What to call code, such as <c>fil/10/multisig</c>; null for its CID.</param>
    public static FlameFrame Fold(IEnumerable<IReadOnlyList<ExecutionEvent>> traces, Func<Cid, string?>? nameOf = null)
    {
        ArgumentNullException.ThrowIfNull(traces);
        var root = new FlameFrame("all", FlameKind.Message);
        foreach (IReadOnlyList<ExecutionEvent> trace in traces)
            Charges(TraceTree.Build(trace), root.Child("message", FlameKind.Message), nameOf);
        root.Sum();
        return root;
    }

    private static void Charges(TraceNode node, FlameFrame frame, Func<Cid, string?>? nameOf)
    {
        foreach (TraceNode child in node.Children)
            Fold(child, frame, nameOf);
    }

    private static void Fold(TraceNode node, FlameFrame frame, Func<Cid, string?>? nameOf)
    {
        switch (node)
        {
            case TraceCharge charge:
                frame.Child(charge.Charged.Name, FlameKind.Charge).Self += charge.Self;
                break;
            case TraceCall call:
                Call(call, frame.Child(NameOf(call, nameOf), FlameKind.Call), nameOf);
                break;
            case TraceSyscall syscall:
                Charges(syscall, frame.Child($"{syscall.Entered.Module}::{syscall.Entered.Name}", FlameKind.Syscall), nameOf);
                break;
        }
    }

    private static void Call(TraceCall call, FlameFrame frame, Func<Cid, string?>? nameOf)
    {
        if (call.Profile is not { } profile)
        {
            Charges(call, frame, nameOf);
            return;
        }

        FlameFrame[] paths = Functions(profile, frame, out GasAmount profiled);
        foreach (TraceNode child in call.Children)
        {
            switch (child)
            {
                case TraceCharge charge when GasReport.IsExecution(charge.Charged):
                    break;
                case TraceSyscall syscall:
                    Fold(syscall, paths[syscall.Entered.Caller], nameOf);
                    break;
                default:
                    Fold(child, frame, nameOf);
                    break;
            }
        }

        GasAmount charged = GasReport.Execution(call);
        if (charged > profiled)
            frame.Child(GasReport.ChargedTwice, FlameKind.Charge).Self += charged - profiled;
    }

    private static FlameFrame[] Functions(CodeProfiled profile, FlameFrame frame, out GasAmount profiled)
    {
        var paths = new FlameFrame[profile.Nodes.Count];
        profiled = GasAmount.Zero;
        for (int i = 0; i < paths.Length; i++)
        {
            CodeProfileNode node = profile.Nodes[i];
            paths[i] = node.Parent < 0 ? frame : paths[node.Parent].Child(node.Function, FlameKind.Function);
            paths[i].Self += node.Self;
            profiled += node.Self;
        }

        return paths;
    }

    private static string NameOf(TraceCall call, Func<Cid, string?>? nameOf) => call.Invoked is { } invoked
        ? string.Create(CultureInfo.InvariantCulture, $"{nameOf?.Invoke(invoked.Code) ?? invoked.Code.ToString()} {invoked.Id} method {call.Started.Method}")
        : string.Create(CultureInfo.InvariantCulture, $"{call.Started.To} method {call.Started.Method}");
}
