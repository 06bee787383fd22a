using Fvm.Evm.Interpretation;

namespace Fvm.Evm.Instructions;

/// <summary>Storage and transient storage.</summary>
internal static unsafe class StorageInstructions
{
    /// <summary>EIP-2200: SSTORE fails with this gas or less, so that a transfer's stipend cannot pay for one.</summary>
    private const long Sentry = 2300;

    /// <summary>EIP-2200: a slot from zero.</summary>
    private const ulong SetPrice = 20000;

    /// <summary>EIP-2929: a slot from another value, 5000 - COLD_SLOAD_COST.</summary>
    private const ulong ResetPrice = 5000 - AccessPrices.ColdSlot;

    /// <summary>EIP-3529: what clearing a slot gives back.</summary>
    private const long ClearRefund = 4800;

    internal static EvmOutcome SLoad(EvmFrame frame, UInt256* sp)
    {
        var self = frame.Message.Self;
        if (frame.Configuration.PricesEffects && frame.Host.TouchStorage(self, sp[-1]) && !frame.TryCharge(AccessPrices.ColdSlot - AccessPrices.Warm))
            return EvmOutcome.OutOfGas;
        frame.Settle();
        sp[-1] = frame.Host.GetStorage(self, sp[-1]);
        return frame.Resume();
    }

    internal static EvmOutcome SStore(EvmFrame frame, UInt256* sp)
    {
        if (frame.Message.IsStatic) return EvmOutcome.WriteProtection;
        var self = frame.Message.Self;
        if (!frame.Configuration.PricesEffects)
        {
            frame.Settle();
            frame.Host.SetStorage(self, sp[-1], sp[-2]);
            return frame.Resume();
        }

        if (frame.Gas <= Sentry) return EvmOutcome.OutOfGas;
        if (frame.Host.TouchStorage(self, sp[-1]) && !frame.TryCharge(AccessPrices.ColdSlot)) return EvmOutcome.OutOfGas;
        var before = frame.Host.SetStorage(self, sp[-1], sp[-2]);
        frame.Refund += Refund(before, sp[-2]);
        return frame.TryCharge(Price(before, sp[-2])) ? EvmOutcome.None : EvmOutcome.OutOfGas;
    }

    private static ulong Price(in StorageWrite before, in UInt256 value)
    {
        if (before.Previous == value || before.Original != before.Previous) return AccessPrices.Warm;
        return before.Original.IsZero ? SetPrice : ResetPrice;
    }

    /// <summary>EIP-2200's table with the figures of EIP-2929 and EIP-3529.</summary>
    private static long Refund(in StorageWrite before, in UInt256 value)
    {
        if (before.Previous == value) return 0;
        if (before.Original == before.Previous) return !before.Original.IsZero && value.IsZero ? ClearRefund : 0;
        long refund = 0;
        if (!before.Original.IsZero)
        {
            if (before.Previous.IsZero) refund -= ClearRefund;
            else if (value.IsZero) refund += ClearRefund;
        }

        if (before.Original == value) refund += (long)((before.Original.IsZero ? SetPrice : ResetPrice) - AccessPrices.Warm);
        return refund;
    }

    internal static EvmOutcome TLoad(EvmFrame frame, UInt256* sp)
    {
        frame.Settle();
        sp[-1] = frame.Host.GetTransientStorage(frame.Message.Self, sp[-1]);
        return frame.Resume();
    }

    internal static EvmOutcome TStore(EvmFrame frame, UInt256* sp)
    {
        if (frame.Message.IsStatic) return EvmOutcome.WriteProtection;
        frame.Settle();
        frame.Host.SetTransientStorage(frame.Message.Self, sp[-1], sp[-2]);
        return frame.Resume();
    }
}
