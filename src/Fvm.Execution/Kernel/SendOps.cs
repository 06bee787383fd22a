using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Execution.Calls;
using Fvm.Protocol;

namespace Fvm.Execution.Kernel;

/// <inheritdoc cref="ISendOps"/>
internal sealed class SendOps(KernelFrame frame) : ISendOps
{
    public SyscallStatus Send(
        Address recipient, ulong method, uint parameters, TokenAmount value, GasAmount? gasLimit, bool readOnly, out SendResult result)
    {
        result = default;
        readOnly |= frame.ReadOnly;
        if (readOnly && !value.IsZero)
            return SyscallStatus.Refuse(ErrorNumber.ReadOnly, "cannot transfer value when read-only");
        SyscallStatus opened = Open(frame, parameters, out Block? block);
        if (!opened.IsOk)
            return opened;
        CallOutcome outcome = frame.Calls.Send(frame.Receiver, recipient, method, block, value, gasLimit, readOnly);
        return outcome.Status.IsOk ? Take(frame, outcome, out result) : outcome.Status;
    }

    /// <summary>Finds the parameters of a call, and sees that there is room for what comes back.</summary>
    public static SyscallStatus Open(KernelFrame frame, uint parameters, out Block? block)
    {
        block = null;
        SyscallStatus found = parameters == BlockRegistry.NoData ? SyscallStatus.Ok : frame.Blocks.Get(parameters, out block);
        return found.IsOk && frame.Blocks.IsFull ? SyscallStatus.Refuse(ErrorNumber.LimitExceeded, "cannot store return block") : found;
    }

    /// <summary>Puts what came back into the caller's registry.</summary>
    public static SyscallStatus Take(KernelFrame frame, CallOutcome outcome, out SendResult result)
    {
        if (outcome.Value is null)
        {
            result = new SendResult(outcome.ExitCode, BlockRegistry.NoData, default);
            return SyscallStatus.Ok;
        }

        if (!frame.Blocks.Put(outcome.Value, out uint handle).IsOk)
            FatalException.Throw("failed to store a valid return value");
        result = new SendResult(outcome.ExitCode, handle, outcome.Value.Stat);
        return SyscallStatus.Ok;
    }
}
