using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.Sectors;

/// <summary>What verify_aggregate_seals gets: a tuple of five fields in this order. Source: fvm_shared <c>sector/seal.rs</c>.</summary>
/// <param name="Miner">The miner.</param>
/// <param name="SealProof">The kind of every seal.</param>
/// <param name="AggregateProof">The kind of aggregate.</param>
/// <param name="Proof">The aggregate proof.</param>
/// <param name="Infos">The seals.</param>
public sealed record AggregateSealVerifyProofAndInfos(
    ActorId Miner,
    RegisteredSealProof SealProof,
    RegisteredAggregateProof AggregateProof,
    ReadOnlyMemory<byte> Proof,
    IReadOnlyList<AggregateSealVerifyInfo> Infos) : IChainValue<AggregateSealVerifyProofAndInfos>
{
    private const int FieldCount = 5;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Miner.Write(writer);
        writer.WriteInt64((long)SealProof);
        writer.WriteInt64((long)AggregateProof);
        writer.WriteBytes(Proof.Span);
        ChainFields.WriteList(writer, Infos);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static AggregateSealVerifyProofAndInfos? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        ActorId miner = ActorId.Read(ref reader);
        RegisteredSealProof sealProof = (RegisteredSealProof)reader.ReadInt64();
        RegisteredAggregateProof aggregateProof = (RegisteredAggregateProof)reader.ReadInt64();
        ReadOnlyMemory<byte> proof = ChainFields.ReadBytes(ref reader);
        IReadOnlyList<AggregateSealVerifyInfo> infos = ChainFields.ReadList<AggregateSealVerifyInfo>(ref reader);
        return reader.Failed ? null : new AggregateSealVerifyProofAndInfos(miner, sealProof, aggregateProof, proof, infos);
    }

    /// <inheritdoc/>
    public bool Equals(AggregateSealVerifyProofAndInfos? other) => ChainEncoding.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ChainEncoding.Hash(this);
}
