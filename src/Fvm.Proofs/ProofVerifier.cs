using Fvm.Abi.Node;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs;

/// <summary>
/// Storage proofs as far as they can be judged without keys: types, commitments, counts and lengths (ref-fvm <c>kernel/default.rs</c>;
/// filecoin-proofs-api <c>seal.rs</c>, <c>post.rs</c>, <c>update.rs</c>). Whatever passes gets <see cref="ProofVerdict.CannotVerify"/>. The
/// reference's errors and panics are all <see cref="ProofVerdict.Malformed"/>; "invalid" takes a pairing.
/// </summary>
/// <param name="version">The network version, which decides what proof types exist.</param>
public sealed class ProofVerifier(NetworkVersion version) : IProofVerifier
{
    private const int RandomnessLength = 32;

    /// <summary>Bytes of a Groth16 proof of one partition.</summary>
    private const int PartitionProofLength = 192;

    /// <inheritdoc/>
    public ProofVerdict VerifySeal(SealVerifyInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        bool sound = IsSealInput(info.SealedCid, info.UnsealedCid, info.Randomness, info.InteractiveRandomness)
            && info.RegisteredProof.IsKnown(version)
            && IsSealProofLength(info.RegisteredProof, info.Proof.Length);
        return Judge(sound);
    }

    /// <inheritdoc/>
    public ProofVerdict VerifyAggregateSeals(AggregateSealVerifyProofAndInfos aggregate)
    {
        ArgumentNullException.ThrowIfNull(aggregate);
        if (aggregate.Infos.Count == 0 || !aggregate.SealProof.IsKnown(version)) return ProofVerdict.Malformed;
        if (aggregate.AggregateProof is not (RegisteredAggregateProof.SnarkPackV1 or RegisteredAggregateProof.SnarkPackV2)) return ProofVerdict.Malformed;
        foreach (AggregateSealVerifyInfo info in aggregate.Infos)
        {
            if (!IsSealInput(info.SealedCid, info.UnsealedCid, info.Randomness, info.InteractiveRandomness)) return ProofVerdict.Malformed;
        }

        return Judge(AggregateLayout.Fits(aggregate.Proof.Span));
    }

    /// <inheritdoc/>
    public ProofVerdict VerifyReplicaUpdate(ReplicaUpdateInfo update)
    {
        ArgumentNullException.ThrowIfNull(update);
        bool sound = update.UpdateProofType.TryGetSectorSize(out SectorSize sector)
            && IsReplica(update.OldSealedCid, zeroAllowed: true)
            && IsReplica(update.NewSealedCid, zeroAllowed: true)
            && IsData(update.NewUnsealedCid, zeroAllowed: true)
            && update.Proof.Length == UpdatePartitions(sector) * PartitionProofLength;
        return Judge(sound);
    }

    /// <inheritdoc/>
    public ProofVerdict VerifyWindowPoSt(WindowPoStVerifyInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);

        // The reference looks at the first proof before it counts them: none is a panic. More than one is an error of filecoin-proofs-api, of
        // whatever types they are.
        if (info.Randomness.Length != RandomnessLength || info.Proofs.Count != 1 || info.ChallengedSectors.Count == 0) return ProofVerdict.Malformed;
        RegisteredPoStProof type = info.Proofs[0].Type;
        if (!type.IsKnown(version) || type.IsWinning()) return ProofVerdict.Malformed;
        HashSet<ulong> sectors = [];
        foreach (SectorInfo sector in info.ChallengedSectors)
        {
            if (!IsReplica(sector.SealedCid) || !IsProvenBy(sector.Proof, type)) return ProofVerdict.Malformed;
            sectors.Add(sector.SectorNumber);
        }

        // The reference keeps sectors in a map: a number that comes twice counts once, and its last replica stands.
        _ = type.TryGetWindowPoStPartitionSectors(out ulong perPartition);
        ulong partitions = ((ulong)sectors.Count + perPartition - 1) / perPartition;
        return Judge((ulong)info.Proofs[0].ProofBytes.Length == partitions * PartitionProofLength);
    }

    /// <inheritdoc/>
    public bool TryComputeUnsealedSectorCid(RegisteredSealProof proof, IReadOnlyList<PieceInfo> pieces, out Cid? cid)
    {
        cid = null;
        return proof.IsKnown(version) && DataCommitment.TryComputeUnsealedSectorCid(proof, pieces, out cid);
    }

    private static ProofVerdict Judge(bool sound) => sound ? ProofVerdict.CannotVerify : ProofVerdict.Malformed;

    private static bool IsSealInput(Cid sealedCid, Cid unsealedCid, ReadOnlyMemory<byte> ticket, ReadOnlyMemory<byte> seed) =>
        IsReplica(sealedCid) && IsData(unsealedCid) && ticket.Length == RandomnessLength && seed.Length == RandomnessLength;

    private static bool IsReplica(Cid cid, bool zeroAllowed = false) =>
        CommCid.TryGetReplicaCommitment(cid, out ReadOnlySpan<byte> commitment) && IsCommitment(commitment, zeroAllowed);

    private static bool IsData(Cid cid, bool zeroAllowed = false) =>
        CommCid.TryGetDataCommitment(cid, out ReadOnlySpan<byte> commitment) && IsCommitment(commitment, zeroAllowed);

    private static bool IsCommitment(ReadOnlySpan<byte> commitment, bool zeroAllowed) =>
        FieldElement.IsCanonical(commitment) && (zeroAllowed || commitment.ContainsAnyExcept((byte)0));

    /// <summary>Interactive proofs have an exact length; a non-interactive one is an aggregate, behind which bytes may follow.</summary>
    private static bool IsSealProofLength(RegisteredSealProof proof, int length)
    {
        _ = proof.TryGetProofSize(out int size);
        return proof.IsNonInteractive() ? length >= size : length == size;
    }

    /// <summary>Whether this type of window PoSt proves sectors sealed so: the one of their size, in either version while there are two.</summary>
    private bool IsProvenBy(RegisteredSealProof seal, RegisteredPoStProof type) =>
        seal.IsKnown(version) && seal.TryGetSectorSize(out SectorSize sealedSize) && type.TryGetSectorSize(out SectorSize provenSize) && sealedSize == provenSize;

    /// <summary>Partitions of an update proof (filecoin-proofs <c>update/constants.rs</c>).</summary>
    private static int UpdatePartitions(SectorSize sector) => sector switch
    {
        SectorSize._2KiB => 1,
        SectorSize._8MiB => 4,
        _ => 16,
    };
}
