using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Hamts;

/// <summary>
/// Nodes as blocks: [bitmap, [pointers]] in DAG-CBOR. Reading checks what ref-fvm checks (ipld/hamt/src/node.rs and
/// ipld/kamt/src/node.rs, Node::load) and throws <see cref="IpldException"/> with the fault and the node's CID.
/// </summary>
internal sealed class TrieBlocks<T>(IBlockstore store, ITrieLayout<T> layout, TrieOptions options)
{
    private CborWriter? _writer;

    /// <summary>Loads the node of <paramref name="cid"/>; <paramref name="depth"/> is its distance from the root.</summary>
    public TrieNode<T> Load(Cid cid, int depth)
    {
        var block = MalformedNode.ReadBlock(store, cid, out var notes);
        if (notes?.Node is KnownNode<T> known && known.Fits(layout, options, depth))
            return known.ToNode();
        var node = Decode(cid, block.Span, layout, options, depth);
        if (notes is null || !layout.SharesNodesWith(layout))
            return node;
        notes.Node = new KnownNode<T>(layout, options, node.Bitmap, node.Seal());
        return node;
    }

    /// <summary>Decodes and checks a node.</summary>
    public static TrieNode<T> Decode(Cid cid, ReadOnlySpan<byte> block, ITrieLayout<T> layout, TrieOptions options, int depth)
    {
        var reader = new CborReader(block, CborProfile.Chain);
        reader.ReadArrayHeader(2);
        var bitmapBytes = reader.ReadBytes();
        var pointers = new TriePointer<T>[reader.ReadArrayHeader()];
        for (var i = 0; i < pointers.Length && !reader.Failed; i++)
            pointers[i] = layout.ReadPointer(ref reader);
        if (!reader.Finish())
            MalformedNode.ThrowCbor(cid, reader.Error);
        if (!NodeBitmap.TryReadBigEndian(bitmapBytes, out var bitmap))
            MalformedNode.Throw(cid, $"bitfield of {bitmapBytes.Length} bytes exceeds 32");
        Check(options, cid, bitmap, pointers, depth);
        return new TrieNode<T>(bitmap, pointers);
    }

    /// <summary>Stores a node none of whose children is dirty.</summary>
    public Cid Store(TrieNode<T> node)
    {
        _writer ??= new CborWriter(1024);
        _writer.Clear();
        _writer.WriteArrayHeader(2);
        Span<byte> bitmap = stackalloc byte[32];
        _writer.WriteBytes(bitmap[node.Bitmap.WriteBigEndian(bitmap)..]);
        _writer.WriteArrayHeader(node.ReadOnlyPointers.Length);
        foreach (ref readonly var pointer in node.ReadOnlyPointers)
            layout.WritePointer(_writer, pointer);
        if (store is not INotingBlockstore noting)
            return store.PutDagCbor(_writer.ToArray());
        var cid = noting.Add(Multicodec.DagCbor, _writer.ToArray(), out var notes);
        if (notes is { Node: null } && layout.SharesNodesWith(layout))
            notes.Node = new KnownNode<T>(layout, options, node.Bitmap, node.ToShared());
        return cid;
    }

    private static void Check(TrieOptions options, Cid cid, in NodeBitmap bitmap, ReadOnlySpan<TriePointer<T>> pointers, int depth)
    {
        if (pointers.Length > 1 << options.BitWidth)
            MalformedNode.Throw(cid, $"number of pointers ({pointers.Length}) exceeds that allowed by the bit width ({1 << options.BitWidth})");
        if (bitmap.Count != pointers.Length)
            MalformedNode.Throw(cid, $"number of pointers ({pointers.Length}) does not match the bitfield ({bitmap.Count})");
        if (pointers.IsEmpty && depth != 0)
            MalformedNode.Throw(cid, "a node below the root cannot have 0 pointers");
        foreach (ref readonly var pointer in pointers)
        {
            if (pointer.Bucket is { } bucket)
                CheckBucket(options, cid, bucket, depth);
            else
                CheckLink(options, cid, pointer, depth);
        }
    }

    private static void CheckBucket(TrieOptions options, Cid cid, ReadOnlySpan<TrieEntry<T>> bucket, int depth)
    {
        if (depth < options.MinDataDepth)
            MalformedNode.Throw(cid, $"values not allowed above the minimum data depth ({depth} < {options.MinDataDepth})");
        if (bucket.IsEmpty)
            MalformedNode.Throw(cid, "empty bucket");
        if (bucket.Length > options.MaxBucket)
            MalformedNode.Throw(cid, $"too many items in a bucket ({bucket.Length} > {options.MaxBucket})");
        for (var i = 1; i < bucket.Length; i++)
        {
            if (bucket[i - 1].Key.AsSpan().SequenceCompareTo(bucket[i].Key) >= 0)
                MalformedNode.Throw(cid, "duplicate or unsorted keys in a bucket");
        }
    }

    private static void CheckLink(TrieOptions options, Cid cid, in TriePointer<T> pointer, int depth)
    {
        if (pointer.Link!.Codec != Multicodec.DagCbor)
            MalformedNode.Throw(cid, $"child nodes must be DAG-CBOR, not codec 0x{pointer.Link.Codec:x}");
        if (!options.Extensions)
            return;
        var length = pointer.Extension?.Length ?? 0;
        if (length % options.BitWidth != 0)
            MalformedNode.Throw(cid, $"extension length {length} is not a multiple of the bit width {options.BitWidth}");
        var remaining = TrieKeyHash.Size * 8 - (depth + 1) * options.BitWidth;
        if (remaining <= length)
            MalformedNode.Throw(cid, $"extension length must be less than {remaining} bits, was {length} bits");
    }
}
