using Fvm.Abi.Node;
using Fvm.Evm;
using Fvm.Evm.Tracing;
using Fvm.Hosting;
using Fvm.Node.Ledger;
using Fvm.Node.Mining;

namespace Fvm.Node.Queries;

/// <summary>Runs messages of tipsets again, to look closer.</summary>
internal sealed class Replayer(TipsetExecutor executor)
{
    /// <summary>The results of a tipset's messages up to one of them; the tracer watches that one only.</summary>
    public IReadOnlyList<ApplyResult> Run(ExecutedTipset tipset, int last, TraceDetail detail, IEvmTracer? tracer)
    {
        var gate = tracer is null ? null : new TracerGate(tracer);
        return executor.Replay(tipset, last, detail, gate, isLast => gate?.IsOpen = isLast);
    }

    /// <summary>A tracer that sees nothing until it is let.</summary>
    private sealed class TracerGate(IEvmTracer inner) : IEvmTracer
    {
        public bool IsOpen { get; set; }

        public void OnEnter(in EvmMessage message, EvmProgram program)
        {
            if (IsOpen)
                inner.OnEnter(message, program);
        }

        public void OnStep(in EvmStep step)
        {
            if (IsOpen)
                inner.OnStep(step);
        }

        public void OnExit(in EvmResult result)
        {
            if (IsOpen)
                inner.OnExit(result);
        }
    }
}
