using Fvm.Abi;

namespace Fvm.Syscalls;

/// <summary>The syscall family <c>gas</c> (ref-fvm <c>syscalls/gas.rs</c>).</summary>
internal static class GasSyscalls
{
    /// <summary>charge(name_off, name_len, amount), to nv17: whole gas, signed; saturates at 64 bits of milligas.</summary>
    public static SyscallStatus ChargeSigned(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadText(call.UInt32(0), call.UInt32(1), out string name);
        if (!status.IsOk) return status;
        long amount = call.Int64(2);
        if (amount >= 0) return call.Kernel.Gas.Charge(name, GasAmount.Min(GasAmount.FromGas((ulong)amount), new GasAmount(long.MaxValue)));

        call.Kernel.Gas.Refund(name, GasAmount.Min(GasAmount.FromGas((ulong)-(amount + 1) + 1), new GasAmount(1UL << 63)));
        return SyscallStatus.Ok;
    }

    /// <summary>charge(name_off, name_len, amount): whole gas, unsigned from nv18 on.</summary>
    public static SyscallStatus Charge(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadText(call.UInt32(0), call.UInt32(1), out string name);
        return status.IsOk ? call.Kernel.Gas.Charge(name, GasAmount.FromGas(call.UInt64(2))) : status;
    }

    /// <summary>available() -> u64: whole gas, rounded down.</summary>
    public static SyscallStatus Available(in SyscallCall call) => call.Answer(call.Kernel.Gas.Available.RoundDown());
}
