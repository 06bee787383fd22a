using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Amts;

/// <summary>What a root says about the array besides its top node.</summary>
internal readonly record struct AmtHead(int BitWidth, int Height, ulong Count);

/// <summary>
/// Roots and nodes as blocks; a node is [bitmap bytes, [links], [values]]. Reading checks what ref-fvm checks
/// (ipld/amt/src/node.rs, expand; amt.rs, load), and with go-amt-ipld also that a node has values exactly at height 0 and that
/// none but an empty array's root is empty: on such nodes ref-fvm panics at the next write.
/// </summary>
internal sealed class AmtBlocks<T>(IBlockstore store, CborCodec<T> codec, AmtLayout layout)
{
    private readonly CborWriter _writer = new(1024);

    /// <summary>Reads a root.</summary>
    public AmtNode<T> LoadRoot(Cid cid, out AmtHead head)
    {
        var block = MalformedNode.ReadBlock(store, cid);
        var reader = new CborReader(block.Span, CborProfile.Chain);
        reader.ReadArrayHeader(layout == AmtLayout.V0 ? 3 : 4);
        var bitWidth = layout == AmtLayout.V0 ? AmtShape.DefaultBitWidth : reader.ReadUInt32();
        var height = reader.ReadUInt32();
        var count = reader.ReadUInt64();
        var raw = ReadNode(ref reader);
        if (!reader.Finish())
            MalformedNode.ThrowCbor(cid, reader.Error);
        if (bitWidth is < 1 or > AmtShape.MaxBitWidth)
            MalformedNode.Throw(cid, $"bit width {bitWidth} is not in 1..{AmtShape.MaxBitWidth}");
        if (height > AmtShape.MaxHeight)
            MalformedNode.Throw(cid, $"height out of bounds: {height} > {AmtShape.MaxHeight}");
        head = new AmtHead((int)bitWidth, (int)height, count);
        return Expand(cid, raw, head.BitWidth, head.Height, isRoot: true);
    }

    /// <summary>Reads a node that is not the root.</summary>
    public AmtNode<T> Load(Cid cid, int bitWidth, int height)
    {
        var block = MalformedNode.ReadBlock(store, cid);
        var reader = new CborReader(block.Span, CborProfile.Chain);
        var raw = ReadNode(ref reader);
        if (!reader.Finish())
            MalformedNode.ThrowCbor(cid, reader.Error);
        return Expand(cid, raw, bitWidth, height, isRoot: false);
    }

    /// <summary>Stores a root whose node has no dirty child.</summary>
    public Cid StoreRoot(AmtNode<T> node, AmtHead head)
    {
        _writer.Clear();
        _writer.WriteArrayHeader(layout == AmtLayout.V0 ? 3 : 4);
        if (layout != AmtLayout.V0)
            _writer.WriteUInt64((ulong)head.BitWidth);
        _writer.WriteUInt64((ulong)head.Height);
        _writer.WriteUInt64(head.Count);
        WriteNode(node, head.BitWidth);
        return store.PutDagCbor(_writer.ToArray());
    }

    /// <summary>Stores a node none of whose children is dirty.</summary>
    public Cid Store(AmtNode<T> node, int bitWidth)
    {
        _writer.Clear();
        WriteNode(node, bitWidth);
        return store.PutDagCbor(_writer.ToArray());
    }

    private RawNode ReadNode(ref CborReader reader)
    {
        reader.ReadArrayHeader(3);
        var bitmap = reader.ReadBytes();
        var links = new AmtLink<T>[reader.ReadArrayHeader()];
        for (var i = 0; i < links.Length && !reader.Failed; i++)
            links[i].Cid = reader.ReadCid();
        var values = new T[reader.ReadArrayHeader()];
        for (var i = 0; i < values.Length && !reader.Failed; i++)
            values[i] = codec.Read(ref reader);
        return new RawNode(bitmap.Length, bitmap.Length <= 32 ? NodeBitmap.ReadLittleEndian(bitmap) : default, links, values);
    }

    private static AmtNode<T> Expand(Cid cid, in RawNode raw, int bitWidth, int height, bool isRoot)
    {
        if (raw.Links.Length != 0 && raw.Values.Length != 0)
            MalformedNode.Throw(cid, "a node cannot have both links and values");
        if (raw.BitmapLength != AmtShape.BitmapBytes(bitWidth))
            MalformedNode.Throw(cid, $"expected a bitmap of {AmtShape.BitmapBytes(bitWidth)} bytes, found {raw.BitmapLength}");
        // Bits beyond the width (bit widths 1 and 2) are not looked at, as in the reference.
        var bitmap = raw.Bitmap.Below(1 << bitWidth);
        var items = Math.Max(raw.Links.Length, raw.Values.Length);
        if (bitmap.Count != items)
            MalformedNode.Throw(cid, $"the bitmap has {bitmap.Count} bits set for {items} links or values");
        if (items == 0 && !(isRoot && height == 0))
            MalformedNode.Throw(cid, "empty node");
        if (items != 0 && raw.Values.Length != 0 != (height == 0))
            MalformedNode.Throw(cid, height == 0 ? "links where values are expected" : "values where links are expected");
        return height == 0
            ? AmtNode<T>.Leaf(new AmtSlots<T>(bitmap, raw.Values))
            : AmtNode<T>.Inner(new AmtSlots<AmtLink<T>>(bitmap, raw.Links));
    }

    private void WriteNode(AmtNode<T> node, int bitWidth)
    {
        Span<byte> bitmap = stackalloc byte[32];
        node.Bitmap.WriteLittleEndian(bitmap);
        _writer.WriteArrayHeader(3);
        _writer.WriteBytes(bitmap[..AmtShape.BitmapBytes(bitWidth)]);
        ReadOnlySpan<AmtLink<T>> links = node.IsLeaf ? [] : node.Links.Items;
        _writer.WriteArrayHeader(links.Length);
        foreach (ref readonly var link in links)
            _writer.WriteCid(link.Cid!);
        ReadOnlySpan<T> values = node.IsLeaf ? node.Values.Items : [];
        _writer.WriteArrayHeader(values.Length);
        foreach (ref readonly var value in values)
            codec.Write(_writer, value);
    }

    private readonly record struct RawNode(int BitmapLength, NodeBitmap Bitmap, AmtLink<T>[] Links, T[] Values);
}
