using Fvm.Abi.Node;
using Fvm.Ipld;
using Fvm.Proofs.Groth16;
using Fvm.Proofs.PoSts;
using Fvm.Proofs.Seals;
using Fvm.Proofs.Updates;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs;

/// <summary>
/// Storage proofs as the VM asks for them (ref-fvm <c>kernel/filecoin.rs</c>; filecoin-proofs-api <c>seal.rs</c>, <c>post.rs</c>, <c>update.rs</c>). The
/// reference's errors and panics are all <see cref="ProofVerdict.Malformed"/>. What is well-formed but has no key gets
/// <see cref="ProofVerdict.CannotVerify"/>. Keeps nothing between calls; may be used by any number of threads.
/// </summary>
public sealed class ProofVerifier : IProofVerifier
{
    private const int RandomnessLength = 32;

    private readonly NetworkVersion version;
    private readonly SealVerifier sealVerifier;
    private readonly PoStVerifier poStVerifier;
    private readonly UpdateVerifier updateVerifier;

    /// <summary>A verifier without keys: it tells malformed questions from others.</summary>
    /// <param name="version">The network version, which decides what proof types exist.</param>
    public ProofVerifier(NetworkVersion version)
        : this(version, ProofKeys.None)
    {
    }

    /// <summary>A verifier.</summary>
    /// <param name="version">The network version, which decides what proof types exist.</param>
    /// <param name="keys">The verifying keys.</param>
    public ProofVerifier(NetworkVersion version, ProofKeys keys)
        : this(version, keys, new BatchWeights())
    {
    }

    internal ProofVerifier(NetworkVersion version, ProofKeys keys, BatchWeights weights)
    {
        ArgumentNullException.ThrowIfNull(keys);
        this.version = version;
        sealVerifier = new SealVerifier(keys, weights);
        poStVerifier = new PoStVerifier(keys, weights);
        updateVerifier = new UpdateVerifier(keys, weights);
    }

    /// <inheritdoc/>
    public ProofVerdict VerifySeal(SealVerifyInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        return TryState(info, out SealParameters parameters, out SealStatement? seal)
            ? sealVerifier.Verify(parameters, seal!, info.Proof).Verdict
            : ProofVerdict.Malformed;
    }

    /// <summary>
    /// Verifies seals, each for itself. The interactive ones of a sector size, which have one key, are first verified as one product of pairings; only where that
    /// fails each is looked at alone.
    /// </summary>
    /// <param name="seals">The seals.</param>
    /// <param name="verdicts">Receives as many verdicts.</param>
    public void VerifySeals(IReadOnlyList<SealVerifyInfo> seals, Span<ProofVerdict> verdicts)
    {
        ArgumentNullException.ThrowIfNull(seals);
        Dictionary<SectorSize, SealBatch> batches = [];
        for (int i = 0; i < seals.Count; i++)
        {
            if (!TryState(seals[i], out SealParameters parameters, out SealStatement? seal))
            {
                verdicts[i] = ProofVerdict.Malformed;
            }
            else if (parameters.Type.IsNonInteractive())
            {
                verdicts[i] = sealVerifier.Verify(parameters, seal!, seals[i].Proof).Verdict;
            }
            else
            {
                if (!batches.TryGetValue(parameters.Size, out SealBatch? batch)) batches[parameters.Size] = batch = sealVerifier.Batch(parameters.Size);
                verdicts[i] = batch.Add(i, parameters, seal!, seals[i].Proof).Verdict;
            }
        }

        foreach (SealBatch batch in batches.Values) batch.Verify(verdicts);
    }

    /// <inheritdoc/>
    public ProofVerdict VerifyAggregateSeals(AggregateSealVerifyProofAndInfos aggregate)
    {
        ArgumentNullException.ThrowIfNull(aggregate);
        if (aggregate.Infos.Count == 0 || !TryGet(aggregate.SealProof, out SealParameters parameters)) return ProofVerdict.Malformed;
        if (aggregate.AggregateProof is not (RegisteredAggregateProof.SnarkPackV1 or RegisteredAggregateProof.SnarkPackV2)) return ProofVerdict.Malformed;
        byte[] proverId = ProverId.Of(aggregate.Miner);
        List<SealStatement> statements = new(aggregate.Infos.Count);
        foreach (AggregateSealVerifyInfo info in aggregate.Infos)
        {
            if (!TryState(proverId, info.SectorNumber, info.Randomness, info.InteractiveRandomness, info.SealedCid, info.UnsealedCid, out SealStatement? seal))
                return ProofVerdict.Malformed;
            statements.Add(seal!);
        }

        bool isSecondVersion = aggregate.AggregateProof == RegisteredAggregateProof.SnarkPackV2;
        return sealVerifier.VerifyAggregate(parameters, statements, aggregate.Proof, isSecondVersion).Verdict;
    }

    /// <inheritdoc/>
    public ProofVerdict VerifyReplicaUpdate(ReplicaUpdateInfo update)
    {
        ArgumentNullException.ThrowIfNull(update);
        if (!UpdateParameters.TryGet(update.UpdateProofType, out UpdateParameters parameters)
            || !CommCid.TryGetReplicaCommitment(update.OldSealedCid, out ReadOnlySpan<byte> oldReplica)
            || !CommCid.TryGetReplicaCommitment(update.NewSealedCid, out ReadOnlySpan<byte> newReplica)
            || !CommCid.TryGetDataCommitment(update.NewUnsealedCid, out ReadOnlySpan<byte> newData))
            return ProofVerdict.Malformed;
        return updateVerifier.Verify(parameters, oldReplica, newReplica, newData, update.Proof.Span).Verdict;
    }

    /// <inheritdoc/>
    public ProofVerdict VerifyWindowPoSt(WindowPoStVerifyInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);

        // The reference looks at the first proof before it counts them: none is a panic. More than one is an error of filecoin-proofs-api, of
        // whatever types they are.
        if (info.Proofs.Count != 1 || info.Proofs[0].Type.IsWinning()) return ProofVerdict.Malformed;
        return VerifyPoSt(info.Randomness, info.Proofs[0], info.ChallengedSectors, info.Prover);
    }

    /// <summary>
    /// Verifies the winning PoSt of a block, which the VM never sees: the node asks. One sector, chosen by <see cref="WinningSectorOf"/>.
    /// </summary>
    /// <param name="randomness">32 bytes; the top two bits are ignored.</param>
    /// <param name="proof">The proof.</param>
    /// <param name="sector">The sector.</param>
    /// <param name="prover">The miner actor.</param>
    public ProofVerdict VerifyWinningPoSt(ReadOnlyMemory<byte> randomness, PoStProof proof, SectorInfo sector, ActorId prover)
    {
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentNullException.ThrowIfNull(sector);
        return proof.Type.IsWinning() ? VerifyPoSt(randomness, proof, [sector], prover) : ProofVerdict.Malformed;
    }

    /// <summary>The position of the sector that a winning PoSt must be about.</summary>
    /// <param name="randomness">32 bytes; the top two bits are ignored.</param>
    /// <param name="prover">The miner actor.</param>
    /// <param name="sectors">How many sectors it has; not zero.</param>
    /// <exception cref="ArgumentException">Another length, or no sector.</exception>
    public static ulong WinningSectorOf(ReadOnlySpan<byte> randomness, ActorId prover, ulong sectors)
    {
        if (randomness.Length != RandomnessLength) throw new ArgumentException($"Randomness has {RandomnessLength} bytes, not {randomness.Length}.", nameof(randomness));
        ArgumentOutOfRangeException.ThrowIfZero(sectors);
        return LeafChallenges.WinningSector(ProverId.Of(prover), ToFieldElement(randomness), 0, sectors);
    }

    /// <inheritdoc/>
    public bool TryComputeUnsealedSectorCid(RegisteredSealProof proof, IReadOnlyList<PieceInfo> pieces, out Cid? cid)
    {
        cid = null;
        return proof.IsKnown(version) && DataCommitment.TryComputeUnsealedSectorCid(proof, pieces, out cid);
    }

    private ProofVerdict VerifyPoSt(ReadOnlyMemory<byte> randomness, PoStProof proof, IReadOnlyList<SectorInfo> sectors, ActorId prover)
    {
        if (randomness.Length != RandomnessLength || !proof.Type.IsKnown(version) || !PoStParameters.TryGet(proof.Type, out PoStParameters parameters))
            return ProofVerdict.Malformed;

        // The reference keeps sectors in a map: a number that comes twice counts once, and its last replica stands.
        SortedDictionary<ulong, ReadOnlyMemory<byte>> replicas = [];
        foreach (SectorInfo sector in sectors)
        {
            if (!IsProvenBy(sector.Proof, proof.Type) || !CommCid.TryGetReplicaCommitment(sector.SealedCid, out ReadOnlySpan<byte> replica))
                return ProofVerdict.Malformed;
            replicas[sector.SectorNumber] = replica.ToArray();
        }

        return poStVerifier.Verify(parameters, ToFieldElement(randomness.Span), ProverId.Of(prover), replicas, proof.ProofBytes.Span).Verdict;
    }

    /// <summary>Clears the top two bits, so that the bytes are below the field's modulus, little-endian.</summary>
    private static byte[] ToFieldElement(ReadOnlySpan<byte> randomness)
    {
        byte[] element = randomness.ToArray();
        element[^1] &= 0x3f;
        return element;
    }

    private bool TryGet(RegisteredSealProof type, out SealParameters parameters)
    {
        parameters = default;
        return type.IsKnown(version) && SealParameters.TryGet(type, out parameters);
    }

    private bool TryState(SealVerifyInfo info, out SealParameters parameters, out SealStatement? seal)
    {
        seal = null;
        return TryGet(info.RegisteredProof, out parameters) && TryState(
            ProverId.Of(info.SectorId.Miner),
            info.SectorId.Number,
            info.Randomness,
            info.InteractiveRandomness,
            info.SealedCid,
            info.UnsealedCid,
            out seal);
    }

    private static bool TryState(
        byte[] proverId, ulong sector, ReadOnlyMemory<byte> ticket, ReadOnlyMemory<byte> seed, Cid sealedCid, Cid unsealedCid, out SealStatement? seal)
    {
        seal = null;
        if (ticket.Length != RandomnessLength || seed.Length != RandomnessLength
            || !CommCid.TryGetReplicaCommitment(sealedCid, out ReadOnlySpan<byte> replica)
            || !CommCid.TryGetDataCommitment(unsealedCid, out ReadOnlySpan<byte> data))
            return false;
        seal = new SealStatement(proverId, sector, ticket, seed, replica.ToArray(), data.ToArray());
        return true;
    }

    /// <summary>Whether this type of window PoSt proves sectors sealed so: the one of their size, in either version while there are two.</summary>
    private bool IsProvenBy(RegisteredSealProof seal, RegisteredPoStProof type) =>
        seal.IsKnown(version) && seal.TryGetSectorSize(out SectorSize sealedSize) && type.TryGetSectorSize(out SectorSize provenSize) && sealedSize == provenSize;
}
