using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>What always holds of the init actor's state. Source: builtin-actors <c>actors/init/src/testing.rs</c>.</summary>
public static class InitInvariants
{
    /// <summary>Checks a state.</summary>
    /// <param name="store">Where its blocks are.</param>
    /// <param name="state">The state.</param>
    /// <param name="idsByAddress">What is mapped, for checks of other actors.</param>
    public static InvariantLog Check(IBlockstore store, InitState state, out IReadOnlyDictionary<Address, ActorId> idsByAddress)
    {
        ArgumentNullException.ThrowIfNull(state);
        var log = new InvariantLog("init: ");
        log.Require(state.NetworkName.Length != 0, "network name is empty");
        log.Require(state.NextId >= ActorId.FirstNonSingleton, $"next id {state.NextId} is too low");

        var ids = new Dictionary<Address, ActorId>();
        var stable = new Dictionary<ulong, Address>();
        var delegated = new Dictionary<ulong, Address>();
        idsByAddress = ids;
        try
        {
            Hamt<ulong>.Load(store, state.AddressMap, CborCodecs.UInt64).ForEach((key, id) =>
            {
                if (!Address.TryFromBytes(key.Span, out Address? address))
                {
                    log.Add($"key {Convert.ToHexString(key.Span)} is no address");
                    return;
                }

                log.Require(id >= ActorId.FirstNonSingleton, $"unexpected singleton ID value {id}");
                log.Require(id < state.NextId, $"ID {id} of {address} was not handed out yet");
                if (address.Protocol == AddressProtocol.Id)
                    log.Add($"key {address} is an ID address");
                else if (!(address.Protocol == AddressProtocol.Delegated ? delegated : stable).TryAdd(id, address))
                    log.Add($"duplicate mapping to ID {id}: {address}");
                ids[address] = new ActorId(id);
            });
        }
        catch (IpldException malformed)
        {
            log.Add($"error loading address map: {malformed.Message}");
        }

        return log;
    }
}
