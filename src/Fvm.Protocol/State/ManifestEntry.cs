using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.State;

/// <summary>One line of a manifest: a tuple [name, code CID].</summary>
/// <param name="Name">The actor type's name, see <see cref="BuiltinActorNames"/>; unknown ones are kept.</param>
/// <param name="Code">The CID of its wasm.</param>
public sealed record ManifestEntry(string Name, Cid Code) : IChainValue<ManifestEntry>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteText(Name);
        writer.WriteCid(Code);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ManifestEntry? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        string name = reader.ReadText();
        Cid code = ChainFields.ReadCid(ref reader);
        return reader.Failed ? null : new ManifestEntry(name, code);
    }
}
