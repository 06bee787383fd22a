using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>
/// A HAMT of an actor's state (builtin-actors <c>util/map.rs</c>, Map2): whatever is wrong with it is exit 20. Keys are hashed by syscall. See
/// <see cref="MapKeys"/> for keys.
/// </summary>
/// <typeparam name="TValue">The values.</typeparam>
public sealed class ActorMap<TValue>
{
    /// <summary>The bit width of nearly all maps of the built-in actors.</summary>
    public const int DefaultBitWidth = 5;

    private readonly Hamt<TValue> hamt;
    private readonly string name;

    private ActorMap(Hamt<TValue> hamt, string name)
    {
        this.hamt = hamt;
        this.name = name;
    }

    /// <summary>Whether there are no entries.</summary>
    public bool IsEmpty => hamt.IsEmpty;

    /// <summary>An empty map; nothing is stored before <see cref="Flush"/>.</summary>
    /// <param name="runtime">The invocation.</param>
    /// <param name="codec">How values are encoded.</param>
    /// <param name="name">The map's name, for messages.</param>
    /// <param name="bitWidth">The bit width.</param>
    [SuppressMessage("Design", "CA1000", Justification = "The type argument says what is loaded.")]
    public static ActorMap<TValue> Empty(ActorRuntime runtime, CborCodec<TValue> codec, string name, int bitWidth = DefaultBitWidth)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        return new ActorMap<TValue>(new Hamt<TValue>(runtime.Store, codec, Options(runtime, bitWidth)), name);
    }

    /// <summary>Opens a map.</summary>
    /// <param name="runtime">The invocation.</param>
    /// <param name="root">Its root.</param>
    /// <param name="codec">How values are encoded.</param>
    /// <param name="name">The map's name, for messages.</param>
    /// <param name="bitWidth">The bit width.</param>
    [SuppressMessage("Design", "CA1000", Justification = "The type argument says what is loaded.")]
    public static ActorMap<TValue> Load(ActorRuntime runtime, Cid root, CborCodec<TValue> codec, string name, int bitWidth = DefaultBitWidth)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        return Guard(name, "load", () => new ActorMap<TValue>(Hamt<TValue>.Load(runtime.Store, root, codec, Options(runtime, bitWidth)), name));
    }

    /// <summary>The value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public bool TryGet(byte[] key, [MaybeNullWhen(false)] out TValue value)
    {
        TValue? found = default;
        bool there = Guard(name, "get from", () => hamt.TryGet(key, out found));
        value = found;
        return there;
    }

    /// <summary>Whether a key is there.</summary>
    /// <param name="key">The key.</param>
    public bool ContainsKey(byte[] key) => Guard(name, "look into", () => hamt.ContainsKey(key));

    /// <summary>Adds a key or replaces its value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public void Set(byte[] key, TValue value) => Guard(name, "set in", () =>
    {
        hamt.Set(key, value);
        return true;
    });

    /// <summary>Adds a key that is not there; false, and nothing done, when it is.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public bool SetIfAbsent(byte[] key, TValue value) => Guard(name, "set in", () => hamt.SetIfAbsent(key, value));

    /// <summary>Removes a key; true, with its value, when it was there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value that was there.</param>
    public bool Delete(byte[] key, [MaybeNullWhen(false)] out TValue value)
    {
        TValue? removed = default;
        bool there = Guard(name, "delete from", () => hamt.Delete(key, out removed));
        value = removed;
        return there;
    }

    /// <summary>Visits all entries in the order of the map, which is by hashed key. The map must not change meanwhile.</summary>
    /// <param name="visit">Gets key and value.</param>
    public void ForEach(Action<byte[], TValue> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        Guard(name, "traverse", () =>
        {
            foreach ((byte[] key, TValue value) in hamt.Entries())
                visit(key, value);
            return true;
        });
    }

    /// <summary>Stores what changed; returns the root.</summary>
    public Cid Flush() => Guard(name, "flush", hamt.Flush);

    private static HamtOptions Options(ActorRuntime runtime, int bitWidth) => new(bitWidth) { Hasher = runtime.KeyHasher };

    private static T Guard<T>(string name, string what, Func<T> part)
    {
        try
        {
            return part();
        }
        catch (Exception failure) when (failure is IpldException or OverflowException)
        {
            throw new ActorAbortException(ExitCode.UsrIllegalState, $"failed to {what} HAMT '{name}': {failure.Message}");
        }
    }
}
