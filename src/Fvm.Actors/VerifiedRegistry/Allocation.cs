using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Actors;

/// <summary>Data cap that a client set aside for data that a provider is to store. Never changed in place. Source: builtin-actors <c>actors/verifreg/src/state.rs</c>.</summary>
/// <param name="Client">Whose data cap it is.</param>
/// <param name="Provider">The miner that may claim it.</param>
/// <param name="Data">The piece.</param>
/// <param name="Size">Its size, padded.</param>
/// <param name="TermMin">The fewest epochs that it must be stored.</param>
/// <param name="TermMax">The most epochs for which it counts.</param>
/// <param name="Expiration">The last epoch at which it may be claimed.</param>
public sealed record Allocation(
    ActorId Client, ActorId Provider, Cid Data, PaddedPieceSize Size, long TermMin, long TermMax, long Expiration)
    : IChainValue<Allocation>
{
    /// <inheritdoc/>
    public static bool IsImmutable => true;

    private const int FieldCount = 7;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Client.Write(writer);
        Provider.Write(writer);
        writer.WriteCid(Data);
        Size.Write(writer);
        writer.WriteInt64(TermMin);
        writer.WriteInt64(TermMax);
        writer.WriteInt64(Expiration);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static Allocation? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(
            ActorId.Read(ref reader),
            ActorId.Read(ref reader),
            TupleFields.ReadCid(ref reader),
            PaddedPieceSize.Read(ref reader),
            reader.ReadInt64(),
            reader.ReadInt64(),
            reader.ReadInt64());
    }
}
