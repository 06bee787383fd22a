using System.Text;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting;

/// <summary>
/// A new state with no bundle at all: the system's actors without code of their own, one account that may send, and one wasm actor. What a
/// single actor needs to run, and no network.
/// </summary>
public sealed class FreshState
{
    private const ulong SenderId = 100;
    private const ulong ActorNumber = 101;
    private const long SenderFil = 1_000_000;

    private FreshState(Cid root) => Root = root;

    /// <summary>The root of the state tree.</summary>
    public Cid Root { get; }

    /// <summary>The account, f0100; it owns 1,000,000 FIL.</summary>
    public static Address Sender => Address.FromId(SenderId);

    /// <summary>The actor, f0101.</summary>
    public static Address Actor => Address.FromId(ActorNumber);

    /// <summary>Writes the state into a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="wasm">The actor's module.</param>
    public static FreshState Create(IBlockstore store, ReadOnlyMemory<byte> wasm)
    {
        ArgumentNullException.ThrowIfNull(store);
        Cid code = store.Put(Multicodec.Raw, wasm);
        store.PutDagCbor(StateRoot.EmptyInfo);
        Cid manifest = store.PutDagCbor(ChainEncoding.ToCbor(
            new ActorManifest(Enum.GetValues<BuiltinActor>().Select(actor => new ManifestEntry(actor.ManifestName(), NoCode(actor))))));

        var actors = new Hamt<ActorState>(store, ActorState.Codec(StateTreeVersion.V5));
        Add(SingletonActors.System, NoCode(BuiltinActor.System), store.PutDagCbor(SystemState(manifest)), TokenAmount.Zero);
        Add(SingletonActors.Init, NoCode(BuiltinActor.Init), store.PutDagCbor(InitState(store)), TokenAmount.Zero);
        Add(SingletonActors.Reward, NoCode(BuiltinActor.Reward), StateRoot.EmptyInfoCid, TokenAmount.Zero);
        Add(SingletonActors.BurntFunds, NoCode(BuiltinActor.Account), StateRoot.EmptyInfoCid, TokenAmount.Zero);
        Add(new ActorId(SenderId), NoCode(BuiltinActor.Account), StateRoot.EmptyInfoCid, TokenAmount.FromFil(SenderFil));
        Add(new ActorId(ActorNumber), code, StateRoot.EmptyInfoCid, TokenAmount.Zero);
        var root = new StateRoot(StateTreeVersion.V5, actors.Flush(), StateRoot.EmptyInfoCid);
        return new FreshState(store.PutDagCbor(ChainEncoding.ToCbor(root)));

        void Add(ActorId id, Cid actorCode, Cid head, TokenAmount balance) =>
            actors.Set(Address.FromId(id).Bytes, new ActorState(actorCode, head, 0, balance, null));
    }

    /// <summary>A code CID that names an actor and has no code behind it.</summary>
    private static Cid NoCode(BuiltinActor actor) =>
        Cid.Create(Multicodec.Raw, Multicodec.Identity, Encoding.ASCII.GetBytes($"fil/fresh/{actor.ManifestName()}"));

    private static byte[] SystemState(Cid manifest)
    {
        var writer = new CborWriter();
        writer.WriteArrayHeader(1);
        writer.WriteCid(manifest);
        return writer.ToArray();
    }

    private static byte[] InitState(IBlockstore store)
    {
        var writer = new CborWriter();
        writer.WriteArrayHeader(3);
        writer.WriteCid(new Hamt<ulong>(store, CborCodecs.UInt64).Flush());
        writer.WriteUInt64(ActorNumber + 1);
        writer.WriteText("fresh");
        return writer.ToArray();
    }
}
