using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Node.Mining;

/// <summary>Takes every storage proof for valid, whatever its bytes: nobody seals sectors for a network on a desk. Commitments of pieces are computed truly.</summary>
internal sealed class FakeProofs(NetworkVersion version) : IProofVerifier
{
    private readonly IProofVerifier real = StorageProofs.Verifier(version);

    /// <summary>The network version, which decides which proofs there are.</summary>
    public NetworkVersion Version => version;

    public ProofVerdict VerifySeal(SealVerifyInfo info) => ProofVerdict.Valid;

    public ProofVerdict VerifyAggregateSeals(AggregateSealVerifyProofAndInfos aggregate) => ProofVerdict.Valid;

    public ProofVerdict VerifyReplicaUpdate(ReplicaUpdateInfo update) => ProofVerdict.Valid;

    public ProofVerdict VerifyWindowPoSt(WindowPoStVerifyInfo info) => ProofVerdict.Valid;

    public bool TryComputeUnsealedSectorCid(RegisteredSealProof proof, IReadOnlyList<PieceInfo> pieces, out Cid? cid) => real.TryComputeUnsealedSectorCid(proof, pieces, out cid);
}
