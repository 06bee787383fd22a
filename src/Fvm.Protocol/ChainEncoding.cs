using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol;

/// <summary>Whole encodings of <see cref="IChainValue{TSelf}"/>: to bytes and back, and equality by bytes.</summary>
public static class ChainEncoding
{
    /// <summary>The encoding of <paramref name="value"/>.</summary>
    public static byte[] ToCbor<T>(T value)
        where T : IChainValue<T>
    {
        CborWriter writer = new();
        value.Write(writer);
        return writer.ToArray();
    }

    /// <summary>Decodes exactly <paramref name="data"/> as the network does (<see cref="CborProfile.Chain"/>); trailing bytes are an error.</summary>
    public static bool TryFromCbor<T>(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out T value, out CborError error)
        where T : IChainValue<T>
    {
        CborReader reader = new(data);
        T? read = T.Read(ref reader);
        bool ok = reader.Finish();
        error = reader.Error;
        value = ok ? read : default;
        return ok && value is not null;
    }

    /// <summary>Decodes exactly <paramref name="data"/> as the network does; trailing bytes are an error.</summary>
    public static bool TryFromCbor<T>(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out T value)
        where T : IChainValue<T>
        => TryFromCbor(data, out value, out _);

    /// <summary>The codec of <typeparamref name="T"/> for the containers of Fvm.Ipld.</summary>
    public static CborCodec<T> Codec<T>()
        where T : IChainValue<T>
        => CodecOf<T>.Instance;

    /// <summary>Equality by encoding: what records with byte fields mean by "equal", since ReadOnlyMemory compares references.</summary>
    internal static bool Same<T>(T value, T? other)
        where T : class, IChainValue<T>
    {
        if (other is null)
            return false;
        return ReferenceEquals(value, other) || ToCbor(value).AsSpan().SequenceEqual(ToCbor(other));
    }

    /// <summary>A hash code that agrees with <see cref="Same{T}"/>.</summary>
    internal static int Hash<T>(T value)
        where T : IChainValue<T>
    {
        HashCode hash = default;
        hash.AddBytes(ToCbor(value));
        return hash.ToHashCode();
    }

    private static class CodecOf<T>
        where T : IChainValue<T>
    {
        // A failed read leaves its error in the reader, and whoever owns the reader looks there first.
        internal static readonly CborCodec<T> Instance =
            Shareable(new(static (ref CborReader reader) => T.Read(ref reader)!, static (writer, value) => value.Write(writer)));

        private static CborCodec<T> Shareable(CborCodec<T> codec) => T.IsImmutable ? codec with { IsShareable = true } : codec;
    }
}
