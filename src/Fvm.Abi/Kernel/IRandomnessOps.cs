namespace Fvm.Abi.Kernel;

/// <summary>The syscall family <c>rand</c>: FVM v3 (nv18 to nv20) draws inside the machine, later versions give the node's digest as it is.</summary>
public interface IRandomnessOps
{
    /// <summary>Draws from the chain's tickets.</summary>
    /// <param name="personalization">The domain separation tag.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="entropy">Entropy of the actor's.</param>
    /// <param name="randomness">Where the 32 bytes go.</param>
    SyscallStatus DrawChainRandomness(long personalization, long epoch, ReadOnlySpan<byte> entropy, Span<byte> randomness);

    /// <summary>Draws from the beacon.</summary>
    /// <param name="personalization">The domain separation tag.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="entropy">Entropy of the actor's.</param>
    /// <param name="randomness">Where the 32 bytes go.</param>
    SyscallStatus DrawBeaconRandomness(long personalization, long epoch, ReadOnlySpan<byte> entropy, Span<byte> randomness);

    /// <summary>The digest of the chain's ticket (from nv21 on).</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="randomness">Where the 32 bytes go.</param>
    SyscallStatus GetChainRandomness(long epoch, Span<byte> randomness);

    /// <summary>The digest of the beacon's entry (from nv21 on).</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="randomness">Where the 32 bytes go.</param>
    SyscallStatus GetBeaconRandomness(long epoch, Span<byte> randomness);
}
