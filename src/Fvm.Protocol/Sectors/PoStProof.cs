using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.Sectors;

/// <summary>A proof of spacetime: a tuple [proof type, bytes]. Source: fvm_shared <c>sector/post.rs</c>.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="ProofBytes">Its bytes, of any length until it is verified.</param>
public sealed record PoStProof(RegisteredPoStProof Type, ReadOnlyMemory<byte> ProofBytes) : IChainValue<PoStProof>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64((long)Type);
        writer.WriteBytes(ProofBytes.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static PoStProof? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        RegisteredPoStProof type = (RegisteredPoStProof)reader.ReadInt64();
        ReadOnlyMemory<byte> proof = ChainFields.ReadBytes(ref reader);
        return reader.Failed ? null : new PoStProof(type, proof);
    }

    /// <inheritdoc/>
    public bool Equals(PoStProof? other) => ChainEncoding.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ChainEncoding.Hash(this);
}
