using Fvm.Abi.Node;
using Fvm.Crypto;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Node.Forks;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Mining;

/// <summary>
/// What a machine at an epoch asks of the chain before it (lotus <c>chain/rand</c>): of an epoch without a tipset that of the last one before it. A tipset that is being
/// made answers for its own epoch with the ticket and the beacon entry that it will have. What is before a fork its upstream tells.
/// </summary>
internal sealed class ChainNode(ChainStore chain, FakeRandomness randomness, UpstreamChain? upstream) : IExterns
{
    public bool TryGetChainRandomness(long epoch, Span<byte> digest)
    {
        if (upstream is not null && epoch <= upstream.LastEpoch)
        {
            upstream.TicketDigest(epoch).CopyTo(digest);
            return true;
        }

        byte[] proof = chain.AtOrBefore(epoch) is { } tipset && (tipset.Height == epoch || epoch <= chain.Head.Height)
            ? tipset.Tipset.Blocks[0].Ticket!.VrfProof.ToArray()
            : randomness.Ticket(epoch);
        Blake2b.Hash256(proof).CopyTo(digest);
        return true;
    }

    public bool TryGetBeaconRandomness(long epoch, Span<byte> digest)
    {
        if (upstream is not null && epoch <= upstream.LastEpoch)
        {
            upstream.BeaconDigest(epoch).CopyTo(digest);
            return true;
        }

        ReadOnlyMemory<byte> data = chain.AtOrBefore(epoch) is { } tipset && (tipset.Height == epoch || epoch <= chain.Head.Height)
            ? LastBeacon(tipset)
            : randomness.Beacon(epoch);
        Blake2b.Hash256(data.Span).CopyTo(digest);
        return true;
    }

    public Cid? TipsetCid(long epoch) => upstream is not null && epoch < upstream.LastEpoch ? upstream.TipsetCid(epoch) : chain.AtOrBefore(epoch)?.Key.Cid;

    public bool TryVerifyConsensusFault(ReadOnlySpan<byte> header1, ReadOnlySpan<byte> header2, ReadOnlySpan<byte> extra, out ConsensusFault? fault)
    {
        fault = null;
        return false;
    }

    private static ReadOnlyMemory<byte> LastBeacon(ExecutedTipset tipset) => tipset.Tipset.Blocks[0].BeaconEntries[^1].Data;
}
