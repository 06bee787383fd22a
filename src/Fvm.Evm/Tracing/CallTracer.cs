namespace Fvm.Evm.Tracing;

/// <summary>Collects the tree of calls.</summary>
public sealed class CallTracer : IEvmTracer
{
    private readonly List<CallFrame> _roots = [];
    private readonly Stack<CallFrame> _open = [];

    /// <summary>The outermost frames, in order: one for each execution that was watched.</summary>
    public IReadOnlyList<CallFrame> Roots => _roots;

    /// <inheritdoc/>
    public void OnEnter(in EvmMessage message, EvmProgram program)
    {
        var frame = new CallFrame(message);
        if (_open.TryPeek(out var outer)) outer.Add(frame);
        else _roots.Add(frame);
        _open.Push(frame);
    }

    /// <inheritdoc/>
    public void OnStep(in EvmStep step)
    {
    }

    /// <inheritdoc/>
    public void OnExit(in EvmResult result)
    {
        var frame = _open.Pop();
        frame.Outcome = result.Outcome;
        frame.GasUsed = frame.Gas - result.GasLeft;
        frame.Output = result.Output.ToArray();
    }
}
