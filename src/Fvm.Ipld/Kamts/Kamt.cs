using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Kamts;

/// <summary>
/// A map from 32-byte keys to values, stored as a trie over the keys' own bits, in which links skip levels that have only
/// one way down (ref-fvm ipld/kamt). The root CID depends only on the content. Nodes are read when first needed, kept, and
/// written by <see cref="Flush"/>. Every method that has to read throws <see cref="IpldException"/> for a missing block or a
/// malformed node; after that the map must no longer be used. Values must not be changed once in the map. One thread at a time.
/// </summary>
public sealed class Kamt<TKey, TValue>
{
    private static readonly TrieOptions UsualShape = ShapeOf(new KamtOptions());

    private readonly Trie<TValue> _trie;
    private readonly KamtKeys<TKey> _keys;

    /// <summary>An empty map, with nothing stored yet.</summary>
    public Kamt(IBlockstore store, KamtKeys<TKey> keys, CborCodec<TValue> codec, KamtOptions? options = null)
        : this(store, keys, codec, options, null)
    {
    }

    private Kamt(IBlockstore store, KamtKeys<TKey> keys, CborCodec<TValue> codec, KamtOptions? options, Cid? root)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(codec);
        _keys = keys;
        var shape = options is null ? UsualShape : ShapeOf(options);
        _trie = new Trie<TValue>(store, new KamtLayout<TKey, TValue>(keys, codec), codec, shape, root);
    }

    /// <summary>Whether there are no entries.</summary>
    public bool IsEmpty => _trie.Root.IsEmpty;

    /// <summary>Opens the map stored under <paramref name="root"/>; reads the root node only.</summary>
    [SuppressMessage("Design", "CA1000", Justification = "The type argument says what is loaded or compared.")]
    public static Kamt<TKey, TValue> Load(
        IBlockstore store, Cid root, KamtKeys<TKey> keys, CborCodec<TValue> codec, KamtOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        return new Kamt<TKey, TValue>(store, keys, codec, options, root);
    }

    /// <summary>Turns to the map stored under <paramref name="root"/>; changes that were not flushed are lost.</summary>
    public void SetRoot(Cid root)
    {
        ArgumentNullException.ThrowIfNull(root);
        _trie.SetRoot(root);
    }

    /// <summary>The value of a key.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        Span<byte> path = stackalloc byte[TrieKeyHash.Size];
        _keys.ToPath(key, path);
        return _trie.TryGet(path, out value);
    }

    /// <summary>Whether a key is there.</summary>
    public bool ContainsKey(TKey key) => TryGet(key, out _);

    /// <summary>Adds a key or replaces its value. A value with the same encoding as the present one changes nothing.</summary>
    public void Set(TKey key, TValue value) => Set(key, value, out _);

    /// <summary>As <see cref="Set(TKey, TValue)"/>; true, with the value that was there, when the key was there.</summary>
    public bool Set(TKey key, TValue value, [MaybeNullWhen(false)] out TValue previous)
    {
        _trie.Set(PathOf(key), value, overwrite: true, out var found, out previous);
        return found;
    }

    /// <summary>Adds a key that is not there; false, and nothing done, when it is.</summary>
    public bool SetIfAbsent(TKey key, TValue value) => _trie.Set(PathOf(key), value, overwrite: false, out _, out _);

    /// <summary>Removes a key; false when it was not there.</summary>
    public bool Delete(TKey key) => Delete(key, out _);

    /// <summary>Removes a key; true, with its value, when it was there.</summary>
    public bool Delete(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        Span<byte> path = stackalloc byte[TrieKeyHash.Size];
        _keys.ToPath(key, path);
        return _trie.Delete(path, out value);
    }

    /// <summary>Removes all entries.</summary>
    public void Clear() => _trie.Clear();

    /// <summary>Stores the nodes that changed, children first, and returns the root's CID; writes nothing when nothing changed.</summary>
    public Cid Flush() => _trie.Flush();

    /// <summary>Visits all entries in the order of their keys. The map must not change meanwhile.</summary>
    public void ForEach(Action<TKey, TValue> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        foreach (var (path, value) in TrieWalk.All(_trie))
            visit(_keys.FromPath(path), value);
    }

    /// <summary>All entries in the order of their keys.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Entries() => TrieWalk.All(_trie).Select(ToPair);

    /// <summary>The entries from <paramref name="start"/> on, which must be there.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> EntriesFrom(TKey start) => TrieWalk.From(_trie, PathOf(start)).Select(ToPair);

    /// <summary>
    /// What turns <paramref name="before"/> into <paramref name="after"/>, both of one shape, in the order of the keys. Values
    /// are compared by their encodings; subtrees stored under one CID are skipped unread.
    /// </summary>
    [SuppressMessage("Design", "CA1000", Justification = "The type argument says what is loaded or compared.")]
    public static IReadOnlyList<MapChange<TKey, TValue>> Diff(Kamt<TKey, TValue> before, Kamt<TKey, TValue> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new TrieDiff<TValue>(before._trie, after._trie).Run()
            .ConvertAll(change => new MapChange<TKey, TValue>(change.Kind, after._keys.FromPath(change.Key), change.Before, change.After));
    }

    private static TrieOptions ShapeOf(KamtOptions options) =>
        TrieOptions.Create(options.BitWidth, options.MaxBucket, options.MinDataDepth, HamtHash.Identity, extensions: true);

    private KeyValuePair<TKey, TValue> ToPair(TrieEntry<TValue> entry) => KeyValuePair.Create(_keys.FromPath(entry.Key), entry.Value);

    private byte[] PathOf(TKey key)
    {
        var path = new byte[TrieKeyHash.Size];
        _keys.ToPath(key, path);
        return path;
    }
}
