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
}
