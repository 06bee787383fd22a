using Fvm.Crypto.Bls12381;
using Fvm.Proofs.Groth16;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs.PoSts;

/// <summary>Verifies window and winning PoSts (filecoin-proofs <c>api/window_post.rs</c>, <c>api/winning_post.rs</c>).</summary>
internal sealed class PoStVerifier(ProofKeys keys, BatchWeights weights)
{
    /// <summary>Verifies.</summary>
    /// <param name="parameters">The type of proof.</param>
    /// <param name="randomness">32 bytes; a field element, or all is malformed.</param>
    /// <param name="proverId">32 bytes; likewise. No part of what is proven.</param>
    /// <param name="sectors">Replica commitments by sector number. A map, so that they are in order and each comes once.</param>
    /// <param name="proof">The proofs of all partitions, one after another.</param>
    public Verification Verify(
        in PoStParameters parameters,
        ReadOnlyMemory<byte> randomness,
        ReadOnlySpan<byte> proverId,
        SortedDictionary<ulong, ReadOnlyMemory<byte>> sectors,
        ReadOnlySpan<byte> proof)
    {
        if (!FieldElement.IsCanonical(randomness.Span) || !FieldElement.IsCanonical(proverId)) return Verification.Malformed(ProofFault.NotInField);
        if (sectors.Count == 0) return Verification.Malformed(ProofFault.NoSector);
        bool isWinning = parameters.Type.IsWinning();
        if (isWinning && sectors.Count > 1) return Verification.Malformed(ProofFault.SectorCount);

        List<ProvenSector> proven = new(sectors.Count);
        foreach ((ulong number, ReadOnlyMemory<byte> replica) in sectors)
        {
            if (!replica.Span.ContainsAnyExcept((byte)0)) return Verification.Malformed(ProofFault.ZeroCommitment);
            if (!Fr.TryReadLittleEndian(replica.Span, out Fr commitment)) return Verification.Malformed(ProofFault.NotInField);
            proven.Add(new ProvenSector(number, commitment));
        }

        PoStStatement statement = new(randomness, proven);
        PoStParameters copy = parameters;
        ProofCircuit circuit = isWinning ? ProofCircuit.WinningPoSt : ProofCircuit.WindowPoSt;
        return Groth16Verifier.Verify(
            keys.Find(circuit, parameters.Size), proof, statement.Partitions(parameters), () => statement.Inputs(copy), weights);
    }
}
