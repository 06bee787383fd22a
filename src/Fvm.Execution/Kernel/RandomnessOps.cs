using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Execution.Gas;
using Fvm.Protocol;

namespace Fvm.Execution.Kernel;

/// <inheritdoc cref="IRandomnessOps"/>
internal sealed class RandomnessOps(KernelFrame frame) : IRandomnessOps
{
    public SyscallStatus DrawChainRandomness(long personalization, long epoch, ReadOnlySpan<byte> entropy, Span<byte> randomness)
    {
        if (!TryCharge(entropy))
            return SyscallStatus.OutOfGas;
        Span<byte> digest = stackalloc byte[RandomnessDraw.Length];
        return frame.Machine.Externs.TryGetChainRandomness(epoch, digest)
            ? Draw(digest, personalization, epoch, entropy, randomness)
            : Unknown;
    }

    public SyscallStatus DrawBeaconRandomness(long personalization, long epoch, ReadOnlySpan<byte> entropy, Span<byte> randomness)
    {
        if (!TryCharge(entropy))
            return SyscallStatus.OutOfGas;
        Span<byte> digest = stackalloc byte[RandomnessDraw.Length];
        return frame.Machine.Externs.TryGetBeaconRandomness(epoch, digest)
            ? Draw(digest, personalization, epoch, entropy, randomness)
            : Unknown;
    }

    private static SyscallStatus Unknown => SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "the node has no randomness for this epoch");

    private static SyscallStatus Draw(
        ReadOnlySpan<byte> digest, long personalization, long epoch, ReadOnlySpan<byte> entropy, Span<byte> randomness)
    {
        RandomnessDraw.Draw(personalization, digest, epoch, entropy).CopyTo(randomness);
        return SyscallStatus.Ok;
    }

    private bool TryCharge(ReadOnlySpan<byte> entropy) =>
        frame.Session.TryCharge(frame.Machine.Prices.OnGetRandomness((ulong)entropy.Length));
}
