using Fvm.Abi.Node;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Fixtures;

/// <summary>A node whose answers a test sets: 32 bytes of chain randomness (c) and beacon randomness (b), a tipset CID by epoch, a fault.</summary>
internal sealed class FakeNode : IExterns
{
    public bool HasRandomness { get; set; } = true;

    public bool CanVerifyFaults { get; set; } = true;

    public bool KnowsTipsets { get; set; } = true;

    public ConsensusFault? Fault { get; set; }

    public static Cid TipsetAt(long epoch) => Cid.ForBlock(Multicodec.DagCbor, BitConverter.GetBytes(epoch));

    public bool TryGetChainRandomness(long epoch, Span<byte> digest) => Fill(digest, (byte)'c');

    public bool TryGetBeaconRandomness(long epoch, Span<byte> digest) => Fill(digest, (byte)'b');

    public Cid? TipsetCid(long epoch) => KnowsTipsets ? TipsetAt(epoch) : null;

    public bool TryVerifyConsensusFault(
        ReadOnlySpan<byte> header1, ReadOnlySpan<byte> header2, ReadOnlySpan<byte> extra, out ConsensusFault? fault)
    {
        fault = Fault;
        return CanVerifyFaults;
    }

    private bool Fill(Span<byte> digest, byte value)
    {
        digest.Fill(value);
        return HasRandomness;
    }
}
