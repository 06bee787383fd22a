using System.Buffers.Binary;
using Fvm.Abi;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>
/// Randomness: the kernel gives the digest of an epoch, the actor derives from it for a purpose (network version 21 on; builtin-actors
/// <c>randomness.rs</c>): blake2b-256 of tag, digest, epoch, entropy. Epochs that cannot be asked for are exit 16.
/// </summary>
public sealed class ActorRandomness
{
    private readonly SyscallGate gate;
    private readonly ActorCrypto crypto;

    internal ActorRandomness(SyscallGate gate, ActorCrypto crypto)
    {
        this.gate = gate;
        this.crypto = crypto;
    }

    /// <summary>Draws from the chain's tickets, which miners can bias.</summary>
    /// <param name="tag">What for.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="entropy">More to hash.</param>
    /// <returns>32 bytes.</returns>
    public byte[] FromTickets(DomainSeparationTag tag, long epoch, ReadOnlySpan<byte> entropy)
    {
        Span<byte> digest = stackalloc byte[RandomnessDraw.Length];
        gate.Enter("rand", "get_chain_randomness");
        Require("chain", gate.Leave("rand", "get_chain_randomness", gate.Kernel.Randomness.GetChainRandomness(epoch, digest)));
        return Draw(tag, digest, epoch, entropy);
    }

    /// <summary>Draws from the beacon.</summary>
    /// <param name="tag">What for.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="entropy">More to hash.</param>
    /// <returns>32 bytes.</returns>
    public byte[] FromBeacon(DomainSeparationTag tag, long epoch, ReadOnlySpan<byte> entropy) => Draw(tag, BeaconDigest(epoch), epoch, entropy);

    /// <summary>The digest of the beacon's entry, as it is.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <returns>32 bytes.</returns>
    public byte[] BeaconDigest(long epoch)
    {
        byte[] digest = new byte[RandomnessDraw.Length];
        gate.Enter("rand", "get_beacon_randomness");
        Require("beacon", gate.Leave("rand", "get_beacon_randomness", gate.Kernel.Randomness.GetBeaconRandomness(epoch, digest)));
        return digest;
    }

    // As RandomnessDraw, but hashed by syscall.
    private byte[] Draw(DomainSeparationTag tag, ReadOnlySpan<byte> digest, long epoch, ReadOnlySpan<byte> entropy)
    {
        byte[] input = new byte[(2 * sizeof(long)) + RandomnessDraw.Length + entropy.Length];
        BinaryPrimitives.WriteInt64BigEndian(input, (long)tag);
        digest.CopyTo(input.AsSpan(sizeof(long)));
        BinaryPrimitives.WriteInt64BigEndian(input.AsSpan(sizeof(long) + RandomnessDraw.Length), epoch);
        entropy.CopyTo(input.AsSpan((2 * sizeof(long)) + RandomnessDraw.Length));
        return crypto.Blake2b256(input);
    }

    private static void Require(string what, SyscallStatus status)
    {
        if (status.IsOk)
            return;
        if (status.Error is ErrorNumber.LimitExceeded or ErrorNumber.IllegalArgument)
            Abort.IllegalArgument($"invalid lookback epoch: {status}");
        Abort.AssertionFailed($"get {what} randomness failed with an unexpected error: {status}");
    }
}
