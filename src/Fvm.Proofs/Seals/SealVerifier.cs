using Fvm.Proofs.Aggregates;
using Fvm.Proofs.Groth16;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs.Seals;

/// <summary>Verifies seals, many of them, and aggregates of them (filecoin-proofs <c>api/seal.rs</c>).</summary>
internal sealed class SealVerifier(ProofKeys keys, BatchWeights weights)
{
    /// <summary>Verifies one seal.</summary>
    public Verification Verify(in SealParameters parameters, SealStatement seal, ReadOnlyMemory<byte> proof)
    {
        ProofFault fault = seal.Check();
        if (fault != ProofFault.None) return Verification.Malformed(fault);
        if (parameters.Type.IsNonInteractive()) return VerifyAggregate(parameters, [seal], proof, isSecondVersion: true);
        if (proof.IsEmpty) return Verification.Malformed(ProofFault.NoProof);
        SealParameters copy = parameters;
        return Groth16Verifier.Verify(
            keys.Find(ProofCircuit.Seal, parameters.Size), proof.Span, parameters.Partitions, () => seal.Inputs(copy), weights);
    }

    /// <summary>Begins a batch of interactive seals of one size.</summary>
    public SealBatch Batch(SectorSize size) => new(keys.Find(ProofCircuit.Seal, size), weights);

    /// <summary>
    /// Verifies interactive seals of one type together; valid only if all are (filecoin-proofs <c>verify_batch_seal</c>). The first malformed one decides.
    /// </summary>
    public Verification VerifyAll(in SealParameters parameters, IReadOnlyList<SealStatement> seals, IReadOnlyList<ReadOnlyMemory<byte>> proofs)
    {
        if (seals.Count == 0) return Verification.Malformed(ProofFault.Empty);
        List<byte> bytes = [];
        for (int i = 0; i < seals.Count; i++)
        {
            ProofFault fault = seals[i].Check();
            if (fault == ProofFault.None && proofs[i].IsEmpty) fault = ProofFault.NoProof;
            if (fault == ProofFault.None && proofs[i].Length != parameters.Partitions * Groth16Proof.Length) fault = ProofFault.WrongLength;
            if (fault != ProofFault.None) return Verification.Malformed(fault);
            bytes.AddRange(proofs[i].Span);
        }

        SealParameters copy = parameters;
        return Groth16Verifier.Verify(
            keys.Find(ProofCircuit.Seal, parameters.Size),
            [.. bytes],
            seals.Count * parameters.Partitions,
            () => [.. seals.SelectMany(seal => seal.Inputs(copy))],
            weights);
    }

    /// <summary>Verifies an aggregate of seals of one type.</summary>
    public Verification VerifyAggregate(in SealParameters parameters, IReadOnlyList<SealStatement> seals, ReadOnlyMemory<byte> proof, bool isSecondVersion)
    {
        foreach (SealStatement seal in seals)
        {
            ProofFault fault = seal.Check();
            if (fault != ProofFault.None) return Verification.Malformed(fault);
        }

        SealParameters copy = parameters;
        _ = AggregateStatement.TryHashSeals(
            [.. seals.Select(seal => seal.Seed)], [.. seals.Select(seal => seal.ReplicaCommitment)], parameters.Type.IsNonInteractive(), out byte[] include);
        AggregateStatement statement = new(
            seals.Count * parameters.Partitions, seals.SelectMany(seal => seal.Inputs(copy)), include, isSecondVersion);
        return AggregateVerifier.Verify(keys.Points, keys.Find(ProofCircuit.Seal, parameters.Size), statement, proof, weights);
    }
}
