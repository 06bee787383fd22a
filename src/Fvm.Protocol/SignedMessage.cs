using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol;

/// <summary>A message with its sender's signature: a tuple of the two. Source: lotus <c>chain/types/signedmessage.go</c>.</summary>
/// <param name="Message">The message.</param>
/// <param name="Signature">The signature over the bytes of the message's CID.</param>
public sealed record SignedMessage(Message Message, Signature Signature) : IChainValue<SignedMessage>
{
    private const int FieldCount = 2;

    /// <summary>
    /// The CID that the chain knows it by: of the unsigned message under a BLS signature (blocks aggregate those), else of the signed one.
    /// </summary>
    public Cid Cid => Signature.Type == SignatureType.Bls ? Message.Cid : Cid.ForBlock(Multicodec.DagCbor, Encode());

    /// <summary>The bytes that inclusion is charged for: of the unsigned message under a BLS signature, else of the signed one.</summary>
    public int ChainLength => Signature.Type == SignatureType.Bls ? Message.Encode().Length : Encode().Length;

    /// <summary>The canonical encoding.</summary>
    public byte[] Encode() => ChainEncoding.ToCbor(this);

    /// <summary>Decodes exactly <paramref name="data"/>; the error says what is wrong and where.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> data, [NotNullWhen(true)] out SignedMessage? message, out CborError error)
        => ChainEncoding.TryFromCbor<SignedMessage>(data, out message, out error);

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Message.Write(writer);
        Signature.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static SignedMessage? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        Message? message = Message.Read(ref reader);
        Signature? signature = Signature.Read(ref reader);
        return reader.Failed || message is null || signature is null ? null : new SignedMessage(message, signature);
    }
}
