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

    public SyscallStatus GetChainRandomness(long epoch, Span<byte> randomness)
    {
        SyscallStatus status = ChargeLookback(epoch);
        if (!status.IsOk)
            return status;
        return frame.Machine.Externs.TryGetChainRandomness(epoch, randomness) ? SyscallStatus.Ok : Unknown;
    }

    public SyscallStatus GetBeaconRandomness(long epoch, Span<byte> randomness)
    {
        SyscallStatus status = ChargeLookback(epoch);
        if (!status.IsOk)
            return status;
        return frame.Machine.Externs.TryGetBeaconRandomness(epoch, randomness) ? SyscallStatus.Ok : Unknown;
    }

    private static SyscallStatus Unknown => SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "the node has no randomness for this epoch");

    private static SyscallStatus Draw(
        ReadOnlySpan<byte> digest, long personalization, long epoch, ReadOnlySpan<byte> entropy, Span<byte> randomness)
    {
        RandomnessDraw.Draw(personalization, digest, epoch, entropy).CopyTo(randomness);
        return SyscallStatus.Ok;
    }

    /// <summary>A future epoch is charged beyond any gas; only what does not fit 64 bits is refused.</summary>
    private SyscallStatus ChargeLookback(long epoch)
    {
        long now = frame.Machine.Context.Epoch;
        long lookback = unchecked(now - epoch);
        if (((now ^ epoch) & (now ^ lookback)) < 0)
            return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "randomness epoch is in the future");
        return frame.Session.TryCharge(frame.Machine.Prices.OnFetchRandomness(lookback)) ? SyscallStatus.Ok : SyscallStatus.OutOfGas;
    }

    private bool TryCharge(ReadOnlySpan<byte> entropy) =>
        frame.Session.TryCharge(frame.Machine.Prices.OnGetRandomness((ulong)entropy.Length));
}
