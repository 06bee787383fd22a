using Fvm.Evm.Interpretation;

namespace Fvm.Evm.Instructions;

/// <summary>RETURN, REVERT, SELFDESTRUCT.</summary>
internal static unsafe class EndInstructions
{
    /// <summary>EIP-161: value to an account that is not there.</summary>
    private const ulong NewAccountPrice = 25000;

    internal static EvmOutcome End(EvmFrame frame, UInt256* sp, EvmOutcome outcome)
    {
        var reserved = frame.Reserve(sp[-1], sp[-2], out uint start, out int length);
        if (reserved != EvmOutcome.None) return reserved;
        if (length != 0) frame.Output = frame.MemoryRegion(start, length);
        return outcome;
    }

    internal static EvmOutcome SelfDestruct(EvmFrame frame, UInt256* sp)
    {
        if (frame.Message.IsStatic) return EvmOutcome.WriteProtection;
        var self = frame.Message.Self;
        var beneficiary = EvmAddress.FromWord(sp[-1]);
        if (frame.Configuration.PricesEffects)
        {
            // EIP-2929: unlike elsewhere, a warm beneficiary costs nothing.
            if (frame.Host.TouchAccount(beneficiary) && !frame.TryCharge(AccessPrices.ColdAccount)) return EvmOutcome.OutOfGas;
            bool makesAccount = frame.Host.IsEmpty(beneficiary) && !frame.Host.GetBalance(self).IsZero;
            if (makesAccount && !frame.TryCharge(NewAccountPrice)) return EvmOutcome.OutOfGas;
        }

        frame.Settle();
        frame.Host.SelfDestruct(self, beneficiary);
        var outcome = frame.Resume();
        return outcome == EvmOutcome.None ? EvmOutcome.SelfDestruct : outcome;
    }
}
