using Fvm.Evm.Interpretation;

namespace Fvm.Evm.Instructions;

/// <summary>CREATE and CREATE2.</summary>
internal static unsafe class CreateInstructions
{
    /// <summary>Value, offset, size, and for CREATE2 the salt. The result is the address, or 0.</summary>
    internal static EvmOutcome Create(EvmFrame frame, UInt256* sp, EvmMessageKind kind)
    {
        if (frame.Message.IsStatic) return EvmOutcome.WriteProtection;
        var value = sp[-1];
        if (frame.Configuration.PricesEffects && sp[-3] > (ulong)frame.Configuration.MaxInitCodeLength) return EvmOutcome.CodeRefused;
        var outcome = frame.Reserve(sp[-2], sp[-3], out uint start, out int length);
        if (outcome != EvmOutcome.None) return outcome;
        bool isSalted = kind == EvmMessageKind.Create2;
        ulong wordPrice = frame.Schedule.InitCodeWord + (isSalted ? frame.Schedule.KeccakWord : 0UL);
        if (!frame.TryCharge(EvmFrame.Words(length) * wordPrice)) return EvmOutcome.OutOfGas;

        long gas = frame.Gas;
        if (frame.Configuration.PricesEffects)
        {
            gas = (long)CallInstructions.AllButOne64th((ulong)gas);
            frame.Gas -= gas;
        }

        var message = new EvmMessage
        {
            Kind = kind,
            Depth = frame.Message.Depth + 1,
            Gas = gas,
            Caller = frame.Message.Self,
            Value = value,
            Salt = isSalted ? sp[-4] : default,
            Input = frame.MemoryRegion(start, length),
        };
        outcome = CallInstructions.Finish(frame, message, out var result);
        // EIP-211: only a revert leaves return data behind a creation.
        if (result.Outcome != EvmOutcome.Revert) frame.ReturnData = default;
        sp[isSalted ? -4 : -3] = result.IsSuccess ? result.Created.ToWord() : default;
        return outcome;
    }
}
