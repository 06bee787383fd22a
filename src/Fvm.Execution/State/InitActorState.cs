using Fvm.Abi;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.State;

/// <summary>The part of the Init actor (f01) that the machine itself reads and writes. ref-fvm <c>fvm/src/init_actor.rs</c>.</summary>
/// <param name="AddressMap">A HAMT from address bytes to ids.</param>
/// <param name="NextId">The id that the next actor gets.</param>
/// <param name="NetworkName">The network's name.</param>
/// <param name="InstalledActors">The list of installed code; null where the state has no such field, as on the network.</param>
internal sealed record InitActorState(Cid AddressMap, ulong NextId, string NetworkName, Cid? InstalledActors = null)
{
    private const int Fields = 3;

    /// <summary>Reads the state that is current in the tree, uncommitted changes included.</summary>
    public static InitActorState Load(StateTree tree, out ActorState actor)
    {
        ActorState? found = tree.GetActor(SingletonActors.Init);
        if (found is null)
            FatalException.Throw("there is no Init actor (f01)");
        actor = found;
        if (!tree.Store.TryGet(actor.Head, out ReadOnlyMemory<byte> block))
            FatalException.Throw($"the Init actor's state {actor.Head} is not in the blockstore");

        var reader = new CborReader(block.Span);
        int fields = reader.ReadArrayHeader();
        if (fields != Fields && !(tree.HasInstalledActors && fields == Fields + 1))
            reader.Fail(CborErrorKind.ShapeMismatch);
        Cid? map = reader.ReadCid();
        ulong next = reader.ReadUInt64();
        string name = reader.ReadText();
        Cid? installed = fields > Fields ? reader.ReadCid() : null;
        if (!reader.Finish() || map is null)
            FatalException.Throw($"the Init actor's state {actor.Head} is malformed");
        return new InitActorState(map, next, name, installed);
    }

    /// <summary>The id of an address that is not f0.</summary>
    public bool TryResolve(IBlockstore store, Address address, out ActorId id)
    {
        bool found = Hamt<ulong>.Load(store, AddressMap, CborCodecs.UInt64).TryGet(address.Bytes, out ulong number);
        id = new ActorId(number);
        return found;
    }

    /// <summary>Gives an address the next id.</summary>
    public (InitActorState Next, ActorId Id) Register(IBlockstore store, Address address)
    {
        Hamt<ulong> map = Hamt<ulong>.Load(store, AddressMap, CborCodecs.UInt64);
        map.Set(address.Bytes, NextId);
        return (this with { AddressMap = map.Flush(), NextId = checked(NextId + 1) }, new ActorId(NextId));
    }

    /// <summary>Writes the state into the store.</summary>
    public Cid Save(IBlockstore store)
    {
        var writer = new CborWriter();
        writer.WriteArrayHeader(InstalledActors is null ? Fields : Fields + 1);
        writer.WriteCid(AddressMap);
        writer.WriteUInt64(NextId);
        writer.WriteText(NetworkName);
        if (InstalledActors is not null)
            writer.WriteCid(InstalledActors);
        return store.PutDagCbor(writer.ToArray());
    }
}
