using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>The fields of tuples that recur in parameters and states. Errors stick to the reader, as everywhere (<see cref="CborReader"/>).</summary>
public static class TupleFields
{
    private static readonly Cid MissingCid = Cid.Create(Multicodec.Raw, Multicodec.Identity, []);

    /// <summary>A byte string, copied out of the input.</summary>
    /// <param name="reader">Where from.</param>
    public static ReadOnlyMemory<byte> ReadBytes(ref CborReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        return bytes.IsEmpty ? ReadOnlyMemory<byte>.Empty : bytes.ToArray();
    }

    /// <summary>A link; when the reader fails, some CID that the caller drops together with everything else.</summary>
    /// <param name="reader">Where from.</param>
    public static Cid ReadCid(ref CborReader reader) => reader.ReadCid() ?? MissingCid;

    /// <summary>An address; when the reader fails, f00, which the caller drops together with everything else.</summary>
    /// <param name="reader">Where from.</param>
    public static Address ReadAddress(ref CborReader reader) => Address.Read(ref reader) ?? Address.FromId(0);

    /// <summary>An array of values. The count is bounded by the bytes that are left.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="reader">Where from.</param>
    /// <param name="read">Reads one value.</param>
    public static IReadOnlyList<T> ReadList<T>(ref CborReader reader, CborRead<T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        int count = reader.ReadArrayHeader();
        if (reader.Failed || count == 0)
            return [];
        List<T> values = [];
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            T value = read(ref reader);
            if (!reader.Failed)
                values.Add(value);
        }

        return values;
    }

    /// <summary>An array of values that know their encoding.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="reader">Where from.</param>
    public static IReadOnlyList<T> ReadList<T>(ref CborReader reader)
        where T : IChainValue<T>
        => ReadList(ref reader, ChainEncoding.Codec<T>().Read);

    /// <summary>An array of values.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="writer">Where to.</param>
    /// <param name="values">The values.</param>
    /// <param name="write">Writes one value.</param>
    public static void WriteList<T>(CborWriter writer, IReadOnlyList<T> values, CborWrite<T> write)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(write);
        writer.WriteArrayHeader(values.Count);
        for (int i = 0; i < values.Count; i++)
            write(writer, values[i]);
    }

    /// <summary>An array of values that know their encoding.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="writer">Where to.</param>
    /// <param name="values">The values.</param>
    public static void WriteList<T>(CborWriter writer, IReadOnlyList<T> values)
        where T : IChainValue<T>
        => WriteList(writer, values, ChainEncoding.Codec<T>().Write);

    /// <summary>A value or null.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="reader">Where from.</param>
    public static T? ReadOptional<T>(ref CborReader reader)
        where T : class, IChainValue<T>
        => reader.TryReadNull() ? null : T.Read(ref reader);

    /// <summary>A value or null.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The value, or null.</param>
    public static void WriteOptional<T>(CborWriter writer, T? value)
        where T : class, IChainValue<T>
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is null)
            writer.WriteNull();
        else
            value.Write(writer);
    }
}
