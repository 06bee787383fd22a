using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol;

/// <summary>
/// An unsigned message: a tuple of ten fields in the order version, to, from, sequence, value, gas limit, gas fee cap, gas premium, method,
/// params. Source: fvm_shared <c>message.rs</c>.
/// </summary>
/// <remarks>
/// Decoding accepts any version and never looks at it, as the reference; the network's nodes admit only 0. The gas limit is an int64 for the nodes and a
/// u64 for the VM: a negative one on the wire does not decode here; 0 and values above <see cref="long.MaxValue"/> decode and fail
/// <see cref="HasValidGasLimit"/>, the one check that the VM makes ahead of everything else.
/// Big integers may come in a longer form than needed; encoding again gives the canonical one, and that is what <see cref="Cid"/> names.
/// </remarks>
public sealed record Message : IChainValue<Message>
{
    private const int FieldCount = 10;

    /// <summary>The format; 0 on chain.</summary>
    public ulong Version { get; init; }

    /// <summary>The receiver.</summary>
    public required Address To { get; init; }

    /// <summary>The sender, as written: f0 or a key address.</summary>
    public required Address From { get; init; }

    /// <summary>The sender's nonce.</summary>
    public ulong Sequence { get; init; }

    /// <summary>What is transferred.</summary>
    public TokenAmount Value { get; init; }

    /// <summary>The method; 0 is a plain transfer.</summary>
    public ulong MethodNum { get; init; }

    /// <summary>The method's parameters, mostly DAG-CBOR; may be empty.</summary>
    public ReadOnlyMemory<byte> Params { get; init; }

    /// <summary>The most gas that may be used, in gas units.</summary>
    public ulong GasLimit { get; init; }

    /// <summary>The most that one unit of gas may cost, base fee and premium together.</summary>
    public TokenAmount GasFeeCap { get; init; }

    /// <summary>What one unit of gas pays to the miner.</summary>
    public TokenAmount GasPremium { get; init; }

    /// <summary>Whether the gas limit is 1 to <see cref="long.MaxValue"/> (fvm_shared <c>Message::check</c>).</summary>
    public bool HasValidGasLimit => GasLimit is > 0 and <= long.MaxValue;

    /// <summary>The CID of the encoding (DAG-CBOR, blake2b-256): computed anew at each call.</summary>
    public Cid Cid => Cid.ForBlock(Multicodec.DagCbor, Encode());

    /// <summary>The canonical encoding.</summary>
    public byte[] Encode() => ChainEncoding.ToCbor(this);

    /// <summary>Decodes exactly <paramref name="data"/>; the error says what is wrong and where.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> data, [NotNullWhen(true)] out Message? message, out CborError error)
        => ChainEncoding.TryFromCbor<Message>(data, out message, out error);

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64(Version);
        To.Write(writer);
        From.Write(writer);
        writer.WriteUInt64(Sequence);
        Value.Write(writer);
        writer.WriteUInt64(GasLimit);
        GasFeeCap.Write(writer);
        GasPremium.Write(writer);
        writer.WriteUInt64(MethodNum);
        writer.WriteBytes(Params.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static Message? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        ulong version = reader.ReadUInt64();
        Address? to = Address.Read(ref reader);
        Address? from = Address.Read(ref reader);
        ulong sequence = reader.ReadUInt64();
        TokenAmount value = TokenAmount.Read(ref reader);
        ulong gasLimit = reader.ReadUInt64();
        TokenAmount gasFeeCap = TokenAmount.Read(ref reader);
        TokenAmount gasPremium = TokenAmount.Read(ref reader);
        ulong methodNum = reader.ReadUInt64();
        ReadOnlyMemory<byte> parameters = ChainFields.ReadBytes(ref reader);
        if (reader.Failed || to is null || from is null)
            return null;
        return new Message
        {
            Version = version,
            To = to,
            From = from,
            Sequence = sequence,
            Value = value,
            GasLimit = gasLimit,
            GasFeeCap = gasFeeCap,
            GasPremium = gasPremium,
            MethodNum = methodNum,
            Params = parameters,
        };
    }

    /// <summary>Equality of the encodings.</summary>
    public bool Equals(Message? other) => ChainEncoding.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(From, Sequence, To, MethodNum);
}
