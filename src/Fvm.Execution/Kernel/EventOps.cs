using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Execution.Calls;
using Fvm.Execution.Gas;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Execution.Kernel;

/// <summary>Events of FVM v3 (nv18 to nv20), which come as CBOR. ref-fvm release/v3 <c>kernel/default.rs</c> emit_event.</summary>
internal sealed class EventOps(KernelFrame frame) : IEventOps
{
    /// <summary>Far above any valid event, so that nobody decodes a huge one.</summary>
    private const int MaxEncodedSize = 1 << 20;
    private const int MaxEntries = 256;
    private const int MaxKeyLength = 32;
    private const int MaxTotalValues = 8 << 10;

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

    private static SyscallStatus Validate(ActorEvent actorEvent)
    {
        if (actorEvent.Entries.Count > MaxEntries)
            return Illegal("event exceeded max entries");
        long total = 0;
        foreach (EventEntry entry in actorEvent.Entries)
        {
            if (System.Text.Encoding.UTF8.GetByteCount(entry.Key) > MaxKeyLength)
                return Illegal("event key exceeded max size");
            if (entry.Codec != Multicodec.Raw)
                return SyscallStatus.Refuse(ErrorNumber.IllegalCodec, "event codec must be raw");
            total += entry.Value.Length;
        }

        return total > MaxTotalValues ? Illegal("event total values exceeded max size") : SyscallStatus.Ok;
    }

    private static SyscallStatus Illegal(string detail) => SyscallStatus.Refuse(ErrorNumber.IllegalArgument, detail);
}
