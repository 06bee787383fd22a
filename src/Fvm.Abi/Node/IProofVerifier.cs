using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Abi.Node;

/// <summary>The verdict on a storage proof.</summary>
public enum ProofVerdict
{
    /// <summary>The proof proves it.</summary>
    Valid,

    /// <summary>It does not.</summary>
    Invalid,

    /// <summary>The question itself is malformed; the actor sees error 1 (in a batch: invalid).</summary>
    Malformed,

    /// <summary>This machine lacks what it takes to tell (verifying keys); fatal, never "valid".</summary>
    CannotVerify,
}

/// <summary>Storage proofs, behind the machine. Gas is charged by the kernel, before.</summary>
public interface IProofVerifier
{
    /// <summary>Verifies one seal.</summary>
    /// <param name="info">The seal and its public inputs.</param>
    ProofVerdict VerifySeal(SealVerifyInfo info);

    /// <summary>Verifies seals, each for itself. A verifier may take them together where that is faster; the verdicts are those of <see cref="VerifySeal"/>.</summary>
    /// <param name="seals">The seals.</param>
    /// <param name="verdicts">Receives as many verdicts.</param>
    void VerifySeals(IReadOnlyList<SealVerifyInfo> seals, Span<ProofVerdict> verdicts)
    {
        for (int i = 0; i < seals.Count; i++)
            verdicts[i] = VerifySeal(seals[i]);
    }

    /// <summary>Verifies an aggregate of seals.</summary>
    /// <param name="aggregate">The aggregate and its public inputs.</param>
    ProofVerdict VerifyAggregateSeals(AggregateSealVerifyProofAndInfos aggregate);

    /// <summary>Verifies a replica update.</summary>
    /// <param name="update">The update.</param>
    ProofVerdict VerifyReplicaUpdate(ReplicaUpdateInfo update);

    /// <summary>Verifies a window PoSt.</summary>
    /// <param name="info">The proofs and what they speak of.</param>
    ProofVerdict VerifyWindowPoSt(WindowPoStVerifyInfo info);

    /// <summary>The data commitment of a sector.</summary>
    /// <param name="proof">The sector's seal proof type.</param>
    /// <param name="pieces">The pieces, in order; the rest of the sector is zeros.</param>
    /// <param name="cid">The unsealed sector's CID.</param>
    /// <returns>False when pieces and sector do not fit; the actor sees error 1.</returns>
    bool TryComputeUnsealedSectorCid(RegisteredSealProof proof, IReadOnlyList<PieceInfo> pieces, out Cid? cid);
}
