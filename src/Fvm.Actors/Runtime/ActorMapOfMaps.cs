using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Actors.Runtime;

/// <summary>
/// A HAMT of HAMTs of an actor's state (builtin-actors <c>util/mapmap.rs</c>): values by two keys. Inner maps are kept once they were read, written by
/// <see cref="Flush"/> in the order of their keys' bytes, and removed when they are empty. Whatever is wrong is exit 20.
/// </summary>
/// <typeparam name="TValue">The values.</typeparam>
public sealed class ActorMapOfMaps<TValue>
{
    private readonly ActorRuntime runtime;
    private readonly ActorMap<Cid> outer;
    private readonly CborCodec<TValue> codec;
    private readonly string name;
    private readonly SortedDictionary<byte[], ActorMap<TValue>> inner = new(ByteOrder.Instance);

    private ActorMapOfMaps(ActorRuntime runtime, ActorMap<Cid> outer, CborCodec<TValue> codec, string name)
    {
        this.runtime = runtime;
        this.outer = outer;
        this.codec = codec;
        this.name = name;
    }

    /// <summary>Stores an empty map; returns its root.</summary>
    /// <param name="runtime">The invocation.</param>
    [SuppressMessage("Design", "CA1000", Justification = "The type argument says what is made.")]
    public static Cid Empty(ActorRuntime runtime) => ActorMap<Cid>.Empty(runtime, CborCodecs.Cid, "empty").Flush();

    /// <summary>Opens a map.</summary>
    /// <param name="runtime">The invocation.</param>
    /// <param name="root">Its root.</param>
    /// <param name="codec">How values are encoded.</param>
    /// <param name="name">The map's name, for messages.</param>
    [SuppressMessage("Design", "CA1000", Justification = "The type argument says what is loaded.")]
    public static ActorMapOfMaps<TValue> Load(ActorRuntime runtime, Cid root, CborCodec<TValue> codec, string name) =>
        new(runtime, ActorMap<Cid>.Load(runtime, root, CborCodecs.Cid, name), codec, name);

    /// <summary>The value of two keys.</summary>
    /// <param name="outside">The first key.</param>
    /// <param name="inside">The second key.</param>
    /// <param name="value">The value.</param>
    public bool TryGet(byte[] outside, byte[] inside, [MaybeNullWhen(false)] out TValue value)
    {
        ActorMap<TValue> map = Inner(outside);
        value = default;
        return !map.IsEmpty && map.TryGet(inside, out value);
    }

    /// <summary>Adds a value or replaces it.</summary>
    /// <param name="outside">The first key.</param>
    /// <param name="inside">The second key.</param>
    /// <param name="value">The value.</param>
    public void Set(byte[] outside, byte[] inside, TValue value) => Inner(outside).Set(inside, value);

    /// <summary>Adds a value that is not there; false, and nothing done, when it is.</summary>
    /// <param name="outside">The first key.</param>
    /// <param name="inside">The second key.</param>
    /// <param name="value">The value.</param>
    public bool SetIfAbsent(byte[] outside, byte[] inside, TValue value) => Inner(outside).SetIfAbsent(inside, value);

    /// <summary>Removes a value; true, with it, when it was there.</summary>
    /// <param name="outside">The first key.</param>
    /// <param name="inside">The second key.</param>
    /// <param name="value">The value that was there.</param>
    public bool Delete(byte[] outside, byte[] inside, [MaybeNullWhen(false)] out TValue value)
    {
        ActorMap<TValue> map = Inner(outside);
        value = default;
        return !map.IsEmpty && map.Delete(inside, out value);
    }

    /// <summary>All entries of a first key, in the order of the inner map.</summary>
    /// <param name="outside">The first key.</param>
    public IReadOnlyList<(byte[] Key, TValue Value)> EntriesOf(byte[] outside)
    {
        var entries = new List<(byte[] Key, TValue Value)>();
        ActorMap<TValue> map = Inner(outside);
        if (!map.IsEmpty)
            map.ForEach((key, value) => entries.Add((key, value)));
        return entries;
    }

    /// <summary>Stores what changed; returns the root.</summary>
    public Cid Flush()
    {
        foreach ((byte[] key, ActorMap<TValue> map) in inner)
        {
            if (map.IsEmpty)
                outer.Delete(key, out _);
            else
                outer.Set(key, map.Flush());
        }

        return outer.Flush();
    }

    private ActorMap<TValue> Inner(byte[] key)
    {
        if (inner.TryGetValue(key, out ActorMap<TValue>? known))
            return known;
        ActorMap<TValue> map = outer.TryGet(key, out Cid? root)
            ? ActorMap<TValue>.Load(runtime, root, codec, name)
            : ActorMap<TValue>.Empty(runtime, codec, name);
        inner.Add(key, map);
        return map;
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static ByteOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
