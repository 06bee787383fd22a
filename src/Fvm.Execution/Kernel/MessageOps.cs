using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Execution.Calls;
using Fvm.Execution.Gas;

namespace Fvm.Execution.Kernel;

/// <inheritdoc cref="IMessageOps"/>
internal sealed class MessageOps(KernelFrame frame) : IMessageOps
{
    public SyscallStatus Context(out MessageContext context)
    {
        MessageOrigin origin = frame.Session.Origin;
        context = new MessageContext(
            origin.Id, origin.Nonce, frame.Call.From, frame.Receiver, frame.Call.Method, frame.Call.Value, origin.GasPremium, frame.ReadOnly);
        return frame.Session.TryCharge(frame.Machine.Prices.OnMessageContext()) ? SyscallStatus.Ok : SyscallStatus.OutOfGas;
    }
}
