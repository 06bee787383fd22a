using System.Buffers;
using System.Buffers.Binary;
using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>Logs as events of the network (FIP-0049, builtin-actors <c>instructions/log_event.rs</c>), packed without a detour by <see cref="EventBuilder"/>.</summary>
internal static class EvmLogs
{
    private const int MaxTopics = 4;
    private const int TopicKeyLength = 2;
    private const int StackBytes = 512;

    private static ReadOnlySpan<byte> TopicKeys => "t1t2t3t4"u8;

    private static ReadOnlySpan<byte> DataKey => "d"u8;

    /// <summary>Emits a log: entries t1 to t4, then d unless there is no data. LOG0 without data is an event without entries.</summary>
    /// <param name="gate">The way to the kernel.</param>
    /// <param name="topics">At most four.</param>
    /// <param name="data">The data.</param>
    public static void Emit(SyscallGate gate, ReadOnlySpan<UInt256> topics, ReadOnlySpan<byte> data)
    {
        Span<byte> headers = stackalloc byte[(MaxTopics + 1) * EventHeaders.HeaderSize];
        Span<byte> keys = stackalloc byte[(MaxTopics * TopicKeyLength) + 1];
        int keyLength = topics.Length * TopicKeyLength;
        int valueLength = (topics.Length * UInt256.ByteLength) + data.Length;
        byte[]? rented = valueLength > StackBytes ? ArrayPool<byte>.Shared.Rent(valueLength) : null;
        Span<byte> values = rented is null ? stackalloc byte[StackBytes] : rented;
        TopicKeys[..keyLength].CopyTo(keys);
        for (int i = 0; i < topics.Length; i++)
        {
            WriteHeader(headers, i, TopicKeyLength, UInt256.ByteLength);
            topics[i].WriteBigEndian(values[(i * UInt256.ByteLength)..]);
        }

        int count = topics.Length;
        if (!data.IsEmpty)
        {
            WriteHeader(headers, count++, DataKey.Length, data.Length);
            DataKey.CopyTo(keys[keyLength..]);
            keyLength += DataKey.Length;
            data.CopyTo(values[(topics.Length * UInt256.ByteLength)..]);
        }

        EventBuilder.Emit(gate, headers[..(count * EventHeaders.HeaderSize)], keys[..keyLength], values[..valueLength]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>All are indexed by key and value, all values are raw.</summary>
    private static void WriteHeader(Span<byte> headers, int index, int keyLength, int valueLength) =>
        EventBuilder.WriteHeader(headers[(index * EventHeaders.HeaderSize)..], EventFlags.IndexedAll, Multicodec.Raw, keyLength, valueLength);
}
