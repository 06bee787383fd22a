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
}
