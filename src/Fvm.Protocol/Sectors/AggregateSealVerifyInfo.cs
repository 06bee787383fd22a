using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.Sectors;

/// <summary>One seal of an aggregate: a tuple of five fields in this order. Source: fvm_shared <c>sector/seal.rs</c>.</summary>
/// <param name="SectorNumber">The sector.</param>
/// <param name="Randomness">The ticket; 32 bytes where it is used.</param>
/// <param name="InteractiveRandomness">The seed; 32 bytes where it is used.</param>
/// <param name="SealedCid">CommR as a CID.</param>
/// <param name="UnsealedCid">CommD as a CID.</param>
public sealed record AggregateSealVerifyInfo(
    ulong SectorNumber, ReadOnlyMemory<byte> Randomness, ReadOnlyMemory<byte> InteractiveRandomness, Cid SealedCid, Cid UnsealedCid)
    : IChainValue<AggregateSealVerifyInfo>
{
    private const int FieldCount = 5;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64(SectorNumber);
        writer.WriteBytes(Randomness.Span);
        writer.WriteBytes(InteractiveRandomness.Span);
        writer.WriteCid(SealedCid);
        writer.WriteCid(UnsealedCid);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static AggregateSealVerifyInfo? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        ulong sectorNumber = reader.ReadUInt64();
        ReadOnlyMemory<byte> randomness = ChainFields.ReadBytes(ref reader);
        ReadOnlyMemory<byte> interactiveRandomness = ChainFields.ReadBytes(ref reader);
        Cid sealedCid = ChainFields.ReadCid(ref reader);
        Cid unsealedCid = ChainFields.ReadCid(ref reader);
        return reader.Failed ? null : new AggregateSealVerifyInfo(sectorNumber, randomness, interactiveRandomness, sealedCid, unsealedCid);
    }

    /// <inheritdoc/>
    public bool Equals(AggregateSealVerifyInfo? other) => ChainEncoding.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ChainEncoding.Hash(this);
}
