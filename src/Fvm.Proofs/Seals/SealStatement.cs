using Fvm.Crypto.Bls12381;

namespace Fvm.Proofs.Seals;

/// <summary>What a seal proof proves: that this replica of this data, made by this prover under this ticket, was there when the seed was known.</summary>
/// <param name="ProverId">32 bytes.</param>
/// <param name="Sector">The sector's number.</param>
/// <param name="Ticket">32 bytes.</param>
/// <param name="Seed">32 bytes; not looked at by non-interactive seals.</param>
/// <param name="ReplicaCommitment">CommR, 32 bytes.</param>
/// <param name="DataCommitment">CommD, 32 bytes.</param>
internal sealed record SealStatement(
    ReadOnlyMemory<byte> ProverId,
    ulong Sector,
    ReadOnlyMemory<byte> Ticket,
    ReadOnlyMemory<byte> Seed,
    ReadOnlyMemory<byte> ReplicaCommitment,
    ReadOnlyMemory<byte> DataCommitment)
{
    /// <summary>
    /// What is wrong with the commitments: zeros, or no field elements (filecoin-proofs <c>api/seal.rs</c>: an error for each but a panic for CommD of a
    /// non-interactive seal).
    /// </summary>
    public ProofFault Check()
    {
        if (!DataCommitment.Span.ContainsAnyExcept((byte)0) || !ReplicaCommitment.Span.ContainsAnyExcept((byte)0)) return ProofFault.ZeroCommitment;
        return FieldElement.IsCanonical(ReplicaCommitment.Span) && FieldElement.IsCanonical(DataCommitment.Span) ? ProofFault.None : ProofFault.NotInField;
    }

    /// <summary>The public inputs of each partition. The commitments must have passed <see cref="Check"/>.</summary>
    public Fr[][] Inputs(in SealParameters parameters)
    {
        SealGraph graph = new(parameters);
        byte[] replicaId = ReplicaId.Of(this, parameters.PorepId());
        var inputs = new Fr[parameters.Partitions][];
        var challenges = new ulong[parameters.Challenges];
        for (int k = 0; k < inputs.Length; k++)
        {
            SealChallenges.Write(parameters, this, replicaId, k, challenges);
            inputs[k] = OfPartition(parameters, graph, replicaId, challenges);
        }

        return inputs;
    }

    /// <summary>Replica id, CommD and CommR, then for each challenge itself, its parents and itself three times (stacked/circuit/proof.rs).</summary>
    private Fr[] OfPartition(in SealParameters parameters, SealGraph graph, ReadOnlySpan<byte> replicaId, ReadOnlySpan<ulong> challenges)
    {
        var inputs = new Fr[parameters.Inputs];
        inputs[0] = Read(replicaId);
        inputs[1] = Read(DataCommitment.Span);
        inputs[2] = Read(ReplicaCommitment.Span);
        int at = 3;
        Span<ulong> parents = stackalloc ulong[SealGraph.ParentCount];
        foreach (ulong challenge in challenges)
        {
            Fr self = Fr.FromUInt64(challenge);
            inputs[at++] = self;
            graph.WriteParents(challenge, parents);
            foreach (ulong parent in parents) inputs[at++] = Fr.FromUInt64(parent);
            for (int i = 0; i < 3; i++) inputs[at++] = self;
        }

        return inputs;
    }

    private static Fr Read(ReadOnlySpan<byte> bytes)
    {
        if (!Fr.TryReadLittleEndian(bytes, out Fr value)) Throw.NotChecked();
        return value;
    }
}
