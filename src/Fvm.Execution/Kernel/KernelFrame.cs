using Fvm.Execution.Calls;
using Fvm.Protocol;

namespace Fvm.Execution.Kernel;

/// <summary>One invocation as its kernel knows it.</summary>
/// <param name="Session">The message.</param>
/// <param name="State">The state tree as the message pays for it.</param>
/// <param name="Calls">Where sends go.</param>
/// <param name="Receiver">The actor that runs.</param>
/// <param name="Call">What was asked of it.</param>
/// <param name="Blocks">The blocks that this invocation holds.</param>
internal sealed record KernelFrame(MessageSession Session, PricedState State, ICallStack Calls, ActorId Receiver, Call Call, BlockRegistry Blocks)
{
    public Machine Machine => Session.Machine;

    /// <summary>Whether nothing may be changed.</summary>
    public bool ReadOnly => Call.ReadOnly;
}
