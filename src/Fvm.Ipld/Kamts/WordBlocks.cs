using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Kamts;

/// <summary>
/// Nodes of words as blocks. They are read by the general KAMT, which checks them, and then kept in the leaner form; they are written into one buffer that
/// holds the largest.
/// </summary>
internal sealed class WordBlocks(IBlockstore store)
{
    /// <summary>More than the largest node has: 32 links of at most 128 bytes each, bitmap and heads.</summary>
    private const int LargestNode = 4608;

    /// <summary>CBOR heads of a node besides its pointers': two arrays and the bitmap.</summary>
    private const int NodeFields = 3;

    /// <summary>CBOR heads of an entry: map, name, bucket, pair, key, value; and of a link: map, name, array, tag, length and path of the extension.</summary>
    private const int PointerFields = 6;

    private const byte CborBytes = 0x40;
    private const byte CborArray = 0x80;

    private static readonly KamtLayout<KamtWord, KamtWord> Layout = new(KamtWord.Keys, KamtWord.Codec);
    private static readonly TrieOptions Shape = TrieOptions.Create(WordPath.BitWidth, 1, 0, HamtHash.Identity, extensions: true);

    // {"v": [[ and {"l": [, then tag 42 over a byte string that begins with 0.
    private static ReadOnlySpan<byte> EntryHead => [0xa1, 0x61, (byte)'v', 0x81, 0x82];

    private static ReadOnlySpan<byte> LinkHead => [0xa1, 0x61, (byte)'l', 0x83, 0xd8, 0x2a, 0x58];

    /// <summary>Loads the node of <paramref name="cid"/>; <paramref name="depth"/> is its distance from the root, as far as its reader counts it.</summary>
    public WordNode Load(Cid cid, int depth)
    {
        ReadOnlyMemory<byte> block = MalformedNode.ReadBlock(store, cid, out BlockNotes? notes);
        if (notes?.Node is WordContent known && Fits(known, depth))
            return new WordNode(known);
        WordContent content = Read(TrieBlocks<KamtWord>.Decode(cid, block.Span, Layout, Shape, depth));
        if (notes is not null)
            notes.Node = content;
        return new WordNode(content);
    }

    /// <summary>Stores a node none of whose children is dirty.</summary>
    public Cid Store(WordNode node)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(LargestNode);
        byte[] block = buffer.AsSpan(0, Write(node, buffer)).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        if (store is not INotingBlockstore noting)
            return store.PutDagCbor(block);
        Cid cid = noting.Add(Multicodec.DagCbor, block, out BlockNotes? notes);
        if (notes is { Node: null })
            notes.Node = node.Share();
        return cid;
    }

    /// <summary>What the block of a node would be, none of whose children is dirty; false when one of its links is no ordinary one.</summary>
    public static bool TryMeasure(WordNode node, out BlockMeasure measure)
    {
        int count = node.Count;
        int size = 1 + NumberLength(new KamtWord(0, 0, 0, node.Taken)) + HeadLength(count);
        foreach (ref readonly WordEntry entry in node.Entries)
            size += EntryHead.Length + NumberLength(entry.Key) + NumberLength(entry.Value);
        foreach (ref readonly WordLink link in node.Links)
        {
            if (!link.Cid!.IsChainBlock)
            {
                measure = default;
                return false;
            }

            int path = link.Extension?.Form.Path.Length ?? 0;
            size += LinkHead.Length + 2 + link.Cid.Bytes.Length + HeadLength(link.Extension?.Length ?? 0) + HeadLength(path) + path;
        }

        measure = new BlockMeasure(Multicodec.DagCbor, size, NodeFields + (PointerFields * count), node.Links.Length);
        return true;
    }

    private static int HeadLength(int number) => number > 23 ? 2 : 1;

    private static int NumberLength(in KamtWord number)
    {
        int length = number.SignificantBytes;
        return HeadLength(length) + length;
    }

    /// <summary>Whether a reader at a depth would decode the same and find nothing wrong; else it decodes for itself.</summary>
    private static bool Fits(WordContent known, int depth) =>
        (known.Taken != 0 || depth == 0) && known.LongestExtension < KamtWord.Bits - ((depth + 1) * WordPath.BitWidth);

    private static WordContent Read(TrieNode<KamtWord> node)
    {
        var content = new WordNode();
        int slot = -1;
        foreach (ref readonly TriePointer<KamtWord> pointer in node.ReadOnlyPointers)
        {
            slot = node.Bitmap.NextFrom(slot + 1);
            if (pointer.Bucket is { } bucket)
                content.AddEntry(slot, KamtWord.FromBytes(bucket[0].Key), bucket[0].Value);
            else
                content.AddLink(slot, new WordLink { Cid = pointer.Link, Extension = WordExtension.Of(pointer.Extension) }, child: null);
        }

        return content.Share();
    }

    /// <summary>[bitmap, [pointers]], as <see cref="TrieBlocks{T}"/> and <see cref="KamtLayout{TKey, TValue}"/> write it.</summary>
    private static int Write(WordNode node, Span<byte> buffer)
    {
        buffer[0] = CborArray | 2;
        int at = 1 + WriteNumber(buffer[1..], new KamtWord(0, 0, 0, node.Taken));
        int count = node.Count;
        if (count > 23)
            buffer[at++] = CborArray | 24;
        buffer[at++] = (byte)(count > 23 ? count : CborArray | count);
        ReadOnlySpan<WordEntry> entries = node.Entries;
        ReadOnlySpan<WordLink> links = node.Links;
        for (uint rest = node.Taken; rest != 0; rest &= rest - 1)
        {
            if (node.IsLink(BitOperations.TrailingZeroCount(rest)))
            {
                at += WriteLink(buffer[at..], links[0]);
                links = links[1..];
            }
            else
            {
                EntryHead.CopyTo(buffer[at..]);
                at += EntryHead.Length;
                at += WriteNumber(buffer[at..], entries[0].Key);
                at += WriteNumber(buffer[at..], entries[0].Value);
                entries = entries[1..];
            }
        }

        return at;
    }

    private static int WriteLink(Span<byte> buffer, in WordLink link)
    {
        LinkHead.CopyTo(buffer);
        ReadOnlySpan<byte> cid = link.Cid!.Bytes;
        int at = LinkHead.Length;
        buffer[at++] = (byte)(cid.Length + 1);
        buffer[at++] = 0;
        cid.CopyTo(buffer[at..]);
        at += cid.Length;
        int length = link.Extension?.Length ?? 0;
        if (length > 23)
            buffer[at++] = 24;
        buffer[at++] = (byte)length;
        ReadOnlySpan<byte> path = link.Extension is { } extension ? extension.Form.Path : [];
        if (path.Length > 23)
            buffer[at++] = CborBytes | 24;
        buffer[at++] = (byte)(path.Length > 23 ? path.Length : CborBytes | path.Length);
        path.CopyTo(buffer[at..]);
        return at + path.Length;
    }

    /// <summary>A byte string without leading zeros.</summary>
    private static int WriteNumber(Span<byte> buffer, in KamtWord number)
    {
        int length = number.SignificantBytes;
        int at = 0;
        if (length > 23)
            buffer[at++] = CborBytes | 24;
        buffer[at++] = (byte)(length > 23 ? length : CborBytes | length);
        if (length <= sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64BigEndian(buffer[at..], length == 0 ? 0 : number.W3 << (64 - (8 * length)));
            return at + length;
        }

        Span<byte> bytes = stackalloc byte[KamtWord.Bits / 8];
        number.CopyTo(bytes);
        bytes[^length..].CopyTo(buffer[at..]);
        return at + length;
    }
}
