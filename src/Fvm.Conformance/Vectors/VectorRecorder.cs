using System.Globalization;
using System.IO.Compression;
using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cars;
using Fvm.Protocol;

namespace Fvm.Conformance.Vectors;

/// <summary>What to record.</summary>
public sealed record RecordingRequest
{
    /// <summary>The vector's id.</summary>
    public required string Id { get; init; }

    /// <summary>Where the state lies. Nothing is written there.</summary>
    public required IBlockstore Store { get; init; }

    /// <summary>The root of the state before.</summary>
    public required Cid StateRoot { get; init; }

    /// <summary>The bundle whose actors the state names, whose code the vector then leaves out; null where all code lies in the store.</summary>
    public ActorBundle? Bundle { get; init; }

    /// <summary>The network version.</summary>
    public required NetworkVersion NetworkVersion { get; init; }

    /// <summary>The epoch. The tipset's time is 30 seconds an epoch: vectors hold no other.</summary>
    public required long Epoch { get; init; }

    /// <summary>The base fee, in attoFIL a gas.</summary>
    public TokenAmount BaseFee { get; init; }

    /// <summary>The circulating supply, in attoFIL.</summary>
    public TokenAmount CirculatingSupply { get; init; } = TokenAmount.FromFil(2_000_000_000);

    /// <summary>The EIP-155 chain id.</summary>
    public ulong ChainId { get; init; }

    /// <summary>The messages, in order.</summary>
    public required IReadOnlyList<VectorMessage> Messages { get; init; }

    /// <summary>The node, whose answers are written down; null for the one that recordings know (its answers are fixed).</summary>
    public IExterns? Node { get; init; }
}

/// <summary>
/// Records message vectors: applies messages, and writes down what they read of the state, what came out, and how. The vector holds exactly the blocks that
/// the messages read, and those of the state after that are new (to explain differences; a run does not need them).
/// </summary>
public static class VectorRecorder
{
    /// <summary>Records messages.</summary>
    /// <param name="request">What to record.</param>
    /// <exception cref="VectorFormatException">A vector cannot hold what the messages ask the node.</exception>
    /// <exception cref="Abi.FatalException">The state does not fit.</exception>
    public static MessageVector Record(RecordingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return DeepStack.Run(() => RecordDeep(request));
    }

    /// <summary>The node that a vector's messages meet.</summary>
    /// <param name="vector">The vector.</param>
    public static IExterns NodeOf(MessageVector vector) => new RecordedNode(vector);

    private static MessageVector RecordDeep(RecordingRequest request)
    {
        MessageVector vector = Frame(request);
        var tracking = new TrackingBlockstore(request.Store);
        IBlockstore store = request.Bundle is null ? tracking : new LayeredBlockstore(tracking, [request.Bundle.Blocks]);
        var node = new RecordingNode(request.Node ?? new RecordedNode(vector));
        // An engine of its own: code that a cache knows would not be read.
        var playback = new VectorPlayback(new ActorEngine(), vector, vector.Variants[0], store, TraceDetail.Events, node);
        var receipts = new List<VectorReceipt>();
        var results = new List<VectorResult>();
        for (int i = 0; i < vector.Messages.Count; i++)
        {
            ApplyResult result = playback.Apply(i);
            receipts.Add(new VectorReceipt(result.Receipt.ExitCode.Value, result.Receipt.ReturnData, result.Receipt.GasUsed));
            results.Add(Describe(result));
        }

        Cid root = playback.Machine.Flush();
        return vector with
        {
            PostRoot = root,
            Receipts = receipts,
            Results = results,
            Randomness = request.Node is null ? [] : node.Randomness,
            ConsensusFaults = node.ConsensusFaults,
            Car = Pack([request.StateRoot, root], tracking, request.Bundle),
        };
    }

    private static MessageVector Frame(RecordingRequest request) => new()
    {
        Id = request.Id,
        IsRecording = true,
        Bundle = request.Bundle?.Manifest,
        Car = ReadOnlyMemory<byte>.Empty,
        PreRoot = request.StateRoot,
        PostRoot = request.StateRoot,
        BaseFee = request.BaseFee,
        CirculatingSupply = request.CirculatingSupply,
        ChainId = request.ChainId,
        Variants = [new VectorVariant(string.Create(CultureInfo.InvariantCulture, $"nv{(uint)request.NetworkVersion}"), request.Epoch, request.NetworkVersion)],
        Messages = request.Messages,
        Receipts = [],
        Results = [],
        Randomness = [],
        ConsensusFaults = [],
    };

    private static VectorResult Describe(ApplyResult result) => new(
        VectorComparison.Amounts(result), result.Receipt.EventsRoot, TraceText.Lines(result.Events), TraceText.Lines(result.Trace));

    /// <summary>Blocks by CID, so that the same recording is the same file.</summary>
    private static byte[] Pack(IReadOnlyList<Cid> roots, TrackingBlockstore tracking, ActorBundle? bundle)
    {
        var blocks = new SortedDictionary<Cid, ReadOnlyMemory<byte>>();
        foreach ((Cid cid, ReadOnlyMemory<byte> block) in tracking.Read.Where(entry => bundle is null || !bundle.Blocks.Has(entry.Key)))
            blocks[cid] = block;
        foreach (Cid cid in tracking.Written.Cids)
            blocks[cid] = tracking.Written.Get(cid);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var car = new CarWriter(gzip, roots);
            foreach ((Cid cid, ReadOnlyMemory<byte> block) in blocks)
                car.Write(cid, block.Span);
        }

        return packed.ToArray();
    }
}
