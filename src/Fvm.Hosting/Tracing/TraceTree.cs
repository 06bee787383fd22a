using Fvm.Abi;
using Fvm.Abi.Tracing;

namespace Fvm.Hosting.Tracing;

/// <summary>Makes the tree of a trace: calls inside syscalls inside calls, with charges, events and logs where they happened.</summary>
public static class TraceTree
{
    /// <summary>Builds the tree. Whatever a fatal error left open is closed where the trace goes on.</summary>
    /// <param name="trace">A message's trace, in order of time.</param>
    public static TraceMessage Build(IReadOnlyList<ExecutionEvent> trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var root = new TraceMessage();
        var open = new Stack<TraceNode>();
        open.Push(root);
        foreach (ExecutionEvent happened in trace)
            Take(open, happened);
        Sum(root);
        return root;
    }

    private static void Take(Stack<TraceNode> open, ExecutionEvent happened)
    {
        switch (happened)
        {
            case CallStarted started:
                Open(open, new TraceCall(started));
                break;
            case SyscallEntered entered:
                Open(open, new TraceSyscall(entered));
                break;
            case SyscallLeft left when open.Peek() is TraceSyscall syscall:
                syscall.Status = left.Status;
                open.Pop();
                break;
            case CallReturned returned when CloseCall(open) is { } call:
                call.Returned = returned;
                break;
            case CallRefused refused when CloseCall(open) is { } call:
                call.Refused = refused;
                break;
            case ActorInvoked invoked when InnermostCall(open) is { } call:
                // A call that makes its receiver invokes the new account's constructor first.
                if (call.Invoked is { } constructed)
                    open.Peek().Add(new TraceNote(constructed));
                call.Invoked = invoked;
                break;
            case CodeProfiled profiled when InnermostCall(open) is { } call:
                call.Profile = profiled;
                break;
            case GasCharged charged:
                open.Peek().Add(new TraceCharge(charged) { Self = charged.Taken, Total = charged.Taken });
                break;
            default:
                open.Peek().Add(new TraceNote(happened));
                break;
        }
    }

    private static void Open(Stack<TraceNode> open, TraceNode node)
    {
        open.Peek().Add(node);
        open.Push(node);
    }

    private static TraceCall? InnermostCall(Stack<TraceNode> open) => open.OfType<TraceCall>().FirstOrDefault();

    private static TraceCall? CloseCall(Stack<TraceNode> open)
    {
        if (InnermostCall(open) is not { } call)
            return null;
        while (open.Pop() != call)
        {
            // Syscalls that a fatal error left open.
        }

        return call;
    }

    /// <summary>
    /// Sums from the leaves up. A call inside is no part of what its caller's own gas is, whether it stands in the call or in a syscall. Calls nest
    /// 1024 deep at most, each in a syscall.
    /// </summary>
    private static void Sum(TraceNode node)
    {
        foreach (TraceNode child in node.Children)
        {
            Sum(child);
            node.Total += child.Total;
            if (child is not TraceCall)
                node.Self += child.Self;
        }

        if (node is TraceCharge charge)
            node.Self = node.Total = charge.Charged.Taken;
    }
}
