using Fvm.Execution.Calls;
using Fvm.Protocol;

namespace Fvm.Execution.Kernel;

/// <summary>One invocation as its kernel knows it.</summary>
/// <param name="Session">The message.</param>
/// <param name="State">The state tree as the message pays for it.</param>
/// <param name="Calls">Where sends go.</param>
/// <param name="Caller">Who called.</param>
/// <param name="Receiver">The actor that runs.</param>
/// <param name="Method">The method number.</param>
/// <param name="ValueReceived">The value that came with the call.</param>
/// <param name="ReadOnly">Whether nothing may be changed.</param>
internal sealed record KernelFrame(
    MessageSession Session,
    PricedState State,
    ICallStack Calls,
    ActorId Caller,
    ActorId Receiver,
    ulong Method,
    TokenAmount ValueReceived,
    bool ReadOnly)
{
    public Machine Machine => Session.Machine;

    /// <summary>The blocks that this invocation holds.</summary>
    public BlockRegistry Blocks { get; } = new();
}
