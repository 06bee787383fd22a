using Fvm.Abi;

namespace Fvm.Syscalls;

/// <summary>The syscall family <c>rand</c> (ref-fvm <c>syscalls/rand.rs</c>): to nv20 the machine draws, with a personalization and entropy; then it gives the digest.</summary>
internal static class RandomnessSyscalls
{
    /// <summary>Bytes of randomness.</summary>
    public const int Length = 32;

    /// <summary>get_chain_randomness(personalization, epoch, entropy_off, entropy_len) -> 32 bytes.</summary>
    public static SyscallStatus DrawChainRandomness(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.Slice(call.UInt32(2), call.UInt32(3), out Span<byte> entropy);
        if (!status.IsOk) return status;

        // Not straight into the answer, which may overlap the entropy.
        Span<byte> randomness = stackalloc byte[Length];
        status = call.Kernel.Randomness.DrawChainRandomness(call.Int64(0), call.Int64(1), entropy, randomness);
        return status.IsOk ? call.Answer(randomness) : status;
    }

    /// <summary>get_beacon_randomness(personalization, epoch, entropy_off, entropy_len) -> 32 bytes.</summary>
    public static SyscallStatus DrawBeaconRandomness(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.Slice(call.UInt32(2), call.UInt32(3), out Span<byte> entropy);
        if (!status.IsOk) return status;

        Span<byte> randomness = stackalloc byte[Length];
        status = call.Kernel.Randomness.DrawBeaconRandomness(call.Int64(0), call.Int64(1), entropy, randomness);
        return status.IsOk ? call.Answer(randomness) : status;
    }

    /// <summary>get_chain_randomness(epoch) -> 32 bytes, from nv21 on.</summary>
    public static SyscallStatus GetChainRandomness(in SyscallCall call) =>
        call.Kernel.Randomness.GetChainRandomness(call.Int64(0), call.AnswerBytes);

    /// <summary>get_beacon_randomness(epoch) -> 32 bytes, from nv21 on.</summary>
    public static SyscallStatus GetBeaconRandomness(in SyscallCall call) =>
        call.Kernel.Randomness.GetBeaconRandomness(call.Int64(0), call.AnswerBytes);
}
