using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Abi.Node;

/// <summary>What the machine asks of the node: consensus inputs (ref-fvm <c>externs/mod.rs</c>).</summary>
public interface IExterns
{
    /// <summary>The digest of the chain's ticket at an epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="digest">Where the 32 bytes go.</param>
    /// <returns>False when the node has none; the actor sees error 1.</returns>
    bool TryGetChainRandomness(long epoch, Span<byte> digest);

    /// <summary>The digest of the beacon's entry at an epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="digest">Where the 32 bytes go.</param>
    /// <returns>False when the node has none; the actor sees error 1.</returns>
    bool TryGetBeaconRandomness(long epoch, Span<byte> digest);

    /// <summary>The key CID of the tipset at an epoch of the past.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <returns>The CID, or null when the node has none, which is fatal.</returns>
    Cid? TipsetCid(long epoch);

    /// <summary>Whether two headers prove a consensus fault.</summary>
    /// <param name="header1">The first header.</param>
    /// <param name="header2">The second header.</param>
    /// <param name="extra">A header that may connect them.</param>
    /// <param name="fault">The fault, or null for none.</param>
    /// <returns>False when it cannot be told; the actor sees error 1.</returns>
    bool TryVerifyConsensusFault(ReadOnlySpan<byte> header1, ReadOnlySpan<byte> header2, ReadOnlySpan<byte> extra, out ConsensusFault? fault);
}
