using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Fvm.Ipld.Cbor;

/// <summary>Reads one value. On malformed data it leaves the reader failed and returns anything.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public delegate T CborRead<T>(ref CborReader reader);

/// <summary>Writes one value.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public delegate void CborWrite<T>(CborWriter writer, T value);

/// <summary>How a type is encoded: what containers and stores need to know about their values.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <param name="Read">Reads one value.</param>
/// <param name="Write">Writes one value.</param>
public sealed record CborCodec<T>(CborRead<T> Read, CborWrite<T> Write)
{
    /// <summary>
    /// Whether a decoded value may be handed to several readers, since nobody can change it, and whether reading what was written gives the same value.
    /// Plain values are so; for others whoever makes the codec says it.
    /// </summary>
    public bool IsShareable { get; init; } = !RuntimeHelpers.IsReferenceOrContainsReferences<T>();

    /// <summary>Encodes a value.</summary>
    public byte[] Encode(T value)
    {
        CborWriter writer = new();
        Write(writer, value);
        return writer.ToArray();
    }

    /// <summary>Decodes data that is exactly one value; false when it is malformed.</summary>
    public bool TryDecode(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out T value) => TryDecode(data, CborProfile.Chain, out value, out _);

    /// <summary>Decodes data that is exactly one value; false, with the reason, when it is malformed.</summary>
    public bool TryDecode(ReadOnlySpan<byte> data, CborProfile profile, [MaybeNullWhen(false)] out T value, out CborError error)
    {
        CborReader reader = new(data, profile);
        T read = Read(ref reader);
        bool whole = reader.Finish();
        error = reader.Error;
        value = whole ? read : default;
        return whole;
    }

    /// <summary>Decodes data that must be exactly one value.</summary>
    /// <exception cref="CborException">It is not.</exception>
    public T Decode(ReadOnlySpan<byte> data, CborProfile profile = CborProfile.Chain)
    {
        CborReader reader = new(data, profile);
        T read = Read(ref reader);
        reader.Finish();
        reader.ThrowIfFailed();
        return read;
    }
}
