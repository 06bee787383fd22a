using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Protocol;

namespace Fvm.Syscalls;

/// <summary>The syscall family <c>event</c> (ref-fvm <c>syscalls/event.rs</c>).</summary>
internal static class EventSyscalls
{
    /// <summary>emit_event(event_off, event_len), to nv20: one event in CBOR.</summary>
    public static SyscallStatus EmitEncodedEvent(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.Slice(call.UInt32(0), call.UInt32(1), out Span<byte> encoded);
        return status.IsOk ? call.Kernel.Event.EmitEncodedEvent(encoded) : status;
    }

    /// <summary>emit_event(event_off, event_len, key_off, key_len, val_off, val_len), from nv21 on; event_len counts entries, the others bytes.</summary>
    public static SyscallStatus EmitEvent(in SyscallCall call)
    {
        ulong size = (ulong)call.UInt32(1) * EventHeaders.HeaderSize;
        if (size > uint.MaxValue) return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "events index out of bounds");
        SyscallStatus status = call.Memory.Slice(call.UInt32(0), (uint)size, out Span<byte> headers);
        if (!status.IsOk) return status;
        status = call.Memory.Slice(call.UInt32(2), call.UInt32(3), out Span<byte> keys);
        if (!status.IsOk) return status;
        status = call.Memory.Slice(call.UInt32(4), call.UInt32(5), out Span<byte> values);
        return status.IsOk ? call.Kernel.Event.EmitEvent(new EventHeaders(headers), keys, values) : status;
    }
}
