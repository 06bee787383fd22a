using Fvm.Abi.Node;
using Fvm.Ipld;
using Fvm.Protocol.Sectors;

namespace Fvm.Execution.Tests.Fixtures;

/// <summary>Storage proofs with a verdict that a test sets.</summary>
internal sealed class FakeProofs : IProofVerifier
{
    public ProofVerdict Verdict { get; set; } = ProofVerdict.Valid;

    public Cid? UnsealedCid { get; set; }

    public WindowPoStVerifyInfo? LastPost { get; private set; }

    public ProofVerdict VerifySeal(SealVerifyInfo info) => Verdict;

    public ProofVerdict VerifyAggregateSeals(AggregateSealVerifyProofAndInfos aggregate) => Verdict;

    public ProofVerdict VerifyReplicaUpdate(ReplicaUpdateInfo update) => Verdict;

    public ProofVerdict VerifyWindowPoSt(WindowPoStVerifyInfo info)
    {
        LastPost = info;
        return Verdict;
    }

    public bool TryComputeUnsealedSectorCid(RegisteredSealProof proof, IReadOnlyList<PieceInfo> pieces, out Cid? cid)
    {
        cid = UnsealedCid;
        return cid is not null;
    }
}
