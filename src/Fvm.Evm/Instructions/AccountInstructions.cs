using Fvm.Evm.Interpretation;

namespace Fvm.Evm.Instructions;

/// <summary>Questions about accounts.</summary>
internal static unsafe class AccountInstructions
{
    internal static EvmOutcome SelfBalance(EvmFrame frame, UInt256* sp)
    {
        frame.Settle();
        *sp = frame.Host.GetSelfBalance(frame.Message.Self);
        return frame.Resume();
    }

    internal static EvmOutcome Balance(EvmFrame frame, UInt256* sp)
    {
        var account = EvmAddress.FromWord(sp[-1]);
        if (!AccessPrices.TryTouch(frame, account)) return EvmOutcome.OutOfGas;
        frame.Settle();
        sp[-1] = frame.Host.GetBalance(account);
        return frame.Resume();
    }

    internal static EvmOutcome ExtCodeSize(EvmFrame frame, UInt256* sp)
    {
        var account = EvmAddress.FromWord(sp[-1]);
        if (!AccessPrices.TryTouch(frame, account)) return EvmOutcome.OutOfGas;
        frame.Settle();
        sp[-1] = frame.Host.GetCodeSize(account);
        return frame.Resume();
    }

    internal static EvmOutcome ExtCodeHash(EvmFrame frame, UInt256* sp)
    {
        var account = EvmAddress.FromWord(sp[-1]);
        if (!AccessPrices.TryTouch(frame, account)) return EvmOutcome.OutOfGas;
        frame.Settle();
        sp[-1] = frame.Host.GetCodeHash(account);
        return frame.Resume();
    }

    internal static EvmOutcome ExtCodeCopy(EvmFrame frame, UInt256* sp)
    {
        var account = EvmAddress.FromWord(sp[-1]);
        if (frame.Configuration.HostMetersGas) return ExtCodeCopyFirst(frame, sp, account);
        var outcome = frame.Reserve(sp[-2], sp[-4], out uint start, out int length);
        if (outcome != EvmOutcome.None) return outcome;
        if (!frame.TryCharge(EvmFrame.Words(length) * frame.Schedule.CopyWord)) return EvmOutcome.OutOfGas;
        if (!AccessPrices.TryTouch(frame, account)) return EvmOutcome.OutOfGas;
        frame.Settle();
        var code = frame.Host.GetCode(account);
        outcome = frame.Resume();
        if (outcome != EvmOutcome.None) return outcome;
        MemoryInstructions.CopyPadded(code.Span, sp[-3], frame.Memory(start, length));
        return EvmOutcome.None;
    }

    /// <summary>Filecoin's order (builtin-actors <c>instructions/ext.rs</c>): the code is asked for before the memory is looked at.</summary>
    private static EvmOutcome ExtCodeCopyFirst(EvmFrame frame, UInt256* sp, EvmAddress account)
    {
        frame.Settle();
        var code = frame.Host.GetCode(account);
        var outcome = frame.Resume();
        if (outcome != EvmOutcome.None) return outcome;
        outcome = frame.Reserve(sp[-2], sp[-4], out uint start, out int length);
        if (outcome != EvmOutcome.None) return outcome;
        if (!frame.TryCharge(EvmFrame.Words(length) * frame.Schedule.CopyWord)) return EvmOutcome.OutOfGas;
        MemoryInstructions.CopyPadded(code.Span, sp[-3], frame.Memory(start, length));
        return EvmOutcome.None;
    }
}
