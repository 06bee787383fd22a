using Fvm.Evm.Interpretation;

namespace Fvm.Evm.Instructions;

/// <summary>What the frame, the transaction and the block tell.</summary>
internal static unsafe class EnvironmentInstructions
{
    /// <summary>How many blocks back BLOCKHASH sees (Yellow Paper, appendix H).</summary>
    private const ulong BlockHashDepth = 256;

    internal static EvmOutcome Push(UInt256* sp, in UInt256 word)
    {
        *sp = word;
        return EvmOutcome.None;
    }

    /// <summary>The counter behind GAS itself, which ends its block.</summary>
    internal static EvmOutcome Gas(EvmFrame frame, UInt256* sp)
    {
        if (frame.Configuration.HostMetersGas) return Context(frame, sp, ContextValue.Gas);
        *sp = (ulong)frame.Gas;
        return EvmOutcome.None;
    }

    internal static EvmOutcome Context(EvmFrame frame, UInt256* sp, ContextValue value)
    {
        frame.Settle();
        *sp = frame.Host.GetContext(value);
        return frame.Resume();
    }

    internal static EvmOutcome BlobHash(EvmFrame frame, UInt256* sp)
    {
        frame.Settle();
        sp[-1] = frame.Host.GetBlobHash(sp[-1]);
        return frame.Resume();
    }

    internal static EvmOutcome BlockHash(EvmFrame frame, UInt256* sp)
    {
        if (!sp[-1].FitsUInt64 || sp[-1].U0 > long.MaxValue)
        {
            sp[-1] = default;
            return EvmOutcome.None;
        }

        frame.Settle();
        var number = frame.Host.GetContext(ContextValue.Number);
        bool isKnown = sp[-1] < number && number - sp[-1] <= BlockHashDepth;
        sp[-1] = isKnown ? frame.Host.GetBlockHash(sp[-1].U0) : default;
        return frame.Resume();
    }
}
