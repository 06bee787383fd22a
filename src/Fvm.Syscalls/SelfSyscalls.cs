using Fvm.Abi;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Syscalls;

/// <summary>The syscall family <c>self</c> (ref-fvm <c>syscalls/sself.rs</c>).</summary>
internal static class SelfSyscalls
{
    /// <summary>root(obuf_off, obuf_len) -> u32.</summary>
    public static SyscallStatus Root(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.CheckBounds(call.UInt32(0), call.UInt32(1));
        if (!status.IsOk) return status;

        status = call.Kernel.Self.Root(out Cid? root);
        if (!status.IsOk) return status;

        status = call.Memory.WriteCid(root!, call.UInt32(0), call.UInt32(1), out uint written);
        return status.IsOk ? call.Answer(written) : status;
    }

    /// <summary>set_root(cid_off).</summary>
    public static SyscallStatus SetRoot(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadCid(call.UInt32(0), out Cid root);
        return status.IsOk ? call.Kernel.Self.SetRoot(root) : status;
    }

    /// <summary>current_balance() -> TokenAmount.</summary>
    public static SyscallStatus CurrentBalance(in SyscallCall call)
    {
        SyscallStatus status = call.Kernel.Self.CurrentBalance(out TokenAmount balance);
        return status.IsOk ? call.Answer(balance, "balance") : status;
    }

    /// <summary>self_destruct(addr_off, addr_len), to nv20.</summary>
    public static SyscallStatus SelfDestructTo(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadAddress(call.UInt32(0), call.UInt32(1), out Address beneficiary);
        return status.IsOk ? call.Kernel.Self.SelfDestruct(beneficiary) : status;
    }

    /// <summary>self_destruct(burn_unspent), from nv21 on.</summary>
    public static SyscallStatus SelfDestruct(in SyscallCall call) => call.Kernel.Self.SelfDestruct(call.UInt32(0) != 0);
}
