using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Node.Chain;

/// <summary>The shapes of fields that recur in headers. Errors stick to the reader, as everywhere (<see cref="CborReader"/>).</summary>
internal static class HeaderFields
{
    private static readonly Cid MissingCid = Cid.Create(Multicodec.Raw, Multicodec.Identity, []);

    public static ReadOnlyMemory<byte> ReadBytes(ref CborReader reader) => reader.ReadBytes().ToArray();

    public static Cid ReadCid(ref CborReader reader) => reader.ReadCid() ?? MissingCid;

    public static T? ReadOptional<T>(ref CborReader reader)
        where T : class, IChainValue<T>
        => reader.TryReadNull() ? null : T.Read(ref reader);

    public static void WriteOptional<T>(CborWriter writer, T? value)
        where T : class, IChainValue<T>
    {
        if (value is null)
            writer.WriteNull();
        else
            value.Write(writer);
    }

    public static IReadOnlyList<T> ReadList<T>(ref CborReader reader, CborRead<T> read)
    {
        int count = reader.ReadArrayHeader();
        var values = new List<T>();
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            T value = read(ref reader);
            if (!reader.Failed)
                values.Add(value);
        }

        return values;
    }

    public static void WriteList<T>(CborWriter writer, IReadOnlyList<T> values, CborWrite<T> write)
    {
        writer.WriteArrayHeader(values.Count);
        foreach (T value in values)
            write(writer, value);
    }
}
