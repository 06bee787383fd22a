using Fvm.Ipld.Amts;
using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Tests.Amts;

/// <summary>
/// The canonical form of an AMT, built in one go from its content: the lowest height that reaches the greatest index, and at
/// each height the indexes grouped by slot. Knows nothing of insertion and deletion.
/// </summary>
internal static class AmtModel
{
    public static Cid Root<T>(SortedDictionary<ulong, T> content, CborCodec<T> codec, AmtLayout layout, int bitWidth)
    {
        var height = 0;
        while (content.Count > 0 && (UInt128)content.Keys.Last() >> (bitWidth * (height + 1)) != 0)
            height++;
        var writer = new CborWriter();
        writer.WriteArrayHeader(layout == AmtLayout.V0 ? 3 : 4);
        if (layout == AmtLayout.V3)
            writer.WriteUInt64((ulong)bitWidth);
        writer.WriteUInt64((ulong)height);
        writer.WriteUInt64((ulong)content.Count);
        Node(writer, [.. content], codec, bitWidth, height);
        return Cid.ForBlock(Multicodec.DagCbor, writer.ToArray());
    }

    private static void Node<T>(CborWriter writer, List<KeyValuePair<ulong, T>> entries, CborCodec<T> codec, int bitWidth, int height)
    {
        var groups = entries.GroupBy(entry => (int)((UInt128)entry.Key >> (bitWidth * height)) & ((1 << bitWidth) - 1)).ToList();
        var bitmap = new byte[Math.Max(1, (1 << bitWidth) / 8)];
        foreach (var group in groups)
            bitmap[group.Key / 8] |= (byte)(1 << group.Key % 8);
        writer.WriteArrayHeader(3);
        writer.WriteBytes(bitmap);
        writer.WriteArrayHeader(height == 0 ? 0 : groups.Count);
        foreach (var group in groups.Where(_ => height > 0))
        {
            var child = new CborWriter();
            Node(child, [.. group], codec, bitWidth, height - 1);
            writer.WriteCid(Cid.ForBlock(Multicodec.DagCbor, child.Written));
        }

        writer.WriteArrayHeader(height == 0 ? entries.Count : 0);
        foreach (var entry in entries.Where(_ => height == 0))
            codec.Write(writer, entry.Value);
    }
}
