using System.Buffers.Binary;
using Fvm.Abi.Node;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Conformance.Vectors;

/// <summary>The node that a vector's messages meet: recorded answers where there are any, else fixed ones (as the reference's runner).</summary>
internal sealed class RecordedNode(MessageVector vector) : IExterns
{
    private static ReadOnlySpan<byte> FixedRandomness => "i_am_random_____i_am_random_____"u8;

    public bool TryGetChainRandomness(long epoch, Span<byte> digest) => Randomness(isBeacon: false, epoch, digest);

    public bool TryGetBeaconRandomness(long epoch, Span<byte> digest) => Randomness(isBeacon: true, epoch, digest);

    public Cid? TipsetCid(long epoch) => FixedTipsetCid(epoch);

    /// <summary>The tipset at an epoch as recordings have it: the CID of the epoch's eight bytes.</summary>
    public static Cid FixedTipsetCid(long epoch)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, epoch);
        return Cid.ForBlock(Multicodec.DagCbor, bytes);
    }

    public bool TryVerifyConsensusFault(
        ReadOnlySpan<byte> header1, ReadOnlySpan<byte> header2, ReadOnlySpan<byte> extra, out ConsensusFault? fault)
    {
        fault = null;
        foreach (VectorConsensusFault recorded in vector.ConsensusFaults)
        {
            if (header1.SequenceEqual(recorded.Header1.Span) && header2.SequenceEqual(recorded.Header2.Span)
                && extra.SequenceEqual(recorded.Extra.Span))
                fault = recorded.Fault;
        }

        return true;
    }

    private bool Randomness(bool isBeacon, long epoch, Span<byte> digest)
    {
        FixedRandomness.CopyTo(digest);
        foreach (VectorRandomness recorded in vector.Randomness)
        {
            if (recorded.IsBeacon == isBeacon && recorded.Epoch == epoch)
            {
                recorded.Value.Span.CopyTo(digest);
                break;
            }
        }

        return true;
    }
}
