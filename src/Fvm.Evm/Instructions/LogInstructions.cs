using Fvm.Evm.Interpretation;

namespace Fvm.Evm.Instructions;

/// <summary>LOG0 to LOG4.</summary>
internal static unsafe class LogInstructions
{
    private const int MaxTopics = 4;

    internal static EvmOutcome Log(EvmFrame frame, UInt256* sp, int topicCount)
    {
        if (frame.Message.IsStatic) return EvmOutcome.WriteProtection;
        var outcome = frame.Reserve(sp[-1], sp[-2], out uint start, out int length);
        if (outcome != EvmOutcome.None) return outcome;
        if (!frame.TryCharge((ulong)length * frame.Schedule.LogByte)) return EvmOutcome.OutOfGas;
        Span<UInt256> topics = stackalloc UInt256[MaxTopics];
        for (int i = 0; i < topicCount; i++) topics[i] = sp[-3 - i];
        frame.Settle();
        frame.Host.Log(frame.Message.Self, topics[..topicCount], frame.Memory(start, length));
        return frame.Resume();
    }
}
