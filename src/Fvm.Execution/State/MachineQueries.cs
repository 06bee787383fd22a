using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution.State;

/// <summary>What a node asks a machine about its current state, unflushed changes included. Between messages only.</summary>
public static class MachineQueries
{
    /// <summary>The id behind an address; an f0 address is its own, whether there is such an actor or not.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="address">The address.</param>
    /// <param name="id">The id.</param>
    public static bool TryResolve(this Machine machine, Address address, out ActorId id)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(address);
        return machine.Tree.TryLookupId(address, out id);
    }

    /// <summary>The state of an actor.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="id">The actor.</param>
    /// <param name="actor">Its state.</param>
    public static bool TryGetActor(this Machine machine, ActorId id, [NotNullWhen(true)] out ActorState? actor)
    {
        ArgumentNullException.ThrowIfNull(machine);
        actor = machine.Tree.GetActor(id);
        return actor is not null;
    }

    /// <summary>A block, written by a message or in the store.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="cid">The block's CID.</param>
    /// <param name="block">Its bytes.</param>
    public static bool TryReadBlock(this Machine machine, Cid cid, out ReadOnlyMemory<byte> block)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return machine.Store.TryGet(cid, out block);
    }
}
