using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Fvm.Proofs.Seals;

/// <summary>The id of a replica, from which it is encoded.</summary>
internal static class ReplicaId
{
    /// <summary>
    /// SHA-256 of prover id, sector (64 bits, <b>big-endian</b>), ticket, CommD and PoRep id, its top two bits cleared so that it is a field element,
    /// little-endian (stacked/vanilla/params.rs, <c>generate_replica_id</c>).
    /// </summary>
    public static byte[] Of(SealStatement seal, ReadOnlySpan<byte> porepId)
    {
        const int Width = 32;
        Span<byte> data = stackalloc byte[(4 * Width) + sizeof(ulong)];
        seal.ProverId.Span.CopyTo(data);
        BinaryPrimitives.WriteUInt64BigEndian(data[Width..], seal.Sector);
        seal.Ticket.Span.CopyTo(data[(Width + sizeof(ulong))..]);
        seal.DataCommitment.Span.CopyTo(data[((2 * Width) + sizeof(ulong))..]);
        porepId.CopyTo(data[((3 * Width) + sizeof(ulong))..]);
        byte[] id = SHA256.HashData(data);
        id[^1] &= 0x3f;
        return id;
    }
}
