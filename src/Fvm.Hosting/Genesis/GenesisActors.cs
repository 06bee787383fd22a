using Fvm.Actors;
using Fvm.Hosting.Native;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Genesis;

/// <summary>The direct writes of genesis: what is there before the first constructor, and what is set right after the last message.</summary>
internal sealed class GenesisActors
{
    private readonly IBlockstore store;
    private readonly bool native;

    public GenesisActors(IBlockstore store, ActorManifest manifest, bool native)
    {
        this.store = store;
        this.native = native;
        Manifest = manifest;
    }

    /// <summary>f080, the verified registry's root unless an account is named.</summary>
    public static ActorId RootHolder => new(80);

    public ActorManifest Manifest { get; }

    /// <summary>Whether an actor has no code yet, so that no constructor can run.</summary>
    public bool IsOwed(BuiltinActor type) => native && NativeActors.IsOwed(type);

    public Cid CodeOf(BuiltinActor type) => Manifest.TryGetCode(type, out Cid? found)
        ? found
        : throw new GenesisException($"the bundle has no actor '{type.ManifestName()}'");

    /// <summary>Writes the state that constructors begin on.</summary>
    public Cid CreateSingletons(GenesisSpec spec)
    {
        store.PutDagCbor(StateRoot.EmptyInfo);
        var actors = new Hamt<ActorState>(store, ActorState.Codec(StateTreeVersion.V5));
        Cid list = store.PutDagCbor(ChainEncoding.ToCbor(Manifest));
        Add(SingletonActors.System, BuiltinActor.System, Put(new SystemState { BuiltinActors = list }));
        Add(SingletonActors.Init, BuiltinActor.Init);
        Add(SingletonActors.Reward, BuiltinActor.Reward, balance: TokenAmount.FromFil(GenesisBuilder.MiningFil));
        Add(SingletonActors.Cron, BuiltinActor.Cron);
        Add(SingletonActors.StoragePower, BuiltinActor.Power, IsOwed(BuiltinActor.Power) ? EmptyStorageStates.Power(store) : null);
        Add(SingletonActors.StorageMarket, BuiltinActor.Market, IsOwed(BuiltinActor.Market) ? EmptyStorageStates.Market(store) : null);
        Add(SingletonActors.VerifiedRegistry, BuiltinActor.VerifiedRegistry);
        Add(SingletonActors.DataCap, BuiltinActor.DataCap);
        Add(SingletonActors.EthereumAddressManager, BuiltinActor.Eam);
        Add(SingletonActors.BurntFunds, BuiltinActor.Account, Keyless(SingletonActors.BurntFunds));
        Add(SingletonActors.Reserve, BuiltinActor.Account, Keyless(SingletonActors.Reserve), TokenAmount.FromFil(GenesisBuilder.TotalFil - GenesisBuilder.MiningFil));
        if (spec.VerifiedRegistryRootMultisig is not null)
            Add(RootHolder, BuiltinActor.Multisig);
        else if (spec.VerifiedRegistryRoot is null)
            Add(RootHolder, BuiltinActor.Account, Keyless(RootHolder));
        return Root(actors);

        void Add(ActorId id, BuiltinActor type, Cid? head = null, TokenAmount balance = default) =>
            actors.Set(id.ToAddress().Bytes, new ActorState(CodeOf(type), head ?? StateRoot.EmptyInfoCid, 0, balance, null));
    }

    /// <summary>
    /// The zero address of Ethereum becomes an account, as on mainnet (lotus <c>chain/gen/genesis</c>, MakeEthNullAddressActor); ids go on where the description
    /// says.
    /// </summary>
    public Cid Finish(Cid root, ActorId ethereumZero, ulong? nextId)
    {
        if (!ChainEncoding.TryFromCbor<StateRoot>(store.Get(root).Span, out StateRoot? state))
            throw new GenesisException($"{root} is no state root");
        Hamt<ActorState> actors = Hamt<ActorState>.Load(store, state.Actors, ActorState.Codec(state.Version));
        actors.TryGet(ethereumZero.ToAddress().Bytes, out ActorState? zero);
        actors.Set(ethereumZero.ToAddress().Bytes, zero! with { Code = CodeOf(BuiltinActor.EthAccount) });
        if (nextId is { } next)
            RaiseNextId(actors, next);
        return Root(actors);
    }

    private void RaiseNextId(Hamt<ActorState> actors, ulong next)
    {
        ReadOnlySpan<byte> key = SingletonActors.Init.ToAddress().Bytes;
        actors.TryGet(key, out ActorState? actor);
        ChainEncoding.TryFromCbor<InitState>(store.Get(actor!.Head).Span, out InitState? init);
        if (next < init!.NextId)
            throw new GenesisException($"the next id cannot be {next}: {init.NextId} is the first that is free");
        init.NextId = next;
        actors.Set(key, actor with { Head = Put(init) });
    }

    private Cid Root(Hamt<ActorState> actors) =>
        store.PutDagCbor(ChainEncoding.ToCbor(new StateRoot(StateTreeVersion.V5, actors.Flush(), StateRoot.EmptyInfoCid)));

    private Cid Keyless(ActorId id) => Put(new AccountState { Address = id.ToAddress() });

    private Cid Put<T>(T state)
        where T : IChainValue<T>
        => store.PutDagCbor(ChainEncoding.ToCbor(state));
}
