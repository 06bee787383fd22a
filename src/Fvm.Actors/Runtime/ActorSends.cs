using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>Calls through the kernel (ref-fvm <c>sdk/src/send.rs</c>): block_create for parameters, send, block_read for what came back.</summary>
internal static class ActorSends
{
    public static SendOutcome Send(
        SyscallGate gate, Address to, ulong method, IpldBlock? parameters, TokenAmount value, ulong? gasLimit, bool readOnly)
    {
        if (!value.TryToUInt128(out _))
            return SendOutcome.Refused(ErrorNumber.InsufficientFunds);
        uint handle = 0;
        if (parameters is not null)
        {
            gate.WorkWritten(parameters.Data.Length);
            gate.Enter("ipld", "block_create");
            SyscallStatus created = gate.Leave(
                "ipld", "block_create", gate.Kernel.Ipld.BlockKeep(parameters.Codec, parameters.Data, out handle));
            if (!created.IsOk)
                return SendOutcome.Refused(created.Error);
        }

        // The SDK says "no limit" with the greatest number.
        GasAmount? limit = gasLimit is null or ulong.MaxValue ? null : GasAmount.FromGas(gasLimit.Value);
        gate.Enter("send", "send");
        SyscallStatus status = gate.Leave(
            "send", "send", gate.Kernel.Send.Send(to, method, handle, value, limit, readOnly, out SendResult result));
        if (!status.IsOk)
            return SendOutcome.Refused(status.Error);
        return result.Handle == 0 ? SendOutcome.Returned(result.ExitCode, null) : ReadReturn(gate, result);
    }

    private static SendOutcome ReadReturn(SyscallGate gate, SendResult result)
    {
        gate.Enter("ipld", "block_read");
        SyscallStatus status = gate.Leave("ipld", "block_read", gate.Kernel.Ipld.BlockLend(result.Handle, result.Stat.Size, out ReadOnlyMemory<byte> data));
        if (!status.IsOk)
            return SendOutcome.Refused(status.Error);
        gate.WorkRead(data.Length);
        return SendOutcome.Returned(result.ExitCode, new IpldBlock(result.Stat.Codec, data));
    }
}
