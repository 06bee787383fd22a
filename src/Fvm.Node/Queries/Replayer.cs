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
        var relay = tracer is null ? null : new TracerRelay();
        return executor.Replay(tipset, last, detail, relay, isLast => relay?.Inner = isLast ? tracer : null);
    }

    /// <summary>All that ran in a tipset, and in the null rounds before it: messages, rewards and cron.</summary>
    public IReadOnlyList<RanMessage> Trace(ExecutedTipset tipset) => executor.Trace(tipset);

    /// <summary>One message, and the states around it, which are not kept.</summary>
    public ReplayedBetween RunBetween(ExecutedTipset tipset, int index, IEvmTracer tracer)
    {
        var relay = new TracerRelay();
        var over = new LayeredBlockstore(new MemoryBlockstore(), [blocks]);
        (ApplyResult result, Cid before, Cid after) = executor.ReplayBetween(tipset, index, relay, over, isLast => relay.Inner = isLast ? tracer : null);
        return new ReplayedBetween(result, new ChainState(over, before), new ChainState(over, after));
    }

    /// <summary>All messages of a tipset, in one run, each watched by a tracer of its own; the states around them are not kept.</summary>
    public void RunEach(ExecutedTipset tipset, Func<int, IEvmTracer> tracerOf, Action<int, ReplayedBetween> each)
    {
        var relay = new TracerRelay();
        var over = new LayeredBlockstore(new MemoryBlockstore(), [blocks]);
        executor.ReplayEach(
            tipset,
            relay,
            over,
            index => relay.Inner = tracerOf(index),
            (index, result, before, after) => each(index, new ReplayedBetween(result, new ChainState(over, before), new ChainState(over, after))));
    }

    /// <summary>Lets now one tracer see, now another, now none.</summary>
    private sealed class TracerRelay : IEvmTracer
    {
        public IEvmTracer? Inner { get; set; }

        public void OnEnter(in EvmMessage message, EvmProgram program) => Inner?.OnEnter(message, program);

        public void OnStep(in EvmStep step) => Inner?.OnStep(step);

        public void OnExit(in EvmResult result) => Inner?.OnExit(result);
    }
}
