using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Kernel;

/// <summary>Events as CBOR (nv18 to nv20; FIP-0049, ref-fvm release/v3 kernel/default.rs emit_event).</summary>
public class EventOpsTests
{
    /// <summary>Recorded by the reference: ../shared/vectors/syscalls/nv18/v3-event-*.json. Null: accepted.</summary>
    [Theory]
    [InlineData("818400616b18554176", null)]
    [InlineData("838403636b657918554576616c75658401616118554084026018554178", null)]
    [InlineData("818404616b18554176", null)] // an unknown flag
    [InlineData("81840062c3a918554176", null)] // a key of two bytes that are one letter
    [InlineData("818400616b18714176", ErrorNumber.IllegalCodec)]
    [InlineData("818300616b1855", ErrorNumber.IllegalArgument)]
    [InlineData("818400616b18556474657874", ErrorNumber.IllegalArgument)] // a text for a value
    [InlineData("a1616101", ErrorNumber.IllegalArgument)]
    [InlineData("ff0001", ErrorNumber.IllegalArgument)]
    [InlineData("", ErrorNumber.IllegalArgument)]
    [InlineData("818400616b185541", ErrorNumber.IllegalArgument)] // truncated
    [InlineData("818400616b1855417600", ErrorNumber.IllegalArgument)] // a byte too many
    [InlineData("80", null)] // no entries
    public void Event_is_judged_as_the_reference_recorded(string cbor, ErrorNumber? error) => Emit(Convert.FromHexString(cbor), error);

    [Theory]
    [InlineData(31, null)]
    [InlineData(32, null)]
    [InlineData(33, ErrorNumber.IllegalArgument)]
    public void Key_has_at_most_32_bytes(int length, ErrorNumber? error) => Emit(Event((new string('k', length), 0x55, 1)), error);

    [Fact]
    public void Keys_are_counted_in_bytes_not_letters() => Emit(Event((new string('é', 17), 0x55, 1)), ErrorNumber.IllegalArgument);

    [Theory]
    [InlineData(8_192, 0, null)]
    [InlineData(8_193, 0, ErrorNumber.IllegalArgument)]
    [InlineData(4_096, 4_096, null)]
    [InlineData(4_096, 4_097, ErrorNumber.IllegalArgument)]
    public void Values_have_at_most_8192_bytes_together(int first, int second, ErrorNumber? error) =>
        Emit(Event(("a", 0x55, first), ("b", 0x55, second)), error);

    [Theory]
    [InlineData(255, null)]
    [InlineData(256, null)]
    [InlineData(257, ErrorNumber.IllegalArgument)]
    public void There_are_at_most_256_entries(int count, ErrorNumber? error) =>
        Emit(Event([.. Enumerable.Repeat(("k", 0x55ul, 1), count)]), error);

    [Fact]
    public void Checks_come_in_order()
    {
        (string, ulong, int) badCodec = ("k", 0x71, 1);
        (string, ulong, int) badKey = (new string('k', 33), 0x55, 1);
        Emit(Event([.. Enumerable.Repeat(badCodec, 257)]), ErrorNumber.IllegalArgument);
        Emit(Event(badCodec, badKey), ErrorNumber.IllegalCodec);
        Emit(Event(badKey, badCodec), ErrorNumber.IllegalArgument);
        Emit(Event(("k", 0x55, 9_000), badCodec), ErrorNumber.IllegalCodec);
    }

    [Fact]
    public void Encoding_of_more_than_1_MiB_is_refused_after_its_charge() => new World().Inside(kernel =>
    {
        byte[] huge = new byte[(1 << 20) + 1];
        Assert.Equal(
            1_750_000 + (27_400 * (ulong)huge.Length),
            kernel.Cost(() => Says.Refuses(ErrorNumber.IllegalArgument, kernel.Event.EmitEncodedEvent(huge))));
    });

    [Theory]
    [InlineData(1_996_600ul)]
    [InlineData(1_996_600ul + 319_200)]
    public void Without_the_gas_the_actor_is_unwound_and_nothing_is_emitted(ulong price)
    {
        var world = new World();
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Says.Ok(kernel.Gas.Charge("rest", kernel.Gas.Available - new GasAmount(price - 1)));
            Assert.Equal(SyscallOutcome.OutOfGas, kernel.Event.EmitEncodedEvent(Convert.FromHexString("818400616b18554176")).Outcome);
            return Exit.OutOfGas;
        });
        ApplyResult result = world.Call(actor);
        Says.Ends(result, 7);
        Assert.Empty(result.Events);
    }

    [Fact]
    public void Root_and_entries_of_a_whole_message_are_what_the_reference_recorded()
    {
        // v3-event-2.json: the emitter is f01000.
        var world = new World();
        Address actor = world.Actor(1000, (kernel, _) =>
        {
            Says.Ok(kernel.Event.EmitEncodedEvent(Convert.FromHexString("838403636b657918554576616c75658401616118554084026018554178")));
            return Exit.Ok;
        });
        ApplyResult result = world.Call(actor);
        Assert.Equal("bafy2bzacebezvkafzqy2oqwcvtwrp4jpahtruuafibu2icphtiqbwqokwelge", result.Receipt.EventsRoot!.ToString());
        StampedEvent stamped = Assert.Single(result.Events);
        Assert.Equal(new ActorId(1000), stamped.Emitter);
        Assert.Equal(["key", "a", ""], stamped.Event.Entries.Select(static entry => entry.Key));
        Assert.Equal([3ul, 1, 2], stamped.Event.Entries.Select(static entry => entry.Flags));
    }

    private static void Emit(byte[] encoded, ErrorNumber? error)
    {
        ApplyResult result = new World().Inside(kernel =>
        {
            ulong cost = kernel.Cost(() =>
            {
                SyscallStatus status = kernel.Event.EmitEncodedEvent(encoded);
                if (error is { } expected)
                    Says.Refuses(expected, status);
                else
                    Says.Ok(status);
            });
            ulong length = (ulong)encoded.Length;
            Assert.Equal(1_750_000 + (27_400 * length) + (error is null ? 15_200 * (length + 12) : 0), cost);
        });
        Assert.Equal(error is null ? 1 : 0, result.Events.Count);
        Assert.Equal(error is null, result.Receipt.EventsRoot is not null);
    }

    private static byte[] Event(params (string Key, ulong Codec, int Length)[] entries)
    {
        var writer = new CborWriter();
        writer.WriteArrayHeader(entries.Length);
        foreach ((string key, ulong codec, int length) in entries)
        {
            writer.WriteArrayHeader(4);
            writer.WriteUInt64(0);
            writer.WriteText(key);
            writer.WriteUInt64(codec);
            writer.WriteBytes(new byte[length]);
        }

        return writer.ToArray();
    }
}
