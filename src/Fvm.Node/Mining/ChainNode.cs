using Fvm.Abi.Node;
using Fvm.Crypto;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Node.Forks;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Mining;

/// <summary>What a machine asks of the chain that it runs on (lotus <c>chain/rand</c>, <c>chain/stmgr/utils.go</c>).</summary>
/// <param name="chain">The chain.</param>
/// <param name="randomness">Its tickets and beacon entries.</param>
/// <param name="running">The tipset whose messages the machine runs; null for calls that stand in none.</param>
/// <param name="upstream">Who tells what is before a fork; null for a chain of its own.</param>
internal sealed class ChainNode(ChainStore chain, ChainRandomness randomness, Tipset? running, UpstreamChain? upstream) : IExterns
{
    public bool TryGetChainRandomness(long epoch, Span<byte> digest)
    {
        if (upstream is not null && epoch <= upstream.LastEpoch)
            upstream.TicketDigest(epoch).CopyTo(digest);
        else
            Blake2b.Hash256(randomness.Ticket(epoch, running).Span).CopyTo(digest);
        return true;
    }

    public bool TryGetBeaconRandomness(long epoch, Span<byte> digest)
    {
        if (upstream is not null && epoch <= upstream.LastEpoch)
            upstream.BeaconDigest(epoch).CopyTo(digest);
        else
            Blake2b.Hash256(randomness.Beacon(epoch, running).Data.Span).CopyTo(digest);
        return true;
    }

    /// <summary>The tipset of an epoch; of one without a tipset the last before it (<c>TipSetGetterForTipset</c>).</summary>
    public Cid? TipsetCid(long epoch) => upstream is not null && epoch < upstream.LastEpoch ? upstream.TipsetCid(epoch) : chain.AtOrBefore(epoch)?.Key.Cid;

    public bool TryVerifyConsensusFault(ReadOnlySpan<byte> header1, ReadOnlySpan<byte> header2, ReadOnlySpan<byte> extra, out ConsensusFault? fault)
    {
        fault = null;
        return false;
    }
}
