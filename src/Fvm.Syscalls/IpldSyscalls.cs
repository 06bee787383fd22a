using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Ipld;

namespace Fvm.Syscalls;

/// <summary>The syscall family <c>ipld</c> (ref-fvm <c>syscalls/ipld.rs</c>).</summary>
internal static class IpldSyscalls
{
    /// <summary>block_open(cid_off) -> IpldOpen.</summary>
    public static SyscallStatus BlockOpen(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadCid(call.UInt32(0), out Cid cid);
        if (!status.IsOk) return status;

        status = call.Kernel.Ipld.BlockOpen(cid, out uint handle, out BlockStat stat);
        if (status.IsOk) OutStructs.WriteIpldOpen(call.AnswerBytes, handle, stat);
        return status;
    }

    /// <summary>block_create(codec, data_off, data_len) -> u32.</summary>
    public static SyscallStatus BlockCreate(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.Slice(call.UInt32(1), call.UInt32(2), out Span<byte> data);
        if (!status.IsOk) return status;

        status = call.Kernel.Ipld.BlockCreate(call.UInt64(0), data, out uint handle);
        return status.IsOk ? call.Answer(handle) : status;
    }

    /// <summary>block_read(id, offset, obuf_off, obuf_len) -> i32.</summary>
    public static SyscallStatus BlockRead(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.Slice(call.UInt32(2), call.UInt32(3), out Span<byte> buffer);
        if (!status.IsOk) return status;

        status = call.Kernel.Ipld.BlockRead(call.UInt32(0), call.UInt32(1), buffer, out int remaining);
        return status.IsOk ? call.Answer(remaining) : status;
    }

    /// <summary>block_stat(id) -> IpldStat.</summary>
    public static SyscallStatus BlockStat(in SyscallCall call)
    {
        SyscallStatus status = call.Kernel.Ipld.BlockStat(call.UInt32(0), out BlockStat stat);
        if (status.IsOk) OutStructs.WriteIpldStat(call.AnswerBytes, stat);
        return status;
    }

    /// <summary>block_link(id, hash_fun, hash_len, cid_off, cid_len) -> u32. The buffer's bounds come first, its size only when the block is stored.</summary>
    public static SyscallStatus BlockLink(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.CheckBounds(call.UInt32(3), call.UInt32(4));
        if (!status.IsOk) return status;

        status = call.Kernel.Ipld.BlockLink(call.UInt32(0), call.UInt64(1), call.UInt32(2), out Cid? cid);
        if (!status.IsOk) return status;

        status = call.Memory.WriteCid(cid!, call.UInt32(3), call.UInt32(4), out uint written);
        return status.IsOk ? call.Answer(written) : status;
    }
}
