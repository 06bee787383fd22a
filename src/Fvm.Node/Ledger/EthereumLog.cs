using System.Diagnostics.CodeAnalysis;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Node.Ledger;

/// <summary>An event as Ethereum's tools know it. Source: lotus <c>chain/types/ethtypes</c>, EthLogFromEvent.</summary>
/// <param name="Address">Who emitted it: an f410 address, or a masked id.</param>
/// <param name="Topics">At most four, 32 bytes each.</param>
/// <param name="Data">The data.</param>
/// <param name="Index">Its place among the logs of its tipset.</param>
public sealed record EthereumLog(EvmAddress Address, IReadOnlyList<ReadOnlyMemory<byte>> Topics, ReadOnlyMemory<byte> Data, int Index)
{
    private const int MaxTopics = 4;
    private const int TopicLength = 32;

    /// <summary>
    /// Reads an event's entries: topics under t1 to t4, data under d, all raw. Events of built-in actors, which are CBOR, and those with a topic that is missing, there
    /// twice or of another length are no logs.
    /// </summary>
    /// <param name="emitted">The event.</param>
    /// <param name="topics">The topics.</param>
    /// <param name="data">The data.</param>
    public static bool TryRead(ActorEvent emitted, [NotNullWhen(true)] out IReadOnlyList<ReadOnlyMemory<byte>>? topics, out ReadOnlyMemory<byte> data)
    {
        ArgumentNullException.ThrowIfNull(emitted);
        topics = null;
        data = default;
        var found = new ReadOnlyMemory<byte>?[MaxTopics];
        bool hasData = false;
        foreach (EventEntry entry in emitted.Entries)
        {
            if (entry.Codec != Multicodec.Raw)
                return false;
            if (entry.Key is ['t', >= '1' and <= '4'])
            {
                int index = entry.Key[1] - '1';
                if (entry.Value.Length != TopicLength || found[index] is not null)
                    return false;
                found[index] = entry.Value;
            }
            else if (entry.Key == "d")
            {
                if (hasData)
                    return false;
                hasData = true;
                data = entry.Value;
            }
        }

        ReadOnlyMemory<byte>[] present = [.. found.TakeWhile(static topic => topic is not null).Select(static topic => topic!.Value)];
        if (present.Length != found.Count(static topic => topic is not null))
            return false;
        topics = present;
        return true;
    }
}
