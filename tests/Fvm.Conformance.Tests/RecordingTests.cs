using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Conformance.Vectors;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cars;

namespace Fvm.Conformance.Tests;

/// <summary>What was recorded runs, from nothing but itself; and recording a recording gives what the reference recorded.</summary>
public class RecordingTests
{
    private static readonly ActorEngine Engine = new();

    [Fact]
    public void A_rerecorded_vector_says_what_the_reference_said()
    {
        int recorded = 0;
        foreach (VectorSource source in OwnVectors.Share(25))
        {
            MessageVector original = VectorReader.Read(source.Open());
            MessageVector copy = Record(source.Name, original);
            Assert.Equal(original.PostRoot, copy.PostRoot);
            Assert.Equal(original.Receipts.Select(Describe), copy.Receipts.Select(Describe));
            for (int i = 0; i < original.Results.Count; i++)
            {
                Assert.Equal(original.Results[i].Amounts, copy.Results[i].Amounts);
                Assert.Equal(original.Results[i].EventsRoot, copy.Results[i].EventsRoot);
                Assert.Equal(original.Results[i].Events, copy.Results[i].Events);
                if (original.Results[i].Trace is { } trace)
                    Assert.Equal(trace, copy.Results[i].Trace);
            }

            recorded++;
        }

        Assert.True(recorded > 50);
    }

    [Fact]
    public void A_recording_runs_also_without_the_blocks_of_the_state_after()
    {
        foreach (VectorSource source in OwnVectors.Share(50))
        {
            MessageVector copy = Record(source.Name, VectorReader.Read(source.Open()));
            AssertPasses(source.Name, copy);

            (IReadOnlyList<Cid> roots, MemoryBlockstore blocks) = Unpack(copy);
            MemoryBlockstore needed = ReadBy(copy, blocks);
            Assert.True(needed.Count <= blocks.Count);
            AssertPasses(source.Name, copy with { Car = Pack(roots, needed) });
        }
    }

    [Fact]
    public void A_recording_holds_no_block_of_the_state_before_that_it_does_not_need()
    {
        VectorSource source = OwnVectors.Named("nv18/exit-0.json");
        MessageVector copy = Record(source.Name, VectorReader.Read(source.Open()));
        (IReadOnlyList<Cid> roots, MemoryBlockstore blocks) = Unpack(copy);
        MemoryBlockstore needed = ReadBy(copy, blocks);
        foreach (Cid dropped in needed.Cids)
        {
            var rest = new MemoryBlockstore();
            foreach (Cid cid in needed.Cids.Where(cid => cid != dropped))
                rest.Put(cid, needed.Get(cid));
            VectorOutcome outcome = Assert.Single(Run("dropped", copy with { Car = Pack(roots, rest) }));
            Assert.True(outcome.Verdict is VectorVerdict.Failed or VectorVerdict.Malformed, $"{dropped} is not needed");
        }
    }

    private static MessageVector Record(string name, MessageVector original)
    {
        Assert.True(VectorState.TryOpen(original, VectorLocations.OpenBundles(), out VectorState? state, out string? absent), absent);
        MessageVector recorded = VectorRecorder.Record(new RecordingRequest
        {
            Id = name,
            Store = state.Own,
            StateRoot = original.PreRoot,
            Bundle = state.Bundle,
            NetworkVersion = original.Variants[0].NetworkVersion,
            Epoch = original.Variants[0].Epoch,
            BaseFee = original.BaseFee,
            CirculatingSupply = original.CirculatingSupply,
            ChainId = original.ChainId,
            Messages = original.Messages,
            Node = VectorRecorder.NodeOf(original),
        });

        // By way of the file format.
        JsonObject json = VectorWriter.Write(recorded);
        return VectorReader.Read(Encoding.UTF8.GetBytes(json.ToJsonString(new JsonSerializerOptions { MaxDepth = 512 })));
    }

    private static void AssertPasses(string name, MessageVector vector)
    {
        VectorOutcome outcome = Assert.Single(Run(name, vector));
        Assert.True(outcome.Verdict == VectorVerdict.Passed, $"{name}: {string.Join("\n", outcome.Details)}");
    }

    private static IReadOnlyList<VectorOutcome> Run(string name, MessageVector vector) => new VectorRunner(Engine, VectorLocations.OpenBundles()).Run(name, vector);

    /// <summary>The blocks that a run reads, with an engine that has nothing in its cache.</summary>
    private static MemoryBlockstore ReadBy(MessageVector vector, MemoryBlockstore blocks)
    {
        var tracking = new TrackingBlockstore(blocks);
        DeepStack.Run(() =>
        {
            var playback = new VectorPlayback(new ActorEngine(), vector, vector.Variants[0], tracking);
            for (int i = 0; i < vector.Messages.Count; i++)
                playback.Apply(i);
            playback.Machine.Flush();
        });
        var read = new MemoryBlockstore();
        foreach ((Cid cid, ReadOnlyMemory<byte> block) in tracking.Read)
            read.Put(cid, block);
        return read;
    }

    private static (IReadOnlyList<Cid> Roots, MemoryBlockstore Blocks) Unpack(MessageVector vector)
    {
        var blocks = new MemoryBlockstore();
        using var gzip = new GZipStream(new MemoryStream(vector.Car.ToArray()), CompressionMode.Decompress);
        return (CarReader.Load(gzip, blocks), blocks);
    }

    private static byte[] Pack(IReadOnlyList<Cid> roots, MemoryBlockstore blocks)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            var car = new CarWriter(gzip, roots);
            foreach (Cid cid in blocks.Cids)
                car.Write(cid, blocks.Get(cid).Span);
        }

        return packed.ToArray();
    }

    private static string Describe(VectorReceipt receipt) => $"{receipt.ExitCode} {receipt.GasUsed} {Convert.ToHexString(receipt.ReturnData.Span)}";
}
