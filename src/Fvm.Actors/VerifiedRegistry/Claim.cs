using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Actors;

/// <summary>An allocation that its provider stores. Never changed in place. Source: builtin-actors <c>actors/verifreg/src/state.rs</c>.</summary>
/// <param name="Provider">The miner that stores it.</param>
/// <param name="Client">Whose data cap it was.</param>
/// <param name="Data">The piece.</param>
/// <param name="Size">Its size, padded.</param>
/// <param name="TermMin">The fewest epochs that it must be stored.</param>
/// <param name="TermMax">The most epochs for which it counts.</param>
/// <param name="TermStart">When it was claimed.</param>
/// <param name="Sector">The sector that it is in.</param>
public sealed record Claim(
    ActorId Provider, ActorId Client, Cid Data, PaddedPieceSize Size, long TermMin, long TermMax, long TermStart, ulong Sector)
    : IChainValue<Claim>
{
    /// <inheritdoc/>
    public static bool IsImmutable => true;

    private const int FieldCount = 8;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Provider.Write(writer);
        Client.Write(writer);
        writer.WriteCid(Data);
        Size.Write(writer);
        writer.WriteInt64(TermMin);
        writer.WriteInt64(TermMax);
        writer.WriteInt64(TermStart);
        writer.WriteUInt64(Sector);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static Claim? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(
            ActorId.Read(ref reader),
            ActorId.Read(ref reader),
            TupleFields.ReadCid(ref reader),
            PaddedPieceSize.Read(ref reader),
            reader.ReadInt64(),
            reader.ReadInt64(),
            reader.ReadInt64(),
            reader.ReadUInt64());
    }
}
