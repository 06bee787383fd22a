using Fvm.Crypto;
using Fvm.Evm.Arithmetic;
using Fvm.Evm.Interpretation;
using Hash = Fvm.Crypto.Keccak256;

namespace Fvm.Evm.Instructions;

/// <summary>Words to words, with a price that depends on them.</summary>
internal static unsafe class WordInstructions
{
    internal static EvmOutcome Exp(EvmFrame frame, UInt256* sp)
    {
        if (!frame.TryCharge((ulong)sp[-2].SignificantBytes * frame.Schedule.ExpByte)) return EvmOutcome.OutOfGas;
        WordPower.Raise(sp[-1], sp[-2], out sp[-2]);
        return EvmOutcome.None;
    }

    internal static EvmOutcome Clz(UInt256* sp)
    {
        WordShifts.LeadingZeros(sp[-1], out sp[-1]);
        return EvmOutcome.None;
    }

    internal static EvmOutcome Keccak256(EvmFrame frame, UInt256* sp)
    {
        var outcome = frame.Reserve(sp[-1], sp[-2], out uint start, out int length);
        if (outcome != EvmOutcome.None) return outcome;
        if (!frame.TryCharge(EvmFrame.Words(length) * frame.Schedule.KeccakWord)) return EvmOutcome.OutOfGas;
        Span<byte> digest = stackalloc byte[Hash.DigestLength];
        frame.Settle();
        frame.Host.Keccak256(frame.Memory(start, length), digest);
        outcome = frame.Resume();
        sp[-2] = UInt256.ReadBigEndian(digest);
        return outcome;
    }
}
