using System.Buffers.Binary;
using Fvm.Abi;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Syscalls;

/// <summary>The syscall family <c>crypto</c> (ref-fvm <c>syscalls/crypto.rs</c>).</summary>
internal static class CryptoSyscalls
{
    /// <summary>Bytes of an uncompressed secp256k1 public key.</summary>
    public const int SecpPublicKeyLength = 65;

    private const int SecpSignatureLength = 65;
    private const int SecpHashLength = 32;
    private const int MaxDigestLength = 64;

    /// <summary>verify_signature(sig_type, sig_off, sig_len, addr_off, addr_len, plaintext_off, plaintext_len) -> i32.</summary>
    public static SyscallStatus VerifySignature(in SyscallCall call)
    {
        uint type = call.UInt32(0);
        if (type is not ((uint)SignatureType.Secp256k1 or (uint)SignatureType.Bls))
            return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "unknown signature type");
        SyscallStatus status = call.Memory.Slice(call.UInt32(1), call.UInt32(2), out Span<byte> signature);
        if (!status.IsOk) return status;
        status = call.Memory.ReadAddress(call.UInt32(3), call.UInt32(4), out Address signer);
        if (!status.IsOk) return status;
        status = call.Memory.Slice(call.UInt32(5), call.UInt32(6), out Span<byte> plaintext);
        if (!status.IsOk) return status;

        status = call.Kernel.Crypto.VerifySignature((SignatureType)type, signature, signer, plaintext, out bool valid);
        return status.IsOk ? call.AnswerVerdict(valid) : status;
    }

    /// <summary>recover_secp_public_key(hash_off, sig_off) -> 65 bytes.</summary>
    public static SyscallStatus RecoverSecpPublicKey(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.Slice(call.UInt32(0), SecpHashLength, out Span<byte> hash);
        if (!status.IsOk) return status;
        status = call.Memory.Slice(call.UInt32(1), SecpSignatureLength, out Span<byte> signature);
        if (!status.IsOk) return status;

        // Not straight into the answer, which may overlap hash and signature.
        Span<byte> publicKey = stackalloc byte[SecpPublicKeyLength];
        status = call.Kernel.Crypto.RecoverSecpPublicKey(hash, signature, publicKey);
        return status.IsOk ? call.Answer(publicKey) : status;
    }

    /// <summary>hash(hash_code, data_off, data_len, digest_off, digest_len) -> u32. The digest is cut to the buffer.</summary>
    public static SyscallStatus Hash(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.Slice(call.UInt32(3), call.UInt32(4), out Span<byte> buffer);
        if (!status.IsOk) return status;
        status = call.Memory.Slice(call.UInt32(1), call.UInt32(2), out Span<byte> data);
        if (!status.IsOk) return status;

        Span<byte> digest = stackalloc byte[MaxDigestLength];
        status = call.Kernel.Crypto.Hash(call.UInt64(0), data, digest, out int length);
        if (!status.IsOk) return status;

        length = Math.Min(length, buffer.Length);
        digest[..length].CopyTo(buffer);
        return call.Answer((uint)length);
    }

    /// <summary>verify_bls_aggregate(num_signers, sig_off, pub_keys_off, plaintexts_off, plaintext_lens_off) -> i32, from nv21 on.</summary>
    public static SyscallStatus VerifyBlsAggregate(in SyscallCall call)
    {
        ulong signers = call.UInt32(0);
        if (signers * Address.BlsKeyLength > uint.MaxValue) return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "number of signatures aggregated exceeds limit");
        SyscallStatus status = call.Memory.Slice(call.UInt32(1), SignatureVerifier.BlsLength, out Span<byte> signature);
        if (!status.IsOk) return status;
        status = call.Memory.Slice(call.UInt32(2), (uint)signers * Address.BlsKeyLength, out Span<byte> publicKeys);
        if (!status.IsOk) return status;
        status = call.Memory.Slice(call.UInt32(4), (uint)signers * sizeof(uint), out Span<byte> packedLengths);
        if (!status.IsOk) return status;

        // The sum wraps, as in a release build of the reference; the kernel then finds that it does not fit.
        uint[] lengths = new uint[signers];
        uint total = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = BinaryPrimitives.ReadUInt32LittleEndian(packedLengths[(i * sizeof(uint))..]);
            total = unchecked(total + lengths[i]);
        }

        status = call.Memory.Slice(call.UInt32(3), total, out Span<byte> plaintexts);
        if (!status.IsOk) return status;
        status = call.Kernel.Crypto.VerifyBlsAggregate(signature, publicKeys, plaintexts, lengths, out bool valid);
        return status.IsOk ? call.AnswerVerdict(valid) : status;
    }

    /// <summary>verify_seal(info_off, info_len) -> i32, to nv17.</summary>
    public static SyscallStatus VerifySeal(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadCbor(call.UInt32(0), call.UInt32(1), out SealVerifyInfo info);
        if (!status.IsOk) return status;

        status = call.Kernel.Crypto.VerifySeal(info, out bool valid);
        return status.IsOk ? call.AnswerVerdict(valid) : status;
    }

    /// <summary>compute_unsealed_sector_cid(proof_type, pieces_off, pieces_len, cid_off, cid_len) -> u32, with the seal types that FVM v2 knows.</summary>
    public static SyscallStatus ComputeUnsealedSectorCidV2(in SyscallCall call) => ComputeUnsealedSectorCid(call, NetworkVersion.V16);

    /// <summary>The same with the seal types that FVM v3 knows.</summary>
    public static SyscallStatus ComputeUnsealedSectorCidV3(in SyscallCall call) => ComputeUnsealedSectorCid(call, NetworkVersion.V18);

    /// <summary>The same with the seal types that FVM v4 knows.</summary>
    public static SyscallStatus ComputeUnsealedSectorCidV4(in SyscallCall call) => ComputeUnsealedSectorCid(call, NetworkVersion.V21);

    private static SyscallStatus ComputeUnsealedSectorCid(in SyscallCall call, NetworkVersion version)
    {
        RegisteredSealProof proof = (RegisteredSealProof)call.Int64(0);
        if (!proof.IsKnown(version)) return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "invalid proof type");
        SyscallStatus status = call.Memory.ReadCborList(call.UInt32(1), call.UInt32(2), out IReadOnlyList<PieceInfo> pieces);
        if (!status.IsOk) return status;
        status = call.Memory.CheckBounds(call.UInt32(3), call.UInt32(4));
        if (!status.IsOk) return status;

        status = call.Kernel.Crypto.ComputeUnsealedSectorCid(proof, pieces, out Cid? cid);
        if (!status.IsOk) return status;

        status = call.Memory.WriteCid(cid!, call.UInt32(3), call.UInt32(4), out uint written);
        return status.IsOk ? call.Answer(written) : status;
    }

    /// <summary>verify_post(info_off, info_len) -> i32.</summary>
    public static SyscallStatus VerifyPost(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadCbor(call.UInt32(0), call.UInt32(1), out WindowPoStVerifyInfo info);
        if (!status.IsOk) return status;

        status = call.Kernel.Crypto.VerifyPost(info, out bool valid);
        return status.IsOk ? call.AnswerVerdict(valid) : status;
    }

    /// <summary>verify_consensus_fault(h1_off, h1_len, h2_off, h2_len, extra_off, extra_len) -> VerifyConsensusFault.</summary>
    public static SyscallStatus VerifyConsensusFault(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.Slice(call.UInt32(0), call.UInt32(1), out Span<byte> header1);
        if (!status.IsOk) return status;
        status = call.Memory.Slice(call.UInt32(2), call.UInt32(3), out Span<byte> header2);
        if (!status.IsOk) return status;
        status = call.Memory.Slice(call.UInt32(4), call.UInt32(5), out Span<byte> extra);
        if (!status.IsOk) return status;

        status = call.Kernel.Crypto.VerifyConsensusFault(header1, header2, extra, out ConsensusFault? fault);
        if (!status.IsOk) return status;

        OutStructs.WriteConsensusFault(call.AnswerBytes, fault);
        return status;
    }

    /// <summary>verify_aggregate_seals(agg_off, agg_len) -> i32.</summary>
    public static SyscallStatus VerifyAggregateSeals(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadCbor(call.UInt32(0), call.UInt32(1), out AggregateSealVerifyProofAndInfos aggregate);
        if (!status.IsOk) return status;

        status = call.Kernel.Crypto.VerifyAggregateSeals(aggregate, out bool valid);
        return status.IsOk ? call.AnswerVerdict(valid) : status;
    }

    /// <summary>verify_replica_update(rep_off, rep_len) -> i32.</summary>
    public static SyscallStatus VerifyReplicaUpdate(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadCbor(call.UInt32(0), call.UInt32(1), out ReplicaUpdateInfo update);
        if (!status.IsOk) return status;

        status = call.Kernel.Crypto.VerifyReplicaUpdate(update, out bool valid);
        return status.IsOk ? call.AnswerVerdict(valid) : status;
    }

    /// <summary>
    /// batch_verify_seals(batch_off, batch_len, result_off): one byte a seal, 0 or 1. The seals are decoded before the results' bounds are checked.
    /// </summary>
    public static SyscallStatus BatchVerifySeals(in SyscallCall call)
    {
        SyscallStatus status = call.Memory.ReadCborList(call.UInt32(0), call.UInt32(1), out IReadOnlyList<SealVerifyInfo> seals);
        if (!status.IsOk) return status;
        status = call.Memory.Slice(call.UInt32(2), (uint)seals.Count, out Span<byte> output);
        if (!status.IsOk) return status;

        bool[] results = new bool[seals.Count];
        status = call.Kernel.Crypto.BatchVerifySeals(seals, results);
        if (!status.IsOk) return status;

        for (int i = 0; i < results.Length; i++) output[i] = results[i] ? (byte)1 : (byte)0;
        return status;
    }
}
