using Fvm.Abi;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.State;

/// <summary>
/// The state tree: actors by id, and the ids of addresses by way of the Init actor's state. Changes stay in a cache with nested
/// transactions until <see cref="Flush"/>. ref-fvm <c>fvm/src/state_tree.rs</c>.
/// </summary>
internal sealed class StateTree
{
    private readonly Hamt<ActorState> actors;
    private readonly StateRoot root;
    private readonly HistoryMap<ActorId, CachedActor> cache = new();
    private readonly HistoryMap<Address, ActorId> resolved = new();
    private readonly Stack<(int Cache, int Resolved)> transactions = new();

    private StateTree(IBlockstore store, StateRoot root)
    {
        Store = store;
        this.root = root;
        actors = Hamt<ActorState>.Load(store, root.Actors, ActorState.Codec(root.Version));
    }

    /// <summary>Whether the Init actor's state may have a fourth field, of installed code.</summary>
    public bool HasInstalledActors { get; init; }

    /// <summary>The store below.</summary>
    public IBlockstore Store { get; }

    /// <summary>Loads a tree of one version, which is refused by name if it is another.</summary>
    public static StateTree Load(IBlockstore store, Cid rootCid, StateTreeVersion expected) => Load(store, rootCid, expected, expected);

    /// <summary>Loads a tree. A version that does not fit is refused by name; the version stays what it is.</summary>
    public static StateTree Load(IBlockstore store, Cid rootCid, StateTreeVersion oldest, StateTreeVersion newest, bool hasInstalledActors = false)
    {
        if (!store.TryGet(rootCid, out ReadOnlyMemory<byte> block))
            FatalException.Throw($"the state tree {rootCid} is not in the blockstore");
        var reader = new CborReader(block.Span);
        StateRoot? root = StateRoot.Read(ref reader);
        if (!reader.Finish() || root is null)
            FatalException.Throw($"the state tree {rootCid} is malformed");
        if (root.Version < oldest || root.Version > newest)
            FatalException.Throw($"the state tree {rootCid} has version {root.Version}; the network version needs {(oldest == newest ? "" : $"{oldest} or ")}{newest}");
        return new StateTree(store, root) { HasInstalledActors = hasInstalledActors };
    }

    /// <summary>The state of an actor, or null.</summary>
    public ActorState? GetActor(ActorId id)
    {
        if (cache.TryGet(id, out CachedActor entry))
            return entry.Actor;
        Span<byte> key = stackalloc byte[1 + Varint.MaxLength];
        ActorState? actor = actors.TryGet(ActorKey(id, key), out ActorState? found) ? found : null;
        cache.Set(id, new CachedActor(actor, Dirty: false));
        return actor;
    }

    /// <summary>Sets the state of an actor.</summary>
    public void SetActor(ActorId id, ActorState actor) => cache.Set(id, new CachedActor(actor, Dirty: true));

    /// <summary>Deletes an actor.</summary>
    public void DeleteActor(ActorId id) => cache.Set(id, new CachedActor(null, Dirty: true));

    /// <summary>The id of an address. An f0 address is its own id, whether there is such an actor or not.</summary>
    public bool TryLookupId(Address address, out ActorId id)
    {
        if (address.TryGetId(out ulong number))
        {
            id = new ActorId(number);
            return true;
        }

        if (resolved.TryGet(address, out id))
            return true;
        if (!InitActorState.Load(this, out _).TryResolve(Store, address, out id))
            return false;
        resolved.Set(address, id);
        return true;
    }

    /// <summary>Gives an address the next id: the machine rewrites the Init actor's state itself, no actor code runs.</summary>
    public ActorId RegisterNewAddress(Address address)
    {
        InitActorState init = InitActorState.Load(this, out ActorState actor);
        (InitActorState next, ActorId id) = init.Register(Store, address);
        SetActor(SingletonActors.Init, actor with { Head = next.Save(Store) });
        resolved.Set(address, id);
        return id;
    }

    /// <summary>Begins a transaction inside the current one.</summary>
    public void Begin() => transactions.Push((cache.Mark, resolved.Mark));

    /// <summary>Ends the innermost transaction.</summary>
    public void End(bool revert)
    {
        (int cacheMark, int resolvedMark) = transactions.Pop();
        if (revert)
        {
            cache.RollBack(cacheMark);
            resolved.RollBack(resolvedMark);
        }

        if (transactions.Count == 0)
        {
            cache.DiscardHistory();
            resolved.DiscardHistory();
        }
    }

    /// <summary>Writes the changed actors into the store and tells the new root.</summary>
    public Cid Flush()
    {
        if (transactions.Count != 0)
            FatalException.Throw("the state tree cannot be flushed inside a transaction");
        // The order of the dictionary cannot reach bytes: a HAMT's form depends on its contents alone.
        Span<byte> key = stackalloc byte[1 + Varint.MaxLength];
        foreach ((ActorId id, CachedActor entry) in cache.Entries.Where(e => e.Value.Dirty).ToList())
        {
            if (entry.Actor is null)
                actors.Delete(ActorKey(id, key));
            else
                actors.Set(ActorKey(id, key), entry.Actor);
            cache.Set(id, entry with { Dirty = false });
        }

        cache.DiscardHistory();
        return Store.PutDagCbor(ChainEncoding.ToCbor(root with { Actors = actors.Flush() }));
    }

    /// <summary>An actor's key: its f0 address.</summary>
    private static ReadOnlySpan<byte> ActorKey(ActorId id, Span<byte> buffer)
    {
        buffer[0] = (byte)AddressProtocol.Id;
        return buffer[..(1 + Varint.Write(buffer[1..], id.Value))];
    }

    private readonly record struct CachedActor(ActorState? Actor, bool Dirty);
}
