using Fvm.Evm;
using Fvm.Evm.Tracing;

namespace Fvm.Node.Rpc.Traces;

/// <summary>Notes which accounts and which words of storage the EVM looks at.</summary>
internal sealed class TouchTracer : IEvmTracer
{
    private readonly SortedDictionary<EvmAddress, SortedSet<UInt256>> touched = [];

    /// <summary>The accounts, in order, with their words.</summary>
    public IReadOnlyDictionary<EvmAddress, SortedSet<UInt256>> Touched => touched;

    /// <summary>Notes an account.</summary>
    public SortedSet<UInt256> Touch(EvmAddress account)
    {
        if (!touched.TryGetValue(account, out SortedSet<UInt256>? words))
            touched[account] = words = [];
        return words;
    }

    /// <inheritdoc/>
    public void OnEnter(in EvmMessage message, EvmProgram program) => Touch(message.Self);

    /// <inheritdoc/>
    public void OnStep(in EvmStep step)
    {
        if (step.Stack.IsEmpty)
            return;
        switch ((Opcode)step.Opcode)
        {
            case Opcode.SLoad or Opcode.SStore:
                Touch(step.Self).Add(step.Stack[^1]);
                break;
            case Opcode.Balance or Opcode.ExtCodeSize or Opcode.ExtCodeCopy or Opcode.ExtCodeHash or Opcode.SelfDestruct:
                Touch(EvmAddress.FromWord(step.Stack[^1]));
                break;
        }
    }

    /// <inheritdoc/>
    public void OnExit(in EvmResult result)
    {
    }
}
