using Fvm.Abi.Node;
using Fvm.Proofs;
using Fvm.Protocol;

namespace Fvm.Hosting;

/// <summary>Storage proofs as this machine can verify them.</summary>
public static class StorageProofs
{
    /// <summary>Checks the form of proofs and computes commitments; without verifying keys a well-formed proof cannot be verified, which is fatal.</summary>
    /// <param name="version">The network version, which decides what counts as malformed.</param>
    public static IProofVerifier Verifier(NetworkVersion version) => new ProofVerifier(version);

    /// <summary>Verifies proofs for which there is a key; for others as without keys.</summary>
    /// <param name="version">The network version, which decides what counts as malformed.</param>
    /// <param name="keys">The keys; see <see cref="ProofKeys.Load"/>. Machines may share them.</param>
    public static IProofVerifier KeyedVerifier(NetworkVersion version, ProofKeys keys) => new ProofVerifier(version, keys);

    /// <summary>Which of a miner's sectors a winning PoSt is about: the place among those that have power.</summary>
    /// <param name="miner">The miner.</param>
    /// <param name="randomness">32 bytes, drawn for <see cref="DomainSeparationTag.WinningPoStChallengeSeed"/>.</param>
    /// <param name="sectors">How many sectors have power; at least 1.</param>
    public static ulong WinningSector(ActorId miner, ReadOnlySpan<byte> randomness, ulong sectors) => WinningPoSt.ChallengedSector(miner, randomness, sectors);
}
