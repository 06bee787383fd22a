using Fvm.Ipld.Cbor;

namespace Fvm.Protocol;

/// <summary>
/// A signature of any kind: on chain a byte string of type byte and data. Source: fvm_shared <c>crypto/signature.rs</c>, go-state-types <c>crypto</c>.
/// </summary>
/// <param name="Type">The kind.</param>
/// <param name="Bytes">The data without the type byte. Its length is checked at verification only.</param>
public sealed record Signature(SignatureType Type, ReadOnlyMemory<byte> Bytes) : IChainValue<Signature>
{
    /// <summary>The longest encoding, type byte included, that nodes read (go-state-types <c>SignatureMaxLength</c>).</summary>
    public const int MaxLength = 200;

    /// <summary>The bytes on chain without the CBOR header.</summary>
    public byte[] ToChainBytes() => [(byte)Type, .. Bytes.Span];

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteBytes(ToChainBytes());
    }

    /// <summary>Reads by the nodes' rules: types 1, 2 and 3, at most <see cref="MaxLength"/> bytes.</summary>
    public static Signature? Read(ref CborReader reader) => Read(ref reader, SignatureType.Delegated, MaxLength);

    /// <summary>Reads by the rules of actors and VM (fvm_shared): types 1 and 2, any length.</summary>
    public static Signature? ReadAsActor(ref CborReader reader) => Read(ref reader, SignatureType.Bls, int.MaxValue);

    /// <inheritdoc/>
    public bool Equals(Signature? other) => ChainEncoding.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ChainEncoding.Hash(this);

    private static Signature? Read(ref CborReader reader, SignatureType highest, int maxLength)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        if (reader.Failed)
            return null;
        if (bytes.IsEmpty || bytes.Length > maxLength || bytes[0] == 0 || bytes[0] > (byte)highest)
        {
            reader.Fail(CborErrorKind.InvalidValue);
            return null;
        }

        return new Signature((SignatureType)bytes[0], bytes[1..].ToArray());
    }
}
