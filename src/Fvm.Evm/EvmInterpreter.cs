using Fvm.Evm.Interpretation;
using Fvm.Evm.Tracing;

namespace Fvm.Evm;

/// <summary>
/// Runs code. One interpreter serves one thread; it keeps the stacks and memories of its frames for the next call. A host that
/// runs a call inside a frame calls <see cref="Execute"/> again.
/// </summary>
public sealed class EvmInterpreter
{
    private readonly List<EvmFrame> _frames = [];
    private int _level;

    /// <summary>Who watches; null for nobody, at no cost.</summary>
    public IEvmTracer? Tracer { get; set; }

    /// <summary>Runs a frame to its end.</summary>
    /// <param name="host">The world.</param>
    /// <param name="message">What starts it. Of a creation: without input, since init code sees no call data.</param>
    /// <param name="program">The code that runs.</param>
    /// <returns>The end. Its output holds until this interpreter runs the next frame of the same depth.</returns>
    public EvmResult Execute(IEvmHost host, in EvmMessage message, EvmProgram program)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(program);
        if (_level == _frames.Count) _frames.Add(new EvmFrame(_level));
        var frame = _frames[_level++];
        frame.Enter(host, message, program, Tracer);
        Tracer?.OnEnter(message, program);
        bool hasEnded = false;
        try
        {
            var outcome = Tracer is null ? InterpreterLoop.Run<Untraced>(frame) : InterpreterLoop.Run<Traced>(frame);
            var result = Settle(frame, outcome);
            hasEnded = true;
            Tracer?.OnExit(result);
            return result;
        }
        finally
        {
            // The host unwinds frames too, such as when the gas runs out inside one of its own operations.
            if (!hasEnded) Tracer?.OnExit(new EvmResult { Outcome = EvmOutcome.Host });
            frame.Leave();
            _level--;
        }
    }

    private static EvmResult Settle(EvmFrame frame, EvmOutcome outcome)
    {
        bool isSuccess = outcome is EvmOutcome.Stop or EvmOutcome.Return or EvmOutcome.SelfDestruct;
        return new EvmResult
        {
            Outcome = outcome,
            GasLeft = isSuccess || outcome == EvmOutcome.Revert || frame.Configuration.HostMetersGas ? frame.Gas : 0,
            Refund = isSuccess ? frame.Refund : 0,
            Output = frame.Output,
        };
    }
}
