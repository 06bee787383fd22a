using System.Numerics;
using Fvm.Actors;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Native;

/// <summary>The state of a sandbox: its first form, and changes that no message makes.</summary>
internal static class SandboxState
{
    private const string NetworkName = "sandbox";
    private const long MiningFil = 1_100_000_000;

    /// <summary>Writes a state with the singletons that actors count on: system, init, reward, cron without entries, and burnt funds.</summary>
    public static Cid Create(IBlockstore store, ActorManifest manifest)
    {
        store.PutDagCbor(StateRoot.EmptyInfo);
        var actors = new Hamt<ActorState>(store, ActorState.Codec(StateTreeVersion.V5));
        var addresses = new Hamt<ulong>(store, CborCodecs.UInt64);
        var init = new InitState { AddressMap = addresses.Flush(), NextId = ActorId.FirstNonSingleton, NetworkName = NetworkName };
        Add(SingletonActors.System, BuiltinActor.System, new SystemState { BuiltinActors = store.PutDagCbor(ChainEncoding.ToCbor(manifest)) });
        Add(SingletonActors.Init, BuiltinActor.Init, init);
        Add(SingletonActors.Reward, BuiltinActor.Reward, RewardState.Create(BigInteger.Zero), TokenAmount.FromFil(MiningFil));
        Add(SingletonActors.Cron, BuiltinActor.Cron, new CronState { Entries = [] });
        Add(SingletonActors.BurntFunds, BuiltinActor.Account, new AccountState { Address = SingletonActors.BurntFunds.ToAddress() });
        return Root(store, actors);

        void Add<T>(ActorId id, BuiltinActor type, T state, TokenAmount balance = default)
            where T : IChainValue<T>
        {
            manifest.TryGetCode(type, out Cid? code);
            Cid head = store.PutDagCbor(ChainEncoding.ToCbor(state));
            actors.Set(id.ToAddress().Bytes, new ActorState(code!, head, 0, balance, null));
        }
    }

    public static Cid Root(IBlockstore store, Hamt<ActorState> actors) =>
        store.PutDagCbor(ChainEncoding.ToCbor(new StateRoot(StateTreeVersion.V5, actors.Flush(), StateRoot.EmptyInfoCid)));

    public static Hamt<ActorState> Actors(IBlockstore store, Cid root)
    {
        if (!ChainEncoding.TryFromCbor<StateRoot>(store.Get(root).Span, out StateRoot? state))
            throw new IpldException($"{root} is no state root");
        return Hamt<ActorState>.Load(store, state.Actors, ActorState.Codec(state.Version));
    }

    /// <summary>Gives an address an id, as the machine does when it makes an account.</summary>
    public static ActorId Register(IBlockstore store, Hamt<ActorState> actors, Address? address)
    {
        ReadOnlySpan<byte> key = SingletonActors.Init.ToAddress().Bytes;
        actors.TryGet(key, out ActorState? actor);
        if (!ChainEncoding.TryFromCbor<InitState>(store.Get(actor!.Head).Span, out InitState? init))
            throw new IpldException("the init actor's state does not decode");
        ulong id = init.NextId++;
        if (address is not null)
        {
            Hamt<ulong> addresses = Hamt<ulong>.Load(store, init.AddressMap, CborCodecs.UInt64);
            addresses.Set(address.Bytes, id);
            init.AddressMap = addresses.Flush();
        }

        actors.Set(key, actor with { Head = store.PutDagCbor(ChainEncoding.ToCbor(init)) });
        return new ActorId(id);
    }
}
