using Fvm.Abi.Node;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Fixtures;

/// <summary>A node whose answers a test sets: randomness of chain and beacon, the same at every epoch; tipset CIDs; a fault.</summary>
internal sealed class FakeNode : IExterns
{
    /// <summary>32 bytes, or null for none.</summary>
    public byte[]? Chain { get; set; } = [.. Enumerable.Repeat((byte)'c', 32)];

    /// <summary>32 bytes, or null for none.</summary>
    public byte[]? Beacon { get; set; } = [.. Enumerable.Repeat((byte)'b', 32)];

    public bool CanVerifyFaults { get; set; } = true;

    public bool KnowsTipsets { get; set; } = true;

    public ConsensusFault? Fault { get; set; }

    public static Cid TipsetAt(long epoch) => Cid.ForBlock(Multicodec.DagCbor, BitConverter.GetBytes(epoch));

    public bool TryGetChainRandomness(long epoch, Span<byte> digest) => Fill(Chain, digest);

    public bool TryGetBeaconRandomness(long epoch, Span<byte> digest) => Fill(Beacon, digest);

    public Cid? TipsetCid(long epoch) => KnowsTipsets ? TipsetAt(epoch) : null;

    public bool TryVerifyConsensusFault(
        ReadOnlySpan<byte> header1, ReadOnlySpan<byte> header2, ReadOnlySpan<byte> extra, out ConsensusFault? fault)
    {
        fault = Fault;
        return CanVerifyFaults;
    }

    private static bool Fill(byte[]? source, Span<byte> digest)
    {
        source?.CopyTo(digest);
        return source is not null;
    }
}
