using Fvm.Ipld;

namespace Fvm.Protocol.Sectors;

/// <summary>
/// Commitments of 32 bytes as CIDs: CommD and CommP (data) as fil-commitment-unsealed with sha2-256-trunc254-padded, CommR (replicas) as
/// fil-commitment-sealed with poseidon-bls12_381-a2-fc1. Source: fvm_shared <c>commcid/mod.rs</c>.
/// </summary>
public static class CommCid
{
    /// <summary>Bytes of a commitment.</summary>
    public const int CommitmentLength = 32;

    /// <summary>CommD, or CommP, as a CID. Throws unless there are 32 bytes.</summary>
    public static Cid FromDataCommitment(ReadOnlySpan<byte> commitment)
        => Create(Multicodec.FilCommitmentUnsealed, Multicodec.Sha2_256Trunc254Padded, commitment);

    /// <summary>CommR as a CID. Throws unless there are 32 bytes.</summary>
    public static Cid FromReplicaCommitment(ReadOnlySpan<byte> commitment)
        => Create(Multicodec.FilCommitmentSealed, Multicodec.PoseidonBls12_381A2Fc1, commitment);

    /// <summary>The 32 bytes of CommD or CommP; false for any other codec, hash function or length.</summary>
    public static bool TryGetDataCommitment(Cid cid, out ReadOnlySpan<byte> commitment)
        => TryGet(cid, Multicodec.FilCommitmentUnsealed, Multicodec.Sha2_256Trunc254Padded, out commitment);

    /// <summary>The 32 bytes of CommR; false for any other codec, hash function or length.</summary>
    public static bool TryGetReplicaCommitment(Cid cid, out ReadOnlySpan<byte> commitment)
        => TryGet(cid, Multicodec.FilCommitmentSealed, Multicodec.PoseidonBls12_381A2Fc1, out commitment);

    private static Cid Create(ulong codec, ulong hash, ReadOnlySpan<byte> commitment)
    {
        if (commitment.Length != CommitmentLength)
            Throw.WrongLength("a commitment", CommitmentLength, commitment.Length);
        return Cid.Create(codec, hash, commitment);
    }

    private static bool TryGet(Cid cid, ulong codec, ulong hash, out ReadOnlySpan<byte> commitment)
    {
        ArgumentNullException.ThrowIfNull(cid);
        bool fits = cid.Codec == codec && cid.MultihashCode == hash && cid.Digest.Length == CommitmentLength;
        commitment = fits ? cid.Digest : [];
        return fits;
    }
}
