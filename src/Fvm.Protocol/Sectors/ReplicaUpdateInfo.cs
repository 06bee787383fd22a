using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.Sectors;

/// <summary>
/// What verify_replica_update gets: a tuple of five fields in this order. Source: fvm_shared <c>sector/seal.rs</c>.
/// </summary>
/// <remarks>
/// Alone among its kin this type has its proof on the wire as an <em>array of integers</em>, one a byte: the reference left out the attribute that makes
/// a byte string of it. A byte string is refused.
/// </remarks>
/// <param name="UpdateProofType">The kind of update proof.</param>
/// <param name="OldSealedCid">CommR before.</param>
/// <param name="NewSealedCid">CommR after.</param>
/// <param name="NewUnsealedCid">CommD after.</param>
/// <param name="Proof">The proof.</param>
public sealed record ReplicaUpdateInfo(
    RegisteredUpdateProof UpdateProofType, Cid OldSealedCid, Cid NewSealedCid, Cid NewUnsealedCid, ReadOnlyMemory<byte> Proof)
    : IChainValue<ReplicaUpdateInfo>
{
    private const int FieldCount = 5;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64((long)UpdateProofType);
        writer.WriteCid(OldSealedCid);
        writer.WriteCid(NewSealedCid);
        writer.WriteCid(NewUnsealedCid);
        writer.WriteArrayHeader(Proof.Length);
        foreach (byte b in Proof.Span)
            writer.WriteUInt64(b);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ReplicaUpdateInfo? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        RegisteredUpdateProof type = (RegisteredUpdateProof)reader.ReadInt64();
        Cid oldSealed = ChainFields.ReadCid(ref reader);
        Cid newSealed = ChainFields.ReadCid(ref reader);
        Cid newUnsealed = ChainFields.ReadCid(ref reader);
        byte[] proof = new byte[reader.ReadArrayHeader()];
        for (int i = 0; i < proof.Length && !reader.Failed; i++)
            proof[i] = reader.ReadUInt8();
        return reader.Failed ? null : new ReplicaUpdateInfo(type, oldSealed, newSealed, newUnsealed, proof);
    }

    /// <inheritdoc/>
    public bool Equals(ReplicaUpdateInfo? other) => ChainEncoding.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ChainEncoding.Hash(this);
}
