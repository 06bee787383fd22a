using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Amts;

/// <summary>
/// The root CID of an array that nobody stores (the events of a receipt): the same as of an <see cref="Amt{T}"/> with the values from index 0 on, without making
/// its nodes. Each is written into one buffer, named, and forgotten.
/// </summary>
public static class AmtRoot
{
    private const int FirstCapacity = 4096;
    private const int RootFields = 4;
    private const int NodeFields = 3;

    /// <summary>Names an array in the layout <see cref="AmtLayout.V3"/>.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="values">The values.</param>
    /// <param name="codec">How a value is encoded.</param>
    /// <param name="bitWidth">Bits of the index that one level consumes, 1 to 8.</param>
    public static Cid Of<T>(IReadOnlyList<T> values, CborCodec<T> codec, int bitWidth)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentOutOfRangeException.ThrowIfLessThan(bitWidth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bitWidth, AmtShape.MaxBitWidth);
        var writer = new CborWriter(FirstCapacity);
        if (values.Count <= 1 << bitWidth)
            return Root(writer, values, codec.Write, bitWidth, 0, values.Count, isLeaf: true);
        List<Cid> level = Level(writer, values, codec.Write, bitWidth, isLeaf: true);
        int height = 1;
        for (; level.Count > 1 << bitWidth; height++)
            level = Level(writer, level, CborCodecs.Cid.Write, bitWidth, isLeaf: false);
        return Root(writer, level, CborCodecs.Cid.Write, bitWidth, height, values.Count, isLeaf: false);
    }

    private static Cid Root<T>(CborWriter writer, IReadOnlyList<T> items, CborWrite<T> write, int bitWidth, int height, int count, bool isLeaf)
    {
        writer.Clear();
        writer.WriteArrayHeader(RootFields);
        writer.WriteUInt64((ulong)bitWidth);
        writer.WriteUInt64((ulong)height);
        writer.WriteUInt64((ulong)count);
        WriteNode(writer, items, 0, write, bitWidth, isLeaf);
        return Cid.ForBlock(Multicodec.DagCbor, writer.Written);
    }

    private static List<Cid> Level<T>(CborWriter writer, IReadOnlyList<T> items, CborWrite<T> write, int bitWidth, bool isLeaf)
    {
        var named = new List<Cid>((items.Count >> bitWidth) + 1);
        for (int first = 0; first < items.Count; first += 1 << bitWidth)
        {
            writer.Clear();
            WriteNode(writer, items, first, write, bitWidth, isLeaf);
            named.Add(Cid.ForBlock(Multicodec.DagCbor, writer.Written));
        }

        return named;
    }

    /// <summary>[bitmap, links, values], as <see cref="AmtBlocks{T}"/> writes a node whose slots are taken from the first on.</summary>
    private static void WriteNode<T>(CborWriter writer, IReadOnlyList<T> items, int first, CborWrite<T> write, int bitWidth, bool isLeaf)
    {
        int count = Math.Min(items.Count - first, 1 << bitWidth);
        Span<byte> bitmap = stackalloc byte[AmtShape.BitmapBytes(bitWidth)];
        for (int i = 0; i < bitmap.Length; i++)
            bitmap[i] = (byte)((1 << Math.Clamp(count - (8 * i), 0, 8)) - 1);
        writer.WriteArrayHeader(NodeFields);
        writer.WriteBytes(bitmap);
        writer.WriteArrayHeader(isLeaf ? 0 : count);
        if (isLeaf)
            writer.WriteArrayHeader(count);
        for (int i = first; i < first + count; i++)
            write(writer, items[i]);
        if (!isLeaf)
            writer.WriteArrayHeader(0);
    }
}
