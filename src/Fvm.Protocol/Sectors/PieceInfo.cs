using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.Sectors;

/// <summary>A piece of data: a tuple [padded size, CID]. Source: fvm_shared <c>piece/mod.rs</c>.</summary>
/// <param name="Size">Its size with padding; not judged at decoding.</param>
/// <param name="Cid">CommP as a CID (<see cref="CommCid"/>); not judged at decoding.</param>
public sealed record PieceInfo(PaddedPieceSize Size, Cid Cid) : IChainValue<PieceInfo>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Size.Write(writer);
        writer.WriteCid(Cid);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static PieceInfo? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        PaddedPieceSize size = PaddedPieceSize.Read(ref reader);
        Cid cid = ChainFields.ReadCid(ref reader);
        return reader.Failed ? null : new PieceInfo(size, cid);
    }
}
