using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol;

/// <summary>The field shapes that recur in chain tuples. Each follows the sticky errors of <see cref="CborReader"/>.</summary>
internal static class ChainFields
{
    /// <summary>Stands in a record whose reader has failed already; never leaves this assembly.</summary>
    private static readonly Cid MissingCid = Cid.Create(Multicodec.Raw, Multicodec.Identity, []);

    /// <summary>A byte string, copied out of the input.</summary>
    internal static ReadOnlyMemory<byte> ReadBytes(ref CborReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        return bytes.IsEmpty ? ReadOnlyMemory<byte>.Empty : bytes.ToArray();
    }

    /// <summary>A link; when the reader fails, some CID that the caller drops together with everything else.</summary>
    internal static Cid ReadCid(ref CborReader reader) => reader.ReadCid() ?? MissingCid;

    /// <summary>A link or null.</summary>
    internal static Cid? ReadOptionalCid(ref CborReader reader) => reader.TryReadNull() ? null : reader.ReadCid();

    /// <summary>A link or null.</summary>
    internal static void WriteOptionalCid(CborWriter writer, Cid? value)
    {
        if (value is null)
            writer.WriteNull();
        else
            writer.WriteCid(value);
    }

    /// <summary>An array of values.</summary>
    internal static void WriteList<T>(CborWriter writer, IReadOnlyList<T> values)
        where T : IChainValue<T>
    {
        writer.WriteArrayHeader(values.Count);
        for (int i = 0; i < values.Count; i++)
            values[i].Write(writer);
    }

    /// <summary>An array of values. The reader bounds the count by the bytes that are left, so the memory taken stays proportional to the input.</summary>
    internal static IReadOnlyList<T> ReadList<T>(ref CborReader reader)
        where T : IChainValue<T>
    {
        int count = reader.ReadArrayHeader();
        if (reader.Failed || count == 0)
            return [];
        List<T> values = [];
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            if (T.Read(ref reader) is { } value)
                values.Add(value);
        }

        return values;
    }

    /// <summary>An array of unsigned integers.</summary>
    internal static void WriteUInt64List(CborWriter writer, IReadOnlyList<ulong> values)
    {
        writer.WriteArrayHeader(values.Count);
        for (int i = 0; i < values.Count; i++)
            writer.WriteUInt64(values[i]);
    }

    /// <summary>An array of unsigned integers.</summary>
    internal static IReadOnlyList<ulong> ReadUInt64List(ref CborReader reader)
    {
        int count = reader.ReadArrayHeader();
        if (reader.Failed || count == 0)
            return [];
        List<ulong> values = [];
        for (int i = 0; i < count && !reader.Failed; i++)
            values.Add(reader.ReadUInt64());
        return values;
    }
}
