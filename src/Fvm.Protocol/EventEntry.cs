using Fvm.Ipld.Cbor;

namespace Fvm.Protocol;

/// <summary>One key and value of an event: a tuple [flags, key, codec, value] (FIP-0049; fvm_shared <c>event/mod.rs</c>).</summary>
/// <param name="Flags">See <see cref="EventFlags"/>; unknown bits survive decoding, as in the reference.</param>
/// <param name="Key">Text.</param>
/// <param name="Codec">The multicodec of the value.</param>
/// <param name="Value">Bytes.</param>
public sealed record EventEntry(ulong Flags, string Key, ulong Codec, ReadOnlyMemory<byte> Value) : IChainValue<EventEntry>
{
    private const int FieldCount = 4;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64(Flags);
        writer.WriteText(Key);
        writer.WriteUInt64(Codec);
        writer.WriteBytes(Value.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static EventEntry? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        ulong flags = reader.ReadUInt64();
        string key = reader.ReadText();
        ulong codec = reader.ReadUInt64();
        ReadOnlyMemory<byte> value = ChainFields.ReadBytes(ref reader);
        return reader.Failed ? null : new EventEntry(flags, key, codec, value);
    }

    /// <inheritdoc/>
    public bool Equals(EventEntry? other) => ChainEncoding.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ChainEncoding.Hash(this);
}
