using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Protocol;

namespace Fvm.Syscalls;

/// <summary>The syscall family <c>send</c> (ref-fvm <c>syscalls/send.rs</c>).</summary>
internal static class SendSyscalls
{
    private const ulong ReadOnlyFlag = 1;

    /// <summary>send(recipient_off, recipient_len, method, params, value_hi, value_lo) -> Send, to nv17.</summary>
    public static SyscallStatus SendUnlimited(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadAddress(call.UInt32(0), call.UInt32(1), out Address recipient);
        return status.IsOk ? Send(call, recipient, gasLimit: null, readOnly: false) : status;
    }

    /// <summary>send(recipient_off, recipient_len, method, params, value_hi, value_lo, gas_limit, flags) -> Send.</summary>
    public static SyscallStatus Send(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadAddress(call.UInt32(0), call.UInt32(1), out Address recipient);
        if (!status.IsOk) return status;
        GasAmount? gasLimit = call.UInt64(6) == ulong.MaxValue ? null : GasAmount.FromGas(call.UInt64(6));
        ulong flags = call.UInt64(7);
        if ((flags & ~ReadOnlyFlag) != 0) return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "invalid send flags");

        return Send(call, recipient, gasLimit, (flags & ReadOnlyFlag) != 0);
    }

    private static SyscallStatus Send(in SyscallCall call, Address recipient, GasAmount? gasLimit, bool readOnly)
    {
        TokenAmount value = TokenAmount.FromUInt128(new UInt128(call.UInt64(4), call.UInt64(5)));
        SyscallStatus status = call.Kernel.Send.Send(recipient, call.UInt64(2), call.UInt32(3), value, gasLimit, readOnly, out SendResult result);
        if (status.IsOk) OutStructs.WriteSend(call.AnswerBytes, result);
        return status;
    }
}
