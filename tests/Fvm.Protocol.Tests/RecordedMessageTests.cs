using System.Text.Json;
using Fvm.Ipld.Amts;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.Tests;

/// <summary>Messages as the reference recorded them decode and encode to the same bytes.</summary>
public class RecordedMessageTests
{
    [Theory]
    [InlineData("syscalls", "nv18")]
    [InlineData("generated", "nv18")]
    [InlineData("evm", "nv28")]
    [InlineData("native", "nv28")]
    public void Messages_encode_to_the_bytes_they_came_in(string group, string version)
    {
        CheckMessages(Directory.EnumerateFiles(RecordedVectors.Require(group, version), "*.json"));
    }

    [Fact]
    public void Messages_of_the_public_corpus_encode_to_the_bytes_they_came_in()
    {
        string corpus = Path.Combine(Environment.GetEnvironmentVariable("FVM_CORPUS") ?? string.Empty, "corpus", "extracted");
        Assert.SkipUnless(Directory.Exists(corpus), "no checkout of fvm-test-vectors at FVM_CORPUS");
        CheckMessages(Directory.EnumerateFiles(corpus, "*.json", SearchOption.AllDirectories));
    }

    [Fact]
    public void Recorded_events_have_the_recorded_root()
    {
        int roots = 0;
        foreach (string file in Directory.EnumerateFiles(RecordedVectors.Require("syscalls", "nv18"), "*.json"))
        {
            foreach (JsonElement result in RecordedVectors.Load(file).GetProperty("postconditions").GetProperty("results").EnumerateArray())
            {
                StampedEvent[] events = [.. result.GetProperty("events").EnumerateArray().Select(ReadEvent)];
                if (events.Length == 0)
                    continue;
                // FIP-0049: an AMT of bit width 5.
                Amt<StampedEvent> amt = new(new MemoryBlockstore(), ChainEncoding.Codec<StampedEvent>(), AmtLayout.V3, bitWidth: 5);
                amt.SetAll(events);
                Assert.Equal(result.GetProperty("events_root").GetString(), amt.Flush().ToString());
                roots++;
            }
        }

        Assert.NotEqual(0, roots);
    }

    private static void CheckMessages(IEnumerable<string> files)
    {
        int messages = 0;
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            foreach (JsonElement applied in RecordedVectors.Load(file).GetProperty("apply_messages").EnumerateArray())
            {
                byte[] bytes = applied.GetProperty("bytes").GetBytesFromBase64();
                Assert.True(Message.TryDecode(bytes, out Message? message, out CborError error), $"{Path.GetFileName(file)}: {error}");
                Assert.Equal(bytes, message.Encode());
                messages++;
            }
        }

        Assert.NotEqual(0, messages);
    }

    private static StampedEvent ReadEvent(JsonElement recorded)
    {
        IEnumerable<EventEntry> entries = recorded.GetProperty("entries").EnumerateArray().Select(static entry => new EventEntry(
            entry[0].GetUInt64(), entry[1].GetString()!, entry[2].GetUInt64(), Convert.FromHexString(entry[3].GetString()!)));
        return new StampedEvent(new ActorId(recorded.GetProperty("emitter").GetUInt64()), new ActorEvent([.. entries]));
    }
}
