using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Tests.Cbor;

/// <summary>Random canonical DAG-CBOR.</summary>
internal static class RandomCbor
{
    public static byte[] Value(Random random)
    {
        CborWriter writer = new();
        Write(writer, random, 6);
        return writer.ToArray();
    }

    private static void Write(CborWriter writer, Random random, int depth)
    {
        switch (random.Next(depth > 0 ? 10 : 7))
        {
            case 0: writer.WriteUInt64((ulong)random.NextInt64() >> random.Next(64)); break;
            case 1: writer.WriteInt64(-1 - (random.NextInt64() >> random.Next(63))); break;
            case 2: writer.WriteBytes(Bytes(random, random.Next(40))); break;
            case 3: writer.WriteText(Text(random, random.Next(20))); break;
            case 4: writer.WriteBool(random.Next(2) == 0); break;
            case 5: writer.WriteNull(); break;
            case 6: writer.WriteCid(Cid.Create(Multicodec.DagCbor, Multicodec.Blake2b256, Bytes(random, 32))); break;
            case 7 or 8: WriteArray(writer, random, depth); break;
            default: WriteMap(writer, random, depth); break;
        }
    }

    private static void WriteArray(CborWriter writer, Random random, int depth)
    {
        int count = random.Next(6);
        writer.WriteArrayHeader(count);
        for (int i = 0; i < count; i++)
            Write(writer, random, depth - 1);
    }

    private static void WriteMap(CborWriter writer, Random random, int depth)
    {
        SortedSet<string> keys = new(Comparer<string>.Create((a, b) => a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b)));
        for (int i = random.Next(5); i > 0; i--)
            keys.Add($"{random.Next(2000)}");

        writer.WriteMapHeader(keys.Count);
        foreach (string key in keys)
        {
            writer.WriteText(key);
            Write(writer, random, depth - 1);
        }
    }

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Text(Random random, int length) =>
        string.Create(length, random, (span, r) =>
        {
            foreach (ref char c in span)
                c = (char)r.Next(0x20, 0xd7ff);
        });
}
