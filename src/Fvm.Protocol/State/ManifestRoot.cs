using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.State;

/// <summary>The root block of a bundle: a tuple [version, CID of the <see cref="ActorManifest"/>].</summary>
/// <param name="Version">The format; 1.</param>
/// <param name="Data">The block with the lines.</param>
public sealed record ManifestRoot(ulong Version, Cid Data) : IChainValue<ManifestRoot>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64(Version);
        writer.WriteCid(Data);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ManifestRoot? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        ulong version = reader.ReadUInt32();
        Cid data = ChainFields.ReadCid(ref reader);
        return reader.Failed ? null : new ManifestRoot(version, data);
    }
}
