using Fvm.Abi.Node;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Hosting;

/// <summary>A node that knows nothing but itself: no randomness, no tipsets, no faults. For actors on fresh state.</summary>
public sealed class LonelyNode : IExterns
{
    /// <inheritdoc/>
    public bool TryGetChainRandomness(long epoch, Span<byte> digest) => false;

    /// <inheritdoc/>
    public bool TryGetBeaconRandomness(long epoch, Span<byte> digest) => false;

    /// <inheritdoc/>
    public Cid? TipsetCid(long epoch) => null;

    /// <inheritdoc/>
    public bool TryVerifyConsensusFault(
        ReadOnlySpan<byte> header1, ReadOnlySpan<byte> header2, ReadOnlySpan<byte> extra, out ConsensusFault? fault)
    {
        fault = null;
        return false;
    }
}
