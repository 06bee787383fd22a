using Fvm.Abi;

namespace Fvm.Syscalls;

/// <summary>The syscall family <c>debug</c> (ref-fvm <c>syscalls/debug.rs</c>). When debugging is off, arguments are not even looked at.</summary>
internal static class DebugSyscalls
{
    /// <summary>log(msg_off, msg_len).</summary>
    public static SyscallStatus Log(in SyscallCall call)
    {
        if (!call.Kernel.Debug.Enabled) return SyscallStatus.Ok;
        SyscallStatus status = call.Memory.ReadText(call.UInt32(0), call.UInt32(1), out string message);
        if (status.IsOk) call.Kernel.Debug.Log(message);
        return status;
    }

    /// <summary>enabled() -> i32: 0 for on, -1 for off.</summary>
    public static SyscallStatus Enabled(in SyscallCall call) => call.AnswerVerdict(call.Kernel.Debug.Enabled);

    /// <summary>store_artifact(name_off, name_len, data_off, data_len). The data's bounds come before the name's.</summary>
    public static SyscallStatus StoreArtifact(in SyscallCall call)
    {
        if (!call.Kernel.Debug.Enabled) return SyscallStatus.Ok;
        SyscallStatus status = call.Memory.Slice(call.UInt32(2), call.UInt32(3), out Span<byte> data);
        if (!status.IsOk) return status;
        status = call.Memory.ReadText(call.UInt32(0), call.UInt32(1), out string name);
        return status.IsOk ? call.Kernel.Debug.StoreArtifact(name, data) : status;
    }
}
