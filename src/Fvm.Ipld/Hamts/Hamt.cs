using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Hamts;

/// <summary>
/// A map from byte strings to values, stored as a hash array mapped trie whose root CID depends only on its content
/// (IPLD HashMap; ref-fvm ipld/hamt). Nodes are read when first needed, kept, and written by <see cref="Flush"/>.
/// Every method that has to read throws <see cref="IpldException"/> for a missing block or a malformed node; after that the
/// map must no longer be used. Values must not be changed once they are in the map. One thread at a time.
/// </summary>
public sealed class Hamt<T>
{
    private readonly Trie<T> _trie;

    /// <summary>An empty map, with nothing stored yet.</summary>
    public Hamt(IBlockstore store, CborCodec<T> codec, HamtOptions? o = null)
        : this(store, codec, o, null)
    {
    }

    private Hamt(IBlockstore store, CborCodec<T> codec, HamtOptions? o, Cid? root)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(codec);
        o ??= new HamtOptions();
        var options = TrieOptions.Create(o.BitWidth, o.MaxBucket, o.MinDataDepth, o.Hash, extensions: false, o.Hasher);
        _trie = new Trie<T>(store, new HamtLayout<T>(codec), codec, options, root);
    }

    /// <summary>Whether there are no entries.</summary>
    public bool IsEmpty => _trie.Root.IsEmpty;

    /// <summary>Opens the map stored under <paramref name="root"/>; reads the root node only.</summary>
    [SuppressMessage("Design", "CA1000", Justification = "The type argument says what is loaded or compared.")]
    public static Hamt<T> Load(IBlockstore store, Cid root, CborCodec<T> codec, HamtOptions? o = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        return new Hamt<T>(store, codec, o, root);
    }

    /// <summary>Turns to the map stored under <paramref name="root"/>; changes that were not flushed are lost.</summary>
    public void SetRoot(Cid root)
    {
        ArgumentNullException.ThrowIfNull(root);
        _trie.SetRoot(root);
    }

    /// <summary>The value of a key.</summary>
    public bool TryGet(ReadOnlySpan<byte> key, [MaybeNullWhen(false)] out T value) => _trie.TryGet(key, out value);

    /// <summary>Whether a key is there.</summary>
    public bool ContainsKey(ReadOnlySpan<byte> key) => _trie.TryGet(key, out _);

    /// <summary>Adds a key or replaces its value. A value with the same encoding as the present one changes nothing.</summary>
    public void Set(ReadOnlySpan<byte> key, T value) => _trie.Set(key.ToArray(), value, overwrite: true, out _, out _);

    /// <summary>As <see cref="Set(ReadOnlySpan{byte}, T)"/>; true, with the value that was there, when the key was there.</summary>
    public bool Set(ReadOnlySpan<byte> key, T value, [MaybeNullWhen(false)] out T previous)
    {
        _trie.Set(key.ToArray(), value, overwrite: true, out var found, out previous);
        return found;
    }

    /// <summary>Adds a key that is not there; false, and nothing done, when it is.</summary>
    public bool SetIfAbsent(ReadOnlySpan<byte> key, T value) => _trie.Set(key.ToArray(), value, overwrite: false, out _, out _);

    /// <summary>Removes a key; false when it was not there.</summary>
    public bool Delete(ReadOnlySpan<byte> key) => _trie.Delete(key, out _);

    /// <summary>Removes a key; true, with its value, when it was there.</summary>
    public bool Delete(ReadOnlySpan<byte> key, [MaybeNullWhen(false)] out T value) => _trie.Delete(key, out value);

    /// <summary>Removes all entries.</summary>
    public void Clear() => _trie.Clear();

    /// <summary>Stores the nodes that changed, children first, and returns the root's CID; writes nothing when nothing changed.</summary>
    public Cid Flush() => _trie.Flush();

    /// <summary>Visits all entries in canonical order: by hashed key. The map must not change meanwhile.</summary>
    public void ForEach(Action<ReadOnlyMemory<byte>, T> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        foreach (var (key, value) in TrieWalk.All(_trie))
            visit(key, value);
    }

    /// <summary>As <see cref="ForEach"/>, keeping no node that it reads, and reading every stored node anew.</summary>
    public void ForEachUncached(Action<ReadOnlyMemory<byte>, T> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        TrieWalk.Uncached(_trie, visit);
    }

    /// <summary>
    /// Visits at most <paramref name="limit"/> entries (all when null) from the first or from <paramref name="start"/>, which
    /// must be there. Returns how many, and the key that would have come next, null at the end.
    /// </summary>
    public (ulong Visited, byte[]? Next) ForEachRanged(byte[]? start, ulong? limit, Action<ReadOnlyMemory<byte>, T> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        return TrieWalk.Visit(start is null ? TrieWalk.All(_trie) : TrieWalk.From(_trie, start), limit, visit);
    }

    /// <summary>All entries in canonical order. Keys are the map's own arrays: do not change them.</summary>
    public IEnumerable<KeyValuePair<byte[], T>> Entries() =>
        TrieWalk.All(_trie).Select(static entry => KeyValuePair.Create(entry.Key, entry.Value));

    /// <summary>The entries from <paramref name="start"/> on, which must be there.</summary>
    public IEnumerable<KeyValuePair<byte[], T>> EntriesFrom(ReadOnlySpan<byte> start) =>
        TrieWalk.From(_trie, start).Select(static entry => KeyValuePair.Create(entry.Key, entry.Value));

    /// <summary>
    /// What turns <paramref name="before"/> into <paramref name="after"/>, both of one shape. Values are compared by their
    /// encodings; subtrees stored under one CID are skipped unread. The order is deterministic: by slots, then by key.
    /// </summary>
    [SuppressMessage("Design", "CA1000", Justification = "The type argument says what is loaded or compared.")]
    public static IReadOnlyList<MapChange<byte[], T>> Diff(Hamt<T> before, Hamt<T> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new TrieDiff<T>(before._trie, after._trie).Run();
    }
}
