using System.Text;
using System.Text.Unicode;
using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Execution.Calls;
using Fvm.Execution.Gas;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Execution.Kernel;

/// <summary>Events: as CBOR in FVM v3 (nv18 to nv20), as packed headers with keys and values since. ref-fvm <c>kernel/default.rs</c> emit_event.</summary>
internal sealed class EventOps(KernelFrame frame) : IEventOps
{
    /// <summary>Far above any valid event, so that nobody decodes a huge one.</summary>
    private const int MaxEncodedSize = 1 << 20;
    private const int MaxEncodedEntries = 256;
    private const int MaxEncodedKeyLength = 32;

    private const int MaxEntries = 255;
    private const int MaxKeyLength = 31;
    private const int MaxTotalValues = 8 << 10;

    /// <summary>Index the key, index the value; other bits are unknown.</summary>
    private const ulong KnownFlags = 3;

    public SyscallStatus EmitEncodedEvent(ReadOnlySpan<byte> encoded)
    {
        if (frame.ReadOnly)
            return SyscallStatus.Refuse(ErrorNumber.ReadOnly, "cannot emit events while read-only");
        MessageSession session = frame.Session;
        ulong length = (ulong)encoded.Length;
        if (!session.TryCharge(frame.Machine.Prices.OnActorEventValidate(length)))
            return SyscallStatus.OutOfGas;
        if (encoded.Length > MaxEncodedSize)
            return Illegal("event way too large");

        var reader = new CborReader(encoded);
        ActorEvent? actorEvent = ActorEvent.Read(ref reader);
        if (!reader.Finish() || actorEvent is null)
            return Illegal("event is malformed");
        SyscallStatus status = Validate(actorEvent);
        if (!status.IsOk)
            return status;
        if (!session.TryCharge(frame.Machine.Prices.OnActorEventAccept(length)))
            return SyscallStatus.OutOfGas;
        session.Events.Append(new StampedEvent(frame.Receiver, actorEvent));
        return SyscallStatus.Ok;
    }

    public SyscallStatus EmitEvent(EventHeaders headers, ReadOnlySpan<byte> keys, ReadOnlySpan<byte> values)
    {
        if (frame.ReadOnly)
            return SyscallStatus.Refuse(ErrorNumber.ReadOnly, "cannot emit events while read-only");
        // Charged by what the caller says, before any of it is looked at.
        if (!frame.Session.TryCharge(frame.Machine.Prices.OnActorEvent((ulong)headers.Count, (ulong)keys.Length, (ulong)values.Length)))
            return SyscallStatus.OutOfGas;
        if (headers.Count > MaxEntries)
            return SyscallStatus.Refuse(ErrorNumber.LimitExceeded, "event exceeded max entries");
        if (values.Length > MaxTotalValues)
            return SyscallStatus.Refuse(ErrorNumber.LimitExceeded, "total event value lengths exceeded the max size");
        if (!Utf8.IsValid(keys))
            return Illegal("invalid event key");

        int unread = values.Length;
        ReadOnlySpan<byte> unreadKeys = keys;
        for (int i = 0; i < headers.Count; i++)
        {
            SyscallStatus status = Take(headers[i], ref unreadKeys, ref unread);
            if (!status.IsOk)
                return status;
        }

        if (!unreadKeys.IsEmpty)
            return Illegal("event key buffer length is too large");
        if (unread != 0)
            return Illegal("event value buffer length is too large");
        if (frame.Session.Events.IsKept)
            frame.Session.Events.Append(new StampedEvent(frame.Receiver, Keep(headers, keys, values)));
        return SyscallStatus.Ok;
    }

    /// <summary>Takes one entry off the keys and values. The order of the checks is consensus.</summary>
    private static SyscallStatus Take(EventHeader header, ref ReadOnlySpan<byte> keys, ref int values)
    {
        if ((header.Flags & ~KnownFlags) != 0)
            return Illegal("event flags are invalid");
        if (header.KeyLength > MaxKeyLength)
            return SyscallStatus.Refuse(ErrorNumber.LimitExceeded, "event key exceeded max size");
        if (header.ValueLength > MaxTotalValues)
            return Illegal("event entry value out of range");
        int keyLength = (int)header.KeyLength;
        int valueLength = (int)header.ValueLength;
        if (keyLength > keys.Length || !IsBoundary(keys, keyLength))
            return Illegal("event entry key out of range");
        if (valueLength > values)
            return Illegal("event entry value out of range");
        if (header.Codec is not (Multicodec.Raw or Multicodec.Cbor))
            return SyscallStatus.Refuse(ErrorNumber.IllegalCodec, "event codec must be raw or CBOR");
        keys = keys[keyLength..];
        values -= valueLength;
        return SyscallStatus.Ok;
    }

    /// <summary>An event that was found to be whole.</summary>
    private static ActorEvent Keep(EventHeaders headers, ReadOnlySpan<byte> keys, ReadOnlySpan<byte> values)
    {
        // One copy for all values.
        ReadOnlyMemory<byte> kept = values.ToArray();
        var entries = new EventEntry[headers.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            EventHeader header = headers[i];
            entries[i] = new EventEntry(header.Flags, KeyOf(keys[..(int)header.KeyLength]), header.Codec, kept[..(int)header.ValueLength]);
            keys = keys[(int)header.KeyLength..];
            kept = kept[(int)header.ValueLength..];
        }

        return new ActorEvent(entries);
    }

    /// <summary>A key as text. The keys of contracts' logs are always these.</summary>
    private static string KeyOf(ReadOnlySpan<byte> key) => key switch
    {
        [(byte)'d'] => "d",
        [(byte)'t', (byte)'1'] => "t1",
        [(byte)'t', (byte)'2'] => "t2",
        [(byte)'t', (byte)'3'] => "t3",
        [(byte)'t', (byte)'4'] => "t4",
        _ => Encoding.UTF8.GetString(key),
    };

    /// <summary>Whether no character of UTF-8 goes across an offset.</summary>
    private static bool IsBoundary(ReadOnlySpan<byte> text, int offset) => offset == text.Length || (text[offset] & 0xc0) != 0x80;

    private static SyscallStatus Validate(ActorEvent actorEvent)
    {
        if (actorEvent.Entries.Count > MaxEncodedEntries)
            return Illegal("event exceeded max entries");
        long total = 0;
        foreach (EventEntry entry in actorEvent.Entries)
        {
            if (Encoding.UTF8.GetByteCount(entry.Key) > MaxEncodedKeyLength)
                return Illegal("event key exceeded max size");
            if (entry.Codec != Multicodec.Raw)
                return SyscallStatus.Refuse(ErrorNumber.IllegalCodec, "event codec must be raw");
            total += entry.Value.Length;
        }

        return total > MaxTotalValues ? Illegal("event total values exceeded max size") : SyscallStatus.Ok;
    }

    private static SyscallStatus Illegal(string detail) => SyscallStatus.Refuse(ErrorNumber.IllegalArgument, detail);
}
