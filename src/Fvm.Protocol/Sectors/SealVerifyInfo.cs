using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.Sectors;

/// <summary>
/// What a seal's verification needs, one element of batch_verify_seals: a tuple of eight fields in this order. Source: fvm_shared <c>sector/seal.rs</c>.
/// </summary>
/// <param name="RegisteredProof">The kind of seal.</param>
/// <param name="SectorId">The sector.</param>
/// <param name="DealIds">Its deals; not part of the statement.</param>
/// <param name="Randomness">The ticket; 32 bytes where it is used.</param>
/// <param name="InteractiveRandomness">The seed; 32 bytes where it is used.</param>
/// <param name="Proof">The proof.</param>
/// <param name="SealedCid">CommR as a CID.</param>
/// <param name="UnsealedCid">CommD as a CID.</param>
public sealed record SealVerifyInfo(
    RegisteredSealProof RegisteredProof,
    SectorId SectorId,
    IReadOnlyList<ulong> DealIds,
    ReadOnlyMemory<byte> Randomness,
    ReadOnlyMemory<byte> InteractiveRandomness,
    ReadOnlyMemory<byte> Proof,
    Cid SealedCid,
    Cid UnsealedCid) : IChainValue<SealVerifyInfo>
{
    private const int FieldCount = 8;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64((long)RegisteredProof);
        SectorId.Write(writer);
        ChainFields.WriteUInt64List(writer, DealIds);
        writer.WriteBytes(Randomness.Span);
        writer.WriteBytes(InteractiveRandomness.Span);
        writer.WriteBytes(Proof.Span);
        writer.WriteCid(SealedCid);
        writer.WriteCid(UnsealedCid);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static SealVerifyInfo? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        RegisteredSealProof registeredProof = (RegisteredSealProof)reader.ReadInt64();
        SectorId? sectorId = SectorId.Read(ref reader);
        IReadOnlyList<ulong> dealIds = ChainFields.ReadUInt64List(ref reader);
        ReadOnlyMemory<byte> randomness = ChainFields.ReadBytes(ref reader);
        ReadOnlyMemory<byte> interactiveRandomness = ChainFields.ReadBytes(ref reader);
        ReadOnlyMemory<byte> proof = ChainFields.ReadBytes(ref reader);
        Cid sealedCid = ChainFields.ReadCid(ref reader);
        Cid unsealedCid = ChainFields.ReadCid(ref reader);
        return reader.Failed || sectorId is null
            ? null
            : new SealVerifyInfo(registeredProof, sectorId, dealIds, randomness, interactiveRandomness, proof, sealedCid, unsealedCid);
    }

    /// <inheritdoc/>
    public bool Equals(SealVerifyInfo? other) => ChainEncoding.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ChainEncoding.Hash(this);
}
