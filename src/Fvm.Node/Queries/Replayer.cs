using Fvm.Abi.Node;
using Fvm.Evm;
using Fvm.Evm.Tracing;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Node.Ledger;
using Fvm.Node.Mining;

namespace Fvm.Node.Queries;

/// <summary>A message that ran again, between the states before and after it.</summary>
/// <param name="Result">The result, with its trace.</param>
/// <param name="Before">The state before.</param>
/// <param name="After">The state after.</param>
internal sealed record ReplayedBetween(ApplyResult Result, ChainState Before, ChainState After);

/// <summary>Runs messages of tipsets again, to look closer.</summary>
internal sealed class Replayer(TipsetExecutor executor, IBlockstore blocks)
{
    /// <summary>The results of a tipset's messages up to one of them; the tracer watches that one only.</summary>
    public IReadOnlyList<ApplyResult> Run(ExecutedTipset tipset, int last, TraceDetail detail, IEvmTracer? tracer)
    {
        var gate = tracer is null ? null : new TracerGate(tracer);
        return executor.Replay(tipset, last, detail, gate, isLast => gate?.IsOpen = isLast);
    }

    /// <summary>One message, and the states around it, which are not kept.</summary>
    public ReplayedBetween RunBetween(ExecutedTipset tipset, int index, IEvmTracer tracer)
    {
        var gate = new TracerGate(tracer);
        var over = new LayeredBlockstore(new MemoryBlockstore(), [blocks]);
        (ApplyResult result, Cid before, Cid after) = executor.ReplayBetween(tipset, index, gate, over, isLast => gate.IsOpen = isLast);
        return new ReplayedBetween(result, new ChainState(over, before), new ChainState(over, after));
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
