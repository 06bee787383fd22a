using System.Collections.Immutable;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Mining;

/// <summary>What a devnet can go back to: the head, what waited, the clock, what was set for the next tipset, and in whose name messages were taken.</summary>
internal sealed class SnapshotList(ChainCore core, FakeRandomness randomness)
{
    private readonly SortedDictionary<ulong, Snapshot> snapshots = [];
    private ulong nextId = 1;

    public ulong Take()
    {
        snapshots[nextId] = new Snapshot(core.Chain.Head, core.Waiting.All())
        {
            Offset = core.Clock.Offset,
            NextTimestamp = core.Clock.NextTimestamp,
            Interval = core.Clock.Interval,
            NextBaseFee = core.NextBaseFee,
            NextBeacon = randomness.NextBeacon,
            ActedFor = core.Impersonation.Addresses,
            ActedForAll = core.Impersonation.All,
        };
        return nextId++;
    }

    /// <summary>
    /// Goes back; this snapshot and all later ones are used up. False when there is no such snapshot (any more), or its tipset is no longer the chain's, since the chain went
    /// back behind it: what came before that tipset is forgotten then.
    /// </summary>
    public bool Revert(ulong id)
    {
        if (!snapshots.TryGetValue(id, out Snapshot? snapshot))
            return false;
        foreach (ulong later in snapshots.Keys.Where(key => key >= id).ToList())
            snapshots.Remove(later);
        if (core.Chain.AtHeight(snapshot.Head.Height)?.Key.Equals(snapshot.Head.Key) != true)
            return false;
        core.Impersonation.Addresses = snapshot.ActedFor;
        core.Impersonation.All = snapshot.ActedForAll;
        core.ReturnTo(snapshot.Head, snapshot.Waiting);
        core.NextBaseFee = snapshot.NextBaseFee;
        randomness.NextBeacon = snapshot.NextBeacon;
        (core.Clock.Offset, core.Clock.NextTimestamp, core.Clock.Interval) = (snapshot.Offset, snapshot.NextTimestamp, snapshot.Interval);
        return true;
    }

    public void Clear() => snapshots.Clear();

    private sealed record Snapshot(ExecutedTipset Head, IReadOnlyList<SignedMessage> Waiting)
    {
        public required long Offset { get; init; }

        public required ulong? NextTimestamp { get; init; }

        public required ulong? Interval { get; init; }

        public required TokenAmount? NextBaseFee { get; init; }

        public required ReadOnlyMemory<byte>? NextBeacon { get; init; }

        public required ImmutableHashSet<Address> ActedFor { get; init; }

        public required bool ActedForAll { get; init; }
    }
}
