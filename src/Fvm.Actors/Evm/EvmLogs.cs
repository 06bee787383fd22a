using Fvm.Actors.Runtime;
using Fvm.Evm;

namespace Fvm.Actors;

/// <summary>Logs as events of the network (FIP-0049, builtin-actors <c>instructions/log_event.rs</c>).</summary>
internal static class EvmLogs
{
    private static readonly string[] TopicKeys = ["t1", "t2", "t3", "t4"];

    /// <summary>LOG0 without data is an event without entries.</summary>
    public static EventBuilder ToEvent(ReadOnlySpan<UInt256> topics, ReadOnlySpan<byte> data)
    {
        EventBuilder happened = EventBuilder.WithoutType();
        for (int i = 0; i < topics.Length; i++)
            happened.Raw(TopicKeys[i], topics[i].ToBigEndian());
        if (!data.IsEmpty)
            happened.Raw("d", data.ToArray());
        return happened;
    }
}
