using Fvm.Execution.State;
using Fvm.Protocol;

namespace Fvm.Execution.Calls;

/// <summary>How far an actor's state has been paid for in this message.</summary>
internal enum ActorAccess : byte
{
    None,
    Read,
    Updated,
}

/// <summary>
/// Remembers which actors a message has paid to read and to update; a revert forgets what was paid inside, so that it is paid again.
/// ref-fvm <c>call_manager/state_access_tracker.rs</c>.
/// </summary>
internal sealed class StateAccessTracker
{
    private readonly HistoryMap<ActorId, ActorAccess> actors = new();
    private readonly HistoryMap<Address, bool> addresses = new();
    private readonly Stack<(int Actors, int Addresses)> transactions = new();
    private readonly ActorId[] preloaded;

    public StateAccessTracker(IReadOnlyList<ulong> preloaded)
    {
        this.preloaded = [.. preloaded.Select(static id => new ActorId(id))];
        Clear();
    }

    /// <summary>Forgets what was paid for, for the next message.</summary>
    public void Clear()
    {
        actors.Clear();
        addresses.Clear();
        transactions.Clear();
        foreach (ActorId id in preloaded)
            RecordUpdate(id);
    }

    public ActorAccess Access(ActorId id) => actors.TryGet(id, out ActorAccess access) ? access : ActorAccess.None;

    public void RecordRead(ActorId id)
    {
        if (Access(id) == ActorAccess.None)
            actors.Set(id, ActorAccess.Read);
    }

    public void RecordUpdate(ActorId id) => actors.Set(id, ActorAccess.Updated);

    /// <summary>Whether the lookup of an address has been charged; the charge is zero, but traces show it.</summary>
    public bool IsLookedUp(Address address) => address.Protocol == AddressProtocol.Id || addresses.TryGet(address, out _);

    public void RecordLookup(Address address)
    {
        if (address.Protocol != AddressProtocol.Id)
            addresses.Set(address, true);
    }

    public void Begin() => transactions.Push((actors.Mark, addresses.Mark));

    public void End(bool revert)
    {
        (int actorMark, int addressMark) = transactions.Pop();
        if (revert)
        {
            actors.RollBack(actorMark);
            addresses.RollBack(addressMark);
        }
    }
}
