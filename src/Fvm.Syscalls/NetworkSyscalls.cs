using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Syscalls;

/// <summary>The syscall family <c>network</c> (ref-fvm <c>syscalls/network.rs</c>).</summary>
internal static class NetworkSyscalls
{
    /// <summary>context() -> NetworkContext.</summary>
    public static SyscallStatus Context(in SyscallCall call)
    {
        SyscallStatus status = call.Kernel.Network.Context(out NetworkContext context);
        if (status.IsOk) OutStructs.WriteNetworkContext(call.AnswerBytes, context);
        return status;
    }

    /// <summary>base_fee() -> TokenAmount, to nv17.</summary>
    public static SyscallStatus BaseFee(in SyscallCall call)
    {
        SyscallStatus status = call.Kernel.Network.Context(out NetworkContext context);
        return status.IsOk ? call.Answer(context.BaseFee, "base fee") : status;
    }

    /// <summary>tipset_cid(epoch, obuf_off, obuf_len) -> u32.</summary>
    public static SyscallStatus TipsetCid(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.CheckBounds(call.UInt32(1), call.UInt32(2));
        if (!status.IsOk) return status;

        status = call.Kernel.Network.TipsetCid(call.Int64(0), out Cid? tipset);
        if (!status.IsOk) return status;

        status = call.Memory.WriteCid(tipset!, call.UInt32(1), call.UInt32(2), out uint written);
        return status.IsOk ? call.Answer(written) : status;
    }

    /// <summary>total_fil_circ_supply() -> TokenAmount.</summary>
    public static SyscallStatus TotalFilCirculatingSupply(in SyscallCall call)
    {
        SyscallStatus status = call.Kernel.Network.TotalFilCirculatingSupply(out TokenAmount supply);
        return status.IsOk ? call.Answer(supply, "circulating supply") : status;
    }
}
