using System.Collections.Immutable;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Mining;

/// <summary>What a devnet can go back to: the head, what waited, the clock, and in whose name messages were taken.</summary>
internal sealed class SnapshotList(ChainCore core)
{
    private readonly SortedDictionary<ulong, Snapshot> snapshots = [];
    private ulong nextId = 1;

    public ulong Take()
    {
        snapshots[nextId] = new Snapshot(
            core.Chain.Head, core.Waiting(), core.Clock.Offset, core.Clock.NextTimestamp, core.Clock.Interval, core.Impersonation.Addresses, core.Impersonation.All);
        return nextId++;
    }

    /// <summary>Goes back; this snapshot and all later ones are used up. False when there is no such snapshot (any more).</summary>
    public bool Revert(ulong id)
    {
        if (!snapshots.TryGetValue(id, out Snapshot? snapshot))
            return false;
        foreach (ulong later in snapshots.Keys.Where(key => key >= id).ToList())
            snapshots.Remove(later);
        core.Impersonation.Addresses = snapshot.ActedFor;
        core.Impersonation.All = snapshot.ActedForAll;
        core.ReturnTo(snapshot.Head);
        core.Wait(snapshot.Waiting);
        (core.Clock.Offset, core.Clock.NextTimestamp, core.Clock.Interval) = (snapshot.Offset, snapshot.NextTimestamp, snapshot.Interval);
        return true;
    }

    public void Clear() => snapshots.Clear();

    private sealed record Snapshot(
        ExecutedTipset Head, IReadOnlyList<SignedMessage> Waiting, long Offset, ulong? NextTimestamp, ulong? Interval, ImmutableHashSet<Address> ActedFor, bool ActedForAll);
}
