using Fvm.Abi.Node;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Conformance.Vectors;

/// <summary>Writes down what a node answers, as far as a vector can hold it; what it cannot hold is refused.</summary>
/// <param name="node">The node that answers.</param>
internal sealed class RecordingNode(IExterns node) : IExterns
{
    private readonly Dictionary<(bool IsBeacon, long Epoch), VectorRandomness> randomness = [];
    private readonly List<VectorConsensusFault> faults = [];

    /// <summary>The randomness that was drawn.</summary>
    public IReadOnlyList<VectorRandomness> Randomness => [.. randomness.OrderBy(entry => entry.Key).Select(entry => entry.Value)];

    /// <summary>The faults that were proven.</summary>
    public IReadOnlyList<VectorConsensusFault> ConsensusFaults => faults;

    public bool TryGetChainRandomness(long epoch, Span<byte> digest) =>
        node.TryGetChainRandomness(epoch, digest) ? Keep(isBeacon: false, epoch, digest) : throw Unknown($"chain randomness at epoch {epoch}");

    public bool TryGetBeaconRandomness(long epoch, Span<byte> digest) =>
        node.TryGetBeaconRandomness(epoch, digest) ? Keep(isBeacon: true, epoch, digest) : throw Unknown($"beacon randomness at epoch {epoch}");

    public Cid? TipsetCid(long epoch)
    {
        Cid? tipset = node.TipsetCid(epoch);
        return RecordedNode.FixedTipsetCid(epoch).Equals(tipset)
            ? tipset
            : throw new VectorFormatException($"cannot be recorded: the message asks for the tipset at epoch {epoch}, and vectors hold no tipsets of real chains");
    }

    public bool TryVerifyConsensusFault(
        ReadOnlySpan<byte> header1, ReadOnlySpan<byte> header2, ReadOnlySpan<byte> extra, out ConsensusFault? fault)
    {
        if (!node.TryVerifyConsensusFault(header1, header2, extra, out fault))
            throw Unknown("a verdict on a consensus fault");
        if (fault is not null)
            faults.Add(new VectorConsensusFault(header1.ToArray(), header2.ToArray(), extra.ToArray(), fault));
        return true;
    }

    private bool Keep(bool isBeacon, long epoch, Span<byte> digest)
    {
        randomness[(isBeacon, epoch)] = new VectorRandomness(isBeacon, epoch, digest.ToArray());
        return true;
    }

    private static VectorFormatException Unknown(string what) => new($"cannot be recorded: the node has no {what}, and vectors cannot say so");
}
