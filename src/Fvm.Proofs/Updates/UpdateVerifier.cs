using Fvm.Crypto.Bls12381;
using Fvm.Proofs.Groth16;

namespace Fvm.Proofs.Updates;

/// <summary>Verifies replica updates (filecoin-proofs <c>api/update.rs</c>). Commitments of all zeros are no error here.</summary>
internal sealed class UpdateVerifier(ProofKeys keys, BatchWeights weights)
{
    /// <summary>Verifies.</summary>
    public Verification Verify(
        in UpdateParameters parameters, ReadOnlySpan<byte> oldReplica, ReadOnlySpan<byte> newReplica, ReadOnlySpan<byte> newData, ReadOnlySpan<byte> proof)
    {
        if (!Fr.TryReadLittleEndian(oldReplica, out Fr before)
            || !Fr.TryReadLittleEndian(newReplica, out Fr after)
            || !Fr.TryReadLittleEndian(newData, out Fr data))
            return Verification.Malformed(ProofFault.NotInField);

        UpdateParameters copy = parameters;
        return Groth16Verifier.Verify(
            keys.Find(ProofCircuit.ReplicaUpdate, parameters.Size), proof, parameters.Partitions, () => copy.InputsOf(before, data, after), weights);
    }
}
