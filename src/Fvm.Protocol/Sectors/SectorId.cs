using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.Sectors;

/// <summary>A sector of a miner: a tuple [miner, number]. Source: fvm_shared <c>sector/mod.rs</c>.</summary>
/// <param name="Miner">The miner actor.</param>
/// <param name="Number">The number, at most <see cref="MaxNumber"/> where actors check it.</param>
public sealed record SectorId(ActorId Miner, ulong Number) : IChainValue<SectorId>
{
    /// <summary>The highest sector number that can be assigned.</summary>
    public const ulong MaxNumber = long.MaxValue;

    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Miner.Write(writer);
        writer.WriteUInt64(Number);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static SectorId? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        ActorId miner = ActorId.Read(ref reader);
        ulong number = reader.ReadUInt64();
        return reader.Failed ? null : new SectorId(miner, number);
    }
}
