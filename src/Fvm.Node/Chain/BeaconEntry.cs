using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Node.Chain;

/// <summary>An entry of the randomness beacon: a tuple [round, data]. Source: lotus <c>chain/types/blockheader.go</c>.</summary>
/// <param name="Round">The beacon's round.</param>
/// <param name="Data">What it said.</param>
public sealed record BeaconEntry(ulong Round, ReadOnlyMemory<byte> Data) : IChainValue<BeaconEntry>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64(Round);
        writer.WriteBytes(Data.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static BeaconEntry? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        ulong round = reader.ReadUInt64();
        ReadOnlyMemory<byte> data = HeaderFields.ReadBytes(ref reader);
        return reader.Failed ? null : new BeaconEntry(round, data);
    }
}
