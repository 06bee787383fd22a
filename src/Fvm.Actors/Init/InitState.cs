using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The state of the init actor. Source: builtin-actors <c>actors/init/src/state.rs</c>.</summary>
public sealed class InitState : IChainValue<InitState>
{
    private const int FieldCount = 3;
    private const string MapName = "addresses";

    /// <summary>A HAMT from addresses (f1 to f4) to actor ids.</summary>
    public required Cid AddressMap { get; set; }

    /// <summary>The id that the next actor gets.</summary>
    public required ulong NextId { get; set; }

    /// <summary>The network's name.</summary>
    public required string NetworkName { get; set; }

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteCid(AddressMap);
        writer.WriteUInt64(NextId);
        writer.WriteText(NetworkName);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static InitState? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        Cid map = TupleFields.ReadCid(ref reader);
        ulong next = reader.ReadUInt64();
        string name = reader.ReadText();
        return reader.Failed ? null : new InitState { AddressMap = map, NextId = next, NetworkName = name };
    }

    /// <summary>The first state.</summary>
    internal static InitState Create(ActorRuntime runtime, string networkName) => new()
    {
        AddressMap = ActorMap<ulong>.Empty(runtime, CborCodecs.UInt64, "empty").Flush(),
        NextId = ActorId.FirstNonSingleton,
        NetworkName = networkName,
    };

    /// <summary>
    /// Gives a new f2 address an id, and a delegated address, if there is one, the same. A delegated address that is known keeps its id. An f2 address
    /// that is known already is exit 18.
    /// </summary>
    /// <returns>The id, and whether the delegated address had it already.</returns>
    internal (ActorId Id, bool Existing) MapAddresses(ActorRuntime runtime, Address robust, Address? delegated)
    {
        ActorMap<ulong> map = ActorMap<ulong>.Load(runtime, AddressMap, CborCodecs.UInt64, MapName);
        bool existing = false;
        ulong id;
        if (delegated is null)
        {
            id = TakeId();
        }
        else if (map.TryGet(MapKeys.Of(delegated), out id))
        {
            existing = true;
        }
        else
        {
            id = TakeId();
            map.Set(MapKeys.Of(delegated), id);
        }

        if (!map.SetIfAbsent(MapKeys.Of(robust), id))
            Abort.Forbidden($"robust address {robust} is already allocated in the address map");
        AddressMap = map.Flush();
        return (new ActorId(id), existing);
    }

    private ulong TakeId()
    {
        ulong id = NextId;
        NextId = checked(id + 1);
        return id;
    }
}
