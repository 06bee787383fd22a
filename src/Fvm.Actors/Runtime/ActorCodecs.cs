using System.Numerics;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>The encodings of bare values in parameters, returns and state, beyond <see cref="CborCodecs"/>.</summary>
public static class ActorCodecs
{
    /// <summary>Big integers, as <see cref="ChainBigInt"/>.</summary>
    public static CborCodec<BigInteger> BigInt { get; } = new(ChainBigInt.Read, ChainBigInt.Write) { IsShareable = true };

    /// <summary>Big integers or null.</summary>
    public static CborCodec<BigInteger?> OptionalBigInt { get; } = new(
        (ref CborReader reader) => reader.TryReadNull() ? null : ChainBigInt.Read(ref reader),
        (writer, value) =>
        {
            if (value is { } present)
                ChainBigInt.Write(writer, present);
            else
                writer.WriteNull();
        });

    /// <summary>Addresses.</summary>
    public static CborCodec<Address> Address { get; } = ChainEncoding.Codec<Address>();

    /// <summary>Amounts.</summary>
    public static CborCodec<TokenAmount> TokenAmount { get; } = ChainEncoding.Codec<TokenAmount>();

    /// <summary>Links or null.</summary>
    public static CborCodec<Cid?> OptionalCid { get; } = new(
        (ref CborReader reader) => reader.TryReadNull() ? null : reader.ReadCid(),
        (writer, value) =>
        {
            if (value is null)
                writer.WriteNull();
            else
                writer.WriteCid(value);
        });

    /// <summary>The unit, which is null: the values of sets.</summary>
    public static CborCodec<bool> Unit { get; } = new(
        (ref CborReader reader) =>
        {
            if (!reader.TryReadNull())
                reader.Fail(CborErrorKind.UnexpectedType);
            return true;
        },
        (writer, _) => writer.WriteNull());

    /// <summary>Lists of values.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="item">How one is encoded.</param>
    public static CborCodec<IReadOnlyList<T>> List<T>(CborCodec<T> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new CborCodec<IReadOnlyList<T>>(
            (ref CborReader reader) => TupleFields.ReadList(ref reader, item.Read),
            (writer, values) => TupleFields.WriteList(writer, values, item.Write));
    }
}
