using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Fvm.Actors;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.States;

/// <summary>A state tree to look at: its actors, and what their states say by the schemas of release v18. Reads blocks as it needs them. One thread at a time.</summary>
public sealed class StateView
{
    private readonly IBlockstore store;
    private readonly Hamt<ActorState> actors;

    /// <summary>Opens a state.</summary>
    /// <param name="store">Where its blocks are.</param>
    /// <param name="root">The root of its tree.</param>
    /// <exception cref="IpldException">The root is not there, or is no state root.</exception>
    public StateView(IBlockstore store, Cid root)
    {
        ArgumentNullException.ThrowIfNull(store);
        this.store = store;
        if (!ChainEncoding.TryFromCbor<StateRoot>(store.Get(root).Span, out StateRoot? state))
            throw new IpldException($"{root} is no state root");
        Version = state.Version;
        actors = Hamt<ActorState>.Load(store, state.Actors, ActorState.Codec(state.Version));
        Manifest = ReadManifest();
    }

    /// <summary>The tree's layout.</summary>
    public StateTreeVersion Version { get; }

    /// <summary>Which code is which built-in actor, by the system actor; null where that is not there.</summary>
    public ActorManifest? Manifest { get; }

    internal Hamt<ActorState> Tree => actors;

    /// <summary>All actors, by id.</summary>
    public IEnumerable<KeyValuePair<ActorId, ActorState>> Actors() => actors.Entries().Select(static entry => KeyValuePair.Create(IdOf(entry.Key), entry.Value)).OrderBy(static entry => entry.Key);

    /// <summary>The id behind an address, by the init actor; an f0 address is its own.</summary>
    /// <param name="address">The address.</param>
    /// <param name="id">The id.</param>
    public bool TryResolve(Address address, out ActorId id)
    {
        ArgumentNullException.ThrowIfNull(address);
        id = default;
        if (address.TryGetId(out ulong number))
        {
            id = new ActorId(number);
            return true;
        }

        if (!actors.TryGet(SingletonActors.Init.ToAddress().Bytes, out ActorState? init)
            || !ChainEncoding.TryFromCbor<InitState>(store.Get(init.Head).Span, out InitState? state)
            || !Hamt<ulong>.Load(store, state.AddressMap, CborCodecs.UInt64).TryGet(address.Bytes, out number))
            return false;
        id = new ActorId(number);
        return true;
    }

    /// <summary>An actor's line in the tree.</summary>
    /// <param name="id">The actor.</param>
    /// <param name="actor">Its line.</param>
    public bool TryGet(ActorId id, [NotNullWhen(true)] out ActorState? actor) => actors.TryGet(id.ToAddress().Bytes, out actor);

    /// <summary>The name of code in the manifest, or null.</summary>
    /// <param name="code">The code's CID.</param>
    public string? NameOf(Cid code) => Schema(code)?.Actor.ManifestName();

    /// <summary>The schema of code, or null for code that is no built-in actor's.</summary>
    /// <param name="code">The code's CID.</param>
    public ActorSchema? Schema(Cid code) => Manifest is not null && Manifest.TryGetActor(code, out BuiltinActor type) ? ActorSchemas.Of(type) : null;

    /// <summary>What stands at a path of an actor's state: the whole state at the empty path. Links on the way are followed, and so is the one at the end.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="path">Names of fields, indexes and keys, with slashes between them.</param>
    /// <param name="limit">How many entries of a map or an array to list.</param>
    /// <exception cref="SchemaException">The path leads nowhere, or the state does not fit the schema.</exception>
    /// <exception cref="IpldException">A block is missing or malformed.</exception>
    public JsonNode? Read(ActorState actor, string path = "", int limit = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(path);
        SchemaType type = Schema(actor.Code)?.State ?? new ScalarType(ScalarKind.Any);
        return new StatePath(store, limit).Read(type, store.Get(actor.Head), [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries)]);
    }

    /// <summary>As <see cref="Read"/>, for paths through entries of maps and arrays that may not be there.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="path">Names of fields, indexes and keys, with slashes between them.</param>
    /// <param name="value">What stands there; null is a value, too.</param>
    /// <returns>Whether all entries on the way are there.</returns>
    public bool TryRead(ActorState actor, string path, out JsonNode? value)
    {
        try
        {
            value = Read(actor, path);
            return true;
        }
        catch (NoSuchEntryException)
        {
            value = null;
            return false;
        }
    }

    internal static ActorId IdOf(byte[] key) =>
        Address.TryFromBytes(key, out Address? address) && address.TryGetId(out ulong id) ? new ActorId(id) : throw new IpldException($"{Convert.ToHexString(key)} is no actor's key");

    private ActorManifest? ReadManifest() =>
        actors.TryGet(SingletonActors.System.ToAddress().Bytes, out ActorState? system)
        && store.TryGet(system.Head, out ReadOnlyMemory<byte> head)
        && ChainEncoding.TryFromCbor<SystemState>(head.Span, out SystemState? state)
        && store.TryGet(state.BuiltinActors, out ReadOnlyMemory<byte> list)
        && ChainEncoding.TryFromCbor<ActorManifest>(list.Span, out ActorManifest? manifest)
            ? manifest
            : null;
}
