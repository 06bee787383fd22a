using Fvm.Node.Chain;
using Fvm.Node.Forks;
using Fvm.Node.Ledger;

namespace Fvm.Node.Mining;

/// <summary>
/// Which ticket and which beacon entry an epoch has, by lotus's rule since network version 14 (<c>chain/rand/rand.go</c>): the ticket of an epoch without a tipset is that
/// of the first tipset after it, its beacon entry is its own, since beacons do not wait for blocks. One rule for a tipset that is being made, one that runs again, and
/// who asks by JSON-RPC.
/// </summary>
internal sealed class ChainRandomness(ChainStore chain, FakeRandomness made)
{
    /// <summary>The VRF proof of an epoch's ticket; the genesis' for epochs before it.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="running">The tipset that runs, which may not be on the chain yet; null where none does.</param>
    /// <exception cref="BeforeForkException">It is the upstream's.</exception>
    public ReadOnlyMemory<byte> Ticket(long epoch, Tipset? running)
    {
        Check(epoch);
        Tipset? first = chain.AtOrAfter(Math.Max(0, epoch))?.Tipset;
        if (running is not null && epoch <= running.Height && (first is null || first.Height >= running.Height))
            first = running;
        return first?.Blocks[0].Ticket!.VrfProof ?? made.Ticket(epoch);
    }

    /// <summary>The beacon entry of an epoch; the genesis' for epochs before it. Of an epoch that is to come it is what its tipset would have.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="running">The tipset that runs, which may not be on the chain yet; null where none does.</param>
    /// <exception cref="BeforeForkException">It is the upstream's.</exception>
    public BeaconEntry Beacon(long epoch, Tipset? running)
    {
        Check(epoch);
        epoch = Math.Max(0, epoch);
        Tipset? own = running?.Height == epoch ? running : chain.AtHeight(epoch)?.Tipset;
        if (own is not null)
            return own.Blocks[0].BeaconEntries[^1];
        bool isNull = running is not null || chain.AtOrAfter(epoch) is not null;
        return new BeaconEntry(unchecked((ulong)epoch), isNull ? made.BeaconOf(epoch) : made.NextBeaconOf(epoch));
    }

    private void Check(long epoch)
    {
        if (!chain.IsEmpty && Math.Max(0, epoch) < chain.Genesis.Height)
            throw new BeforeForkException(epoch);
    }
}
