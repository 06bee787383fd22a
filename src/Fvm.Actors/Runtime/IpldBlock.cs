using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>
/// Parameters or a return value on their way between actors: a codec and bytes. No block at all (null) is something else than an empty one.
/// </summary>
/// <param name="Codec">The multicodec: <see cref="Multicodec.Cbor"/> (links inside do not become reachable), DAG-CBOR (they do) or raw.</param>
/// <param name="Data">The bytes, which nobody may change afterwards.</param>
public sealed record IpldBlock(ulong Codec, ReadOnlyMemory<byte> Data)
{
    /// <summary>A block of CBOR, the codec of nearly all parameters and returns.</summary>
    /// <param name="data">The encoding.</param>
    public static IpldBlock Cbor(ReadOnlyMemory<byte> data) => new(Multicodec.Cbor, data);

    /// <summary>A value as a block of CBOR.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    public static IpldBlock Cbor<T>(T value)
        where T : IChainValue<T>
        => new(Multicodec.Cbor, ActorEncoding.Encode(ChainEncoding.Codec<T>(), value));

    /// <summary>A value as a block of CBOR.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="codec">Its encoding.</param>
    /// <param name="value">The value.</param>
    public static IpldBlock Cbor<T>(CborCodec<T> codec, T value) => new(Multicodec.Cbor, ActorEncoding.Encode(codec, value));

    /// <summary>
    /// What fvm_ipld_encoding makes of raw bytes that become parameters (<c>From&lt;RawBytes&gt; for Option&lt;IpldBlock&gt;</c>): a block of CBOR, or no
    /// block when there are none.
    /// </summary>
    /// <param name="parameters">The bytes.</param>
    public static IpldBlock? FromRawBytes(ReadOnlyMemory<byte> parameters) => parameters.IsEmpty ? null : Cbor(parameters);

    /// <summary>Decodes the block; exit 21 when it does not decode.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    public T Decode<T>()
        where T : IChainValue<T>
        => ActorEncoding.Decode(this, ChainEncoding.Codec<T>());

    /// <summary>Decodes the block; exit 21 when it does not decode.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="codec">Its encoding.</param>
    public T Decode<T>(CborCodec<T> codec) => ActorEncoding.Decode(this, codec);
}
