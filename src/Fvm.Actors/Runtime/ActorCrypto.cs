using Fvm.Abi;
using Fvm.Ipld;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Actors.Runtime;

/// <summary>Hashes, signatures and proofs by syscall. A check that the kernel refuses counts as failed.</summary>
public sealed class ActorCrypto
{
    private readonly SyscallGate gate;

    internal ActorCrypto(SyscallGate gate) => this.gate = gate;

    /// <summary>BLAKE2b-256.</summary>
    /// <param name="data">The data.</param>
    /// <returns>32 bytes.</returns>
    public byte[] Blake2b256(ReadOnlySpan<byte> data) => Hash(Multicodec.Blake2b256, data);

    /// <summary>A hash by its multihash code; unknown codes are exit 24.</summary>
    /// <param name="code">The code: sha2-256, BLAKE2b-256, BLAKE2b-512, Keccak-256 or RIPEMD-160.</param>
    /// <param name="data">The data.</param>
    public byte[] Hash(ulong code, ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[64];
        gate.Enter("crypto", "hash");
        gate.LeaveOk("crypto", "hash", gate.Kernel.Crypto.Hash(code, data, digest, out int length));
        return digest[..length].ToArray();
    }

    /// <summary>Whether a signature of an f1 or f3 address is valid.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="signer">Whose it should be.</param>
    /// <param name="plaintext">What was signed.</param>
    public bool VerifySignature(Signature signature, Address signer, ReadOnlySpan<byte> plaintext)
    {
        ArgumentNullException.ThrowIfNull(signature);
        gate.Enter("crypto", "verify_signature");
        SyscallStatus status = gate.Leave(
            "crypto",
            "verify_signature",
            gate.Kernel.Crypto.VerifySignature(signature.Type, signature.Bytes.Span, signer, plaintext, out bool valid));
        return status.IsOk && valid;
    }

    /// <summary>Recovers an uncompressed secp256k1 key, 65 bytes; false when there is none.</summary>
    /// <param name="hash">32 bytes.</param>
    /// <param name="signature">65 bytes.</param>
    /// <param name="publicKey">Where the key goes.</param>
    public bool TryRecoverSecp256k1(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, Span<byte> publicKey)
    {
        gate.Enter("crypto", "recover_secp_public_key");
        return gate.Leave("crypto", "recover_secp_public_key", gate.Kernel.Crypto.RecoverSecpPublicKey(hash, signature, publicKey)).IsOk;
    }

    /// <summary>The data commitment of a sector with these pieces; false when they do not fit.</summary>
    /// <param name="proof">The sector's seal proof type.</param>
    /// <param name="pieces">The pieces, in order.</param>
    /// <param name="cid">The commitment.</param>
    public bool TryComputeUnsealedSectorCid(RegisteredSealProof proof, IReadOnlyList<PieceInfo> pieces, out Cid? cid)
    {
        gate.Enter("crypto", "compute_unsealed_sector_cid");
        return gate.Leave("crypto", "compute_unsealed_sector_cid", gate.Kernel.Crypto.ComputeUnsealedSectorCid(proof, pieces, out cid)).IsOk;
    }

    /// <summary>Whether a window PoSt is valid.</summary>
    /// <param name="info">Everything that it speaks of.</param>
    public bool VerifyPost(WindowPoStVerifyInfo info)
    {
        gate.Enter("crypto", "verify_post");
        return gate.Leave("crypto", "verify_post", gate.Kernel.Crypto.VerifyPost(info, out bool valid)).IsOk && valid;
    }

    /// <summary>Whether an aggregate of seals is valid.</summary>
    /// <param name="aggregate">The aggregate.</param>
    public bool VerifyAggregateSeals(AggregateSealVerifyProofAndInfos aggregate)
    {
        gate.Enter("crypto", "verify_aggregate_seals");
        return gate.Leave("crypto", "verify_aggregate_seals", gate.Kernel.Crypto.VerifyAggregateSeals(aggregate, out bool valid)).IsOk && valid;
    }

    /// <summary>Whether a replica update is valid.</summary>
    /// <param name="update">The update.</param>
    public bool VerifyReplicaUpdate(ReplicaUpdateInfo update)
    {
        gate.Enter("crypto", "verify_replica_update");
        return gate.Leave("crypto", "verify_replica_update", gate.Kernel.Crypto.VerifyReplicaUpdate(update, out bool valid)).IsOk && valid;
    }

    /// <summary>One verdict a seal; false when the kernel refuses the batch.</summary>
    /// <param name="seals">The seals.</param>
    /// <param name="results">Where the verdicts go.</param>
    public bool TryBatchVerifySeals(IReadOnlyList<SealVerifyInfo> seals, Span<bool> results)
    {
        gate.Enter("crypto", "batch_verify_seals");
        return gate.Leave("crypto", "batch_verify_seals", gate.Kernel.Crypto.BatchVerifySeals(seals, results)).IsOk;
    }

    /// <summary>Asks whether two headers prove a consensus fault; false when it cannot be told.</summary>
    /// <param name="header1">The first header.</param>
    /// <param name="header2">The second header.</param>
    /// <param name="extra">A header that may connect them.</param>
    /// <param name="fault">The fault, or null.</param>
    public bool TryVerifyConsensusFault(
        ReadOnlySpan<byte> header1, ReadOnlySpan<byte> header2, ReadOnlySpan<byte> extra, out ConsensusFault? fault)
    {
        gate.Enter("crypto", "verify_consensus_fault");
        return gate.Leave(
            "crypto", "verify_consensus_fault", gate.Kernel.Crypto.VerifyConsensusFault(header1, header2, extra, out fault)).IsOk;
    }

    /// <summary>A hash of 32 bytes into place.</summary>
    internal void Hash(ulong code, ReadOnlySpan<byte> data, Span<byte> digest32)
    {
        gate.Enter("crypto", "hash");
        gate.LeaveOk("crypto", "hash", gate.Kernel.Crypto.Hash(code, data, digest32, out _));
    }

    internal void HashKey(ReadOnlySpan<byte> key, Span<byte> destination32)
    {
        Span<byte> digest = stackalloc byte[64];
        gate.Enter("crypto", "hash");
        gate.LeaveOk("crypto", "hash", gate.Kernel.Crypto.Hash(Multicodec.Sha2_256, key, digest, out int length));
        digest[..length].CopyTo(destination32);
    }
}

/// <summary>The keys of the actors' HAMTs are hashed by syscall (builtin-actors <c>hash_algorithm.rs</c>), which is paid for.</summary>
internal sealed class SyscallKeyHasher(ActorCrypto crypto) : IKeyHasher
{
    public void Hash(ReadOnlySpan<byte> key, Span<byte> destination32) => crypto.HashKey(key, destination32);
}
