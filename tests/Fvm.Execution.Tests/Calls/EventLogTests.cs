using Fvm.Execution.Calls;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Calls;

/// <summary>The events of a message and their root.</summary>
public class EventLogTests
{
    [Fact]
    public void No_events_have_no_root() => Assert.Null(new EventLog().Root());

    /// <summary>
    /// Frozen: what the reference recorded in ../shared/vectors/syscalls/nv18/v3-event-1.json. The root stands in receipts; if it changes,
    /// find out what broke and leave the number alone.
    /// </summary>
    [Fact]
    public void Root_is_what_the_reference_recorded()
    {
        var log = new EventLog();
        log.Append(new StampedEvent(new ActorId(1000), Event("k", 0x76)));
        Assert.Equal("bafy2bzacedd3jxqdsapne6yskhppajatljdsdujgdv5bmtnz7yi6tu4eb4jbe", log.Root()!.ToString());
    }

    [Fact]
    public void Root_depends_on_the_order()
    {
        StampedEvent one = new(new ActorId(1000), Event("a", 1));
        StampedEvent two = new(new ActorId(1000), Event("b", 2));
        Assert.NotEqual(Root(one, two), Root(two, one));
        Assert.Equal(Root(one, two), Root(one, two));
    }

    [Fact]
    public void Reverted_calls_drop_theirs_and_those_below()
    {
        var log = new EventLog();
        log.Begin();
        Emit("outer 1");
        log.Begin();
        Emit("failed");
        log.Begin();
        Emit("below failed");
        log.End(revert: false);
        log.End(revert: true);
        log.Begin();
        Emit("kept");
        log.End(revert: false);
        Emit("outer 2");
        log.End(revert: false);
        Assert.Equal(["outer 1", "kept", "outer 2"], log.Events.Select(static e => e.Event.Entries[0].Key));

        void Emit(string key) => log.Append(new StampedEvent(new ActorId(1), Event(key, 0)));
    }

    private static ActorEvent Event(string key, byte value) => new([new EventEntry(0, key, Multicodec.Raw, new[] { value })]);

    private static Cid Root(params StampedEvent[] events)
    {
        var log = new EventLog();
        foreach (StampedEvent stamped in events)
            log.Append(stamped);
        return log.Root()!;
    }
}
