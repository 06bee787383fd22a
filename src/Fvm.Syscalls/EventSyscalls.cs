using Fvm.Abi;

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
}
