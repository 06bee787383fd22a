using Fvm.Crypto;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Node.Chain;

/// <summary>A block's ticket: a tuple [VRF proof]. Blocks of a tipset are sorted by it. Source: lotus <c>chain/types/blockheader.go</c>, <c>tipset.go</c>.</summary>
/// <param name="VrfProof">The proof.</param>
public sealed record Ticket(ReadOnlyMemory<byte> VrfProof) : IChainValue<Ticket>
{
    private const int FieldCount = 1;

    /// <summary>What tickets are compared by: the hash of the proof (blake2b-256).</summary>
    public byte[] Digest() => Blake2b.Hash256(VrfProof.Span);

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteBytes(VrfProof.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static Ticket? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        ReadOnlyMemory<byte> proof = HeaderFields.ReadBytes(ref reader);
        return reader.Failed ? null : new Ticket(proof);
    }
}
