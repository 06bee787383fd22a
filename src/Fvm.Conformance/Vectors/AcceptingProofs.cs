using Fvm.Abi.Node;
using Fvm.Ipld;
using Fvm.Protocol.Sectors;

namespace Fvm.Conformance.Vectors;

/// <summary>Accepts every storage proof, as the reference's runner does for recorded messages; commitments are computed all the same.</summary>
/// <param name="real">Who computes commitments.</param>
internal sealed class AcceptingProofs(IProofVerifier real) : IProofVerifier
{
    public ProofVerdict VerifySeal(SealVerifyInfo info) => ProofVerdict.Valid;

    public ProofVerdict VerifyAggregateSeals(AggregateSealVerifyProofAndInfos aggregate) => ProofVerdict.Valid;

    public ProofVerdict VerifyReplicaUpdate(ReplicaUpdateInfo update) => ProofVerdict.Valid;

    public ProofVerdict VerifyWindowPoSt(WindowPoStVerifyInfo info) => ProofVerdict.Valid;

    public bool TryComputeUnsealedSectorCid(RegisteredSealProof proof, IReadOnlyList<PieceInfo> pieces, out Cid? cid) =>
        real.TryComputeUnsealedSectorCid(proof, pieces, out cid);
}
