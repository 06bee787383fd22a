using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Abi.Kernel;

/// <summary>The syscall family <c>crypto</c>.</summary>
public interface ICryptoOps
{
    /// <summary>
    /// Verifies a signature of an f1 or f3 address. Others are refused with 1, after the charge; to nv17 they are looked up in the state of
    /// their account instead, which is charged (6 when there is no such actor, 1 when it is no account).
    /// </summary>
    /// <param name="type">The signature's type: secp256k1 or BLS.</param>
    /// <param name="signature">The signature's bytes.</param>
    /// <param name="signer">Whose it should be.</param>
    /// <param name="plaintext">What was signed.</param>
    /// <param name="valid">Whether it is valid.</param>
    SyscallStatus VerifySignature(SignatureType type, ReadOnlySpan<byte> signature, Address signer, ReadOnlySpan<byte> plaintext, out bool valid);

    /// <summary>Verifies an aggregated BLS signature (from nv21 on); no signers make it valid, undecodable points invalid.</summary>
    /// <param name="signature">96 bytes.</param>
    /// <param name="publicKeys">48 bytes a signer.</param>
    /// <param name="plaintexts">The messages, one after the other.</param>
    /// <param name="lengths">Their lengths in bytes; refuses with 1 what does not fit.</param>
    /// <param name="valid">Whether it is valid.</param>
    SyscallStatus VerifyBlsAggregate(
        ReadOnlySpan<byte> signature, ReadOnlySpan<byte> publicKeys, ReadOnlySpan<byte> plaintexts, ReadOnlySpan<uint> lengths, out bool valid);

    /// <summary>Recovers a secp256k1 public key. Refuses with 1 when there is none.</summary>
    /// <param name="hash">32 bytes.</param>
    /// <param name="signature">65 bytes: r, s, recovery id.</param>
    /// <param name="publicKey">Where the 65 bytes of the uncompressed key go.</param>
    SyscallStatus RecoverSecpPublicKey(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, Span<byte> publicKey);

    /// <summary>Hashes data. Refuses with 1 what is no supported code: uncharged, but to nv17 after the charge.</summary>
    /// <param name="code">The multihash code.</param>
    /// <param name="data">The data.</param>
    /// <param name="digest">At least 64 bytes; the digest stands at its beginning.</param>
    /// <param name="length">The digest's length in bytes.</param>
    SyscallStatus Hash(ulong code, ReadOnlySpan<byte> data, Span<byte> digest, out int length);

    /// <summary>The data commitment of a sector with these pieces.</summary>
    /// <param name="proof">The sector's seal proof type.</param>
    /// <param name="pieces">The pieces, in order.</param>
    /// <param name="cid">The unsealed sector's CID.</param>
    SyscallStatus ComputeUnsealedSectorCid(RegisteredSealProof proof, IReadOnlyList<PieceInfo> pieces, out Cid? cid);

    /// <summary>Verifies one seal (to nv17).</summary>
    /// <param name="info">The seal and its public inputs.</param>
    /// <param name="valid">Whether it is valid.</param>
    SyscallStatus VerifySeal(SealVerifyInfo info, out bool valid);

    /// <summary>Verifies a window PoSt.</summary>
    /// <param name="info">Everything that the proof speaks of.</param>
    /// <param name="valid">Whether it is valid.</param>
    SyscallStatus VerifyPost(WindowPoStVerifyInfo info, out bool valid);

    /// <summary>Asks the node whether two headers prove a consensus fault.</summary>
    /// <param name="header1">The first header.</param>
    /// <param name="header2">The second header.</param>
    /// <param name="extra">A header that may connect them.</param>
    /// <param name="fault">The fault, or null.</param>
    SyscallStatus VerifyConsensusFault(ReadOnlySpan<byte> header1, ReadOnlySpan<byte> header2, ReadOnlySpan<byte> extra, out ConsensusFault? fault);

    /// <summary>Verifies an aggregate of seal proofs.</summary>
    /// <param name="aggregate">The aggregate and its public inputs.</param>
    /// <param name="valid">Whether it is valid.</param>
    SyscallStatus VerifyAggregateSeals(AggregateSealVerifyProofAndInfos aggregate, out bool valid);

    /// <summary>Verifies a replica update.</summary>
    /// <param name="update">The update.</param>
    /// <param name="valid">Whether it is valid.</param>
    SyscallStatus VerifyReplicaUpdate(ReplicaUpdateInfo update, out bool valid);

    /// <summary>Verifies seals, one verdict a seal; errors count as invalid.</summary>
    /// <param name="seals">The seals.</param>
    /// <param name="results">One verdict a seal.</param>
    SyscallStatus BatchVerifySeals(IReadOnlyList<SealVerifyInfo> seals, Span<bool> results);
}
