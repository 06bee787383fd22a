using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Syscalls;

/// <summary>The syscall family <c>actor</c> (ref-fvm <c>syscalls/actor.rs</c>).</summary>
internal static class ActorSyscalls
{
    /// <summary>Bytes of an f2 address: the protocol and a BLAKE2b-160 digest.</summary>
    private const int StableAddressLength = 21;

    /// <summary>resolve_address(addr_off, addr_len) -> u64.</summary>
    public static SyscallStatus ResolveAddress(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadAddress(call.UInt32(0), call.UInt32(1), out Address address);
        if (!status.IsOk) return status;

        status = call.Kernel.Actor.ResolveAddress(address, out ActorId id);
        return status.IsOk ? call.Answer(id.Value) : status;
    }

    /// <summary>lookup_delegated_address(id, obuf_off, obuf_len) -> u32, 0 for none.</summary>
    public static SyscallStatus LookupDelegatedAddress(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.Slice(call.UInt32(1), call.UInt32(2), out Span<byte> buffer);
        if (!status.IsOk) return status;

        status = call.Kernel.Actor.LookupDelegatedAddress(new ActorId(call.UInt64(0)), out Address? address);
        if (!status.IsOk) return status;

        if (address is null) return call.Answer(0U);
        if (!address.Bytes.TryCopyTo(buffer)) return SyscallStatus.Refuse(ErrorNumber.BufferTooSmall, "address output buffer is too small");
        return call.Answer((uint)address.Bytes.Length);
    }

    /// <summary>get_actor_code_cid(id, obuf_off, obuf_len) -> u32.</summary>
    public static SyscallStatus GetActorCodeCid(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.CheckBounds(call.UInt32(1), call.UInt32(2));
        if (!status.IsOk) return status;

        status = call.Kernel.Actor.GetActorCodeCid(new ActorId(call.UInt64(0)), out Cid? code);
        if (!status.IsOk) return status;

        status = call.Memory.WriteCid(code!, call.UInt32(1), call.UInt32(2), out uint written);
        return status.IsOk ? call.Answer(written) : status;
    }

    /// <summary>next_actor_address(obuf_off, obuf_len) -> u32 (to nv17: new_actor_address). The buffer's size is checked before the kernel is asked.</summary>
    public static SyscallStatus NextActorAddress(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.Slice(call.UInt32(0), call.UInt32(1), out Span<byte> buffer);
        if (!status.IsOk) return status;
        if (buffer.Length < StableAddressLength)
            return SyscallStatus.Refuse(ErrorNumber.BufferTooSmall, "output buffer must have a minimum capacity of 21 bytes");

        status = call.Kernel.Actor.NextActorAddress(out Address? address);
        if (!status.IsOk) return status;

        if (!address!.Bytes.TryCopyTo(buffer)) FatalException.Throw($"created {address.Bytes.Length} byte actor address");
        return call.Answer((uint)address.Bytes.Length);
    }

    /// <summary>create_actor(id, code_off), to nv17.</summary>
    public static SyscallStatus CreateActorOfCode(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadCid(call.UInt32(1), out Cid code);
        return status.IsOk ? call.Kernel.Actor.CreateActor(code, new ActorId(call.UInt64(0)), null) : status;
    }

    /// <summary>create_actor(id, code_off, delegated_addr_off, delegated_addr_len); a length of 0 means none, wherever the offset points.</summary>
    public static SyscallStatus CreateActor(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadCid(call.UInt32(1), out Cid code);
        if (!status.IsOk) return status;
        Address? delegatedAddress = null;
        if (call.UInt32(3) > 0)
        {
            status = call.Memory.ReadAddress(call.UInt32(2), call.UInt32(3), out delegatedAddress);
            if (!status.IsOk) return status;
        }

        return call.Kernel.Actor.CreateActor(code, new ActorId(call.UInt64(0)), delegatedAddress);
    }

    /// <summary>install_actor(code_cid_off), where user code is allowed.</summary>
    public static SyscallStatus InstallActor(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadCid(call.UInt32(0), out Cid code);
        return status.IsOk ? call.Kernel.Actor.InstallActor(code) : status;
    }

    /// <summary>upgrade_actor(new_code_cid_off, params) -> Send, where user code is allowed. It comes back only from an upgrade that failed.</summary>
    public static SyscallStatus UpgradeActor(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadCid(call.UInt32(0), out Cid code);
        if (!status.IsOk) return status;

        status = call.Kernel.Actor.UpgradeActor(code, call.UInt32(1), out SendResult result);
        if (!status.IsOk) return status;

        if (result.ExitCode.IsSuccess) call.Invocation.Exit(ExitCode.Ok, result.Handle, "upgraded");
        else OutStructs.WriteSend(call.AnswerBytes, result);
        return status;
    }

    /// <summary>get_builtin_actor_type(code_cid_off) -> i32.</summary>
    public static SyscallStatus GetBuiltinActorType(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadCid(call.UInt32(0), out Cid code);
        if (!status.IsOk) return status;

        status = call.Kernel.Actor.GetBuiltinActorType(code, out uint type);
        return status.IsOk ? call.Answer(type) : status;
    }

    /// <summary>get_code_cid_for_type(type, obuf_off, obuf_len) -> u32.</summary>
    public static SyscallStatus GetCodeCidForType(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.CheckBounds(call.UInt32(1), call.UInt32(2));
        if (!status.IsOk) return status;

        status = call.Kernel.Actor.GetCodeCidForType(call.UInt32(0), out Cid? code);
        if (!status.IsOk) return status;

        status = call.Memory.WriteCid(code!, call.UInt32(1), call.UInt32(2), out uint written);
        return status.IsOk ? call.Answer(written) : status;
    }

    /// <summary>balance_of(id) -> TokenAmount.</summary>
    public static SyscallStatus BalanceOf(in SyscallCall call)
    {
        SyscallStatus status = call.Kernel.Actor.BalanceOf(new ActorId(call.UInt64(0)), out TokenAmount balance);
        return status.IsOk ? call.Answer(balance, "balance") : status;
    }
}
