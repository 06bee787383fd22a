using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.Sectors;

/// <summary>A sector that a PoSt speaks about: a tuple [seal proof, number, sealed CID]. Source: fvm_shared <c>sector/post.rs</c>.</summary>
/// <param name="Proof">How it was sealed.</param>
/// <param name="SectorNumber">Its number.</param>
/// <param name="SealedCid">CommR as a CID.</param>
public sealed record SectorInfo(RegisteredSealProof Proof, ulong SectorNumber, Cid SealedCid) : IChainValue<SectorInfo>
{
    private const int FieldCount = 3;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64((long)Proof);
        writer.WriteUInt64(SectorNumber);
        writer.WriteCid(SealedCid);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static SectorInfo? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        RegisteredSealProof proof = (RegisteredSealProof)reader.ReadInt64();
        ulong number = reader.ReadUInt64();
        Cid sealedCid = ChainFields.ReadCid(ref reader);
        return reader.Failed ? null : new SectorInfo(proof, number, sealedCid);
    }
}
