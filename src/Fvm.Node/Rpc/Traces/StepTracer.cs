using Fvm.Evm;
using Fvm.Evm.Tracing;

namespace Fvm.Node.Rpc.Traces;

/// <summary>
/// Lets a tracer see the frames of all contracts as those of one transaction: each contract is an actor that runs on an interpreter of its own, whose frames all count
/// as outermost ones.
/// </summary>
internal sealed class StepTracer(IEvmTracer inner) : IEvmTracer
{
    private int depth = -1;

    public void OnEnter(in EvmMessage message, EvmProgram program)
    {
        depth++;
        inner.OnEnter(message, program);
    }

    public void OnStep(in EvmStep step) => inner.OnStep(new EvmStep
    {
        Pc = step.Pc,
        Opcode = step.Opcode,
        Gas = step.Gas,
        Refund = step.Refund,
        Depth = depth,
        Self = step.Self,
        Stack = step.Stack,
        Memory = step.Memory,
        ReturnData = step.ReturnData,
    });

    public void OnExit(in EvmResult result)
    {
        depth--;
        inner.OnExit(result);
    }
}
