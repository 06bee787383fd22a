using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>Values to bytes and back, with the exit codes that actors have for failures (builtin-actors <c>util/cbor.rs</c>, ref-fvm <c>ipld_block.rs</c>).</summary>
public static class ActorEncoding
{
    /// <summary>Encodes a value; exit 21 when it has no encoding (a big integer above 128 bytes).</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="codec">Its encoding.</param>
    /// <param name="value">The value.</param>
    public static byte[] Encode<T>(CborCodec<T> codec, T value)
    {
        ArgumentNullException.ThrowIfNull(codec);
        try
        {
            return codec.Encode(value);
        }
        catch (OverflowException tooLarge)
        {
            throw new ActorAbortException(ExitCode.UsrSerialization, tooLarge.Message);
        }
    }

    /// <summary>Encodes a value; exit 21 when it has no encoding.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    public static byte[] Encode<T>(T value)
        where T : IChainValue<T>
        => Encode(ChainEncoding.Codec<T>(), value);

    /// <summary>Decodes bytes that must be exactly one value; exit 21 when they are not.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="data">The bytes.</param>
    /// <param name="codec">The value's encoding.</param>
    /// <param name="what">What it is, for the message.</param>
    public static T Decode<T>(ReadOnlySpan<byte> data, CborCodec<T> codec, string what)
    {
        ArgumentNullException.ThrowIfNull(codec);
        if (!codec.TryDecode(data, CborProfile.Chain, out T? value, out CborError error))
            Abort.Serialization($"failed to deserialize {what}: {error}");
        return value;
    }

    /// <summary>
    /// Decodes a block: CBOR of either codec as it is, raw bytes as what serde makes of them, which is a byte string (so that a bare address or amount
    /// comes through, and nothing else). Exit 21 when it does not decode.
    /// </summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="block">The block.</param>
    /// <param name="codec">The value's encoding.</param>
    public static T Decode<T>(IpldBlock block, CborCodec<T> codec)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.Codec is Multicodec.Cbor or Multicodec.DagCbor)
            return Decode(block.Data.Span, codec, "block");
        if (block.Codec != Multicodec.Raw)
            Abort.Serialization("unsupported protocol");
        var writer = new CborWriter(block.Data.Length + 9);
        writer.WriteBytes(block.Data.Span);
        return Decode(writer.Written, codec, "raw block");
    }
}
