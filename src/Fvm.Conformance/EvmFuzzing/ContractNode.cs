using System.Buffers.Binary;
using Fvm.Abi.Node;
using Fvm.Crypto;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Conformance.EvmFuzzing;

/// <summary>A node whose randomness and tipsets are digests of the epoch; of every seventh epoch it knows no beacon.</summary>
internal sealed class ContractNode : IExterns
{
    private const long UnknownBeacon = 7;

    public bool TryGetChainRandomness(long epoch, Span<byte> digest)
    {
        Draw(epoch, 1).CopyTo(digest);
        return true;
    }

    public bool TryGetBeaconRandomness(long epoch, Span<byte> digest)
    {
        Draw(epoch, 2).CopyTo(digest);
        return epoch % UnknownBeacon != 0;
    }

    public Cid? TipsetCid(long epoch) => Cid.Create(Multicodec.DagCbor, Multicodec.Blake2b256, Draw(epoch, 3));

    public bool TryVerifyConsensusFault(ReadOnlySpan<byte> header1, ReadOnlySpan<byte> header2, ReadOnlySpan<byte> extra, out ConsensusFault? fault)
    {
        fault = null;
        return false;
    }

    private static byte[] Draw(long epoch, byte kind)
    {
        Span<byte> seed = stackalloc byte[sizeof(long) + 1];
        BinaryPrimitives.WriteInt64BigEndian(seed, epoch);
        seed[^1] = kind;
        return Blake2b.Hash256(seed);
    }
}
