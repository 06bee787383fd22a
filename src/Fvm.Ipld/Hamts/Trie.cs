using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Hamts;

/// <summary>
/// The hash array mapped trie behind <see cref="Hamt{T}"/> and Kamt. Which blocks it reads and writes, and when, is part of
/// its contract, because an actor pays for each: it reads a node when a key's way first leads through it, and writes only
/// nodes whose content changed (ref-fvm ipld/hamt and ipld/kamt, node.rs).
/// </summary>
internal sealed class Trie<T>
{
    private readonly TrieBlocks<T> _blocks;
    private Cid? _flushed;

    public Trie(IBlockstore store, ITrieLayout<T> layout, CborCodec<T> codec, TrieOptions options, Cid? root)
    {
        Options = options;
        Equality = new EncodedEquality<T>(codec);
        _blocks = new TrieBlocks<T>(store, layout, options);
        _flushed = root;
        Root = root is null ? new TrieNode<T>() : _blocks.Load(root, 0);
    }

    public TrieOptions Options { get; }

    public EncodedEquality<T> Equality { get; }

    public TrieNode<T> Root { get; private set; }

    /// <summary>Replaces everything by what is stored under <paramref name="root"/>.</summary>
    public void SetRoot(Cid root)
    {
        Root = _blocks.Load(root, 0);
        _flushed = root;
    }

    /// <summary>Removes all entries; an empty trie stays as it is, flushed or not.</summary>
    public void Clear()
    {
        if (Root.IsEmpty)
            return;
        Root = new TrieNode<T>();
        _flushed = null;
    }

    public bool TryGet(ReadOnlySpan<byte> key, [MaybeNullWhen(false)] out T value)
    {
        Span<byte> hash = stackalloc byte[TrieKeyHash.Size];
        TrieKeyHash.Compute(Options, key, hash);
        var bits = new HashBits(hash);
        var node = Root;
        for (var depth = 1; node.TryFind(bits.Next(Options.BitWidth), out var position); depth++)
        {
            if (node.BucketAt(position) is { } bucket)
                return TryFindIn(bucket, key, out value);
            ref var pointer = ref node.Pointers[position];
            // The child is read before the extension is compared, as the reference does: the read is paid for.
            node = Resolve(ref pointer, depth);
            if (pointer.Extension is { } extension && extension.Match(ref bits, Options.BitWidth) != extension.Length)
                break;
        }

        value = default;
        return false;
    }

    /// <summary>Adds or replaces; see <see cref="TrieInsertion{T}"/> for what comes back.</summary>
    public bool Set(byte[] key, T value, bool overwrite, out bool found, out T? previous)
    {
        Span<byte> hash = stackalloc byte[TrieKeyHash.Size];
        TrieKeyHash.Compute(Options, key, hash);
        var insertion = new TrieInsertion<T>(this, overwrite);
        var bits = new HashBits(hash);
        insertion.Into(Root, ref bits, 0, new TrieEntry<T>(key, value));
        if (insertion.Modified)
            _flushed = null;
        found = insertion.Found;
        previous = insertion.Previous;
        return insertion.Modified;
    }

    public bool Delete(ReadOnlySpan<byte> key, [MaybeNullWhen(false)] out T value)
    {
        Span<byte> hash = stackalloc byte[TrieKeyHash.Size];
        TrieKeyHash.Compute(Options, key, hash);
        var bits = new HashBits(hash);
        if (!TrieDeletion.From(this, Root, ref bits, 0, key, out value))
            return false;
        _flushed = null;
        return true;
    }

    /// <summary>Stores every dirty node, children before parents, then the root; nothing when nothing changed.</summary>
    public Cid Flush()
    {
        if (_flushed is not null)
            return _flushed;
        FlushChildren(Root);
        return _flushed = _blocks.Store(Root);
    }

    /// <summary>The child of a pointer, read and kept when it is not in memory.</summary>
    public TrieNode<T> Resolve(ref TriePointer<T> pointer, int depth) =>
        pointer.Child ??= _blocks.Load(pointer.Link!, depth);

    /// <summary>The child of a pointer, not kept.</summary>
    public TrieNode<T> Peek(in TriePointer<T> pointer, int depth) =>
        pointer.IsDirty ? pointer.Child! : _blocks.Load(pointer.Link!, depth);

    private void FlushChildren(TrieNode<T> node)
    {
        if (node.IsShared)
            return;
        foreach (ref var pointer in node.Pointers)
        {
            if (!pointer.IsDirty)
                continue;
            FlushChildren(pointer.Child!);
            pointer.Link = _blocks.Store(pointer.Child!);
        }
    }

    private static bool TryFindIn(ReadOnlySpan<TrieEntry<T>> bucket, ReadOnlySpan<byte> key, [MaybeNullWhen(false)] out T value)
    {
        foreach (ref readonly var entry in bucket)
        {
            if (!key.SequenceEqual(entry.Key))
                continue;
            value = entry.Value;
            return true;
        }

        value = default;
        return false;
    }
}
