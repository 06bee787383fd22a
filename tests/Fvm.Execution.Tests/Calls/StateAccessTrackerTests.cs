using Fvm.Execution.Calls;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Calls;

/// <summary>Which accesses have been paid. First rows re-typed from ref-fvm fvm/src/call_manager/state_access_tracker.rs.</summary>
public class StateAccessTrackerTests
{
    private static readonly ActorId One = new(101);
    private static readonly ActorId Two = new(102);

    [Fact]
    public void Access_is_remembered_and_never_falls_back()
    {
        var tracker = new StateAccessTracker([]);
        tracker.Begin();
        Assert.Equal(ActorAccess.None, tracker.Access(One));
        tracker.RecordRead(One);
        Assert.Equal(ActorAccess.Read, tracker.Access(One));
        tracker.RecordUpdate(One);
        tracker.RecordRead(One);
        Assert.Equal(ActorAccess.Updated, tracker.Access(One));
        tracker.End(revert: false);
        Assert.Equal(ActorAccess.Updated, tracker.Access(One));

        tracker.Begin();
        tracker.RecordRead(Two);
        tracker.End(revert: true);
        Assert.Equal(ActorAccess.Updated, tracker.Access(One));
        Assert.Equal(ActorAccess.None, tracker.Access(Two));
    }

    [Fact]
    public void Revert_goes_back_to_what_was_paid_before()
    {
        var tracker = new StateAccessTracker([]);
        tracker.RecordRead(One);
        tracker.Begin();
        tracker.RecordUpdate(One);
        tracker.Begin();
        tracker.RecordUpdate(Two);
        tracker.End(revert: false);
        tracker.End(revert: true);
        Assert.Equal(ActorAccess.Read, tracker.Access(One));
        Assert.Equal(ActorAccess.None, tracker.Access(Two));
    }

    [Fact]
    public void Preloaded_actors_are_paid() => Assert.Equal(ActorAccess.Updated, new StateAccessTracker([101]).Access(One));

    [Fact]
    public void Address_lookups_are_remembered_unless_reverted()
    {
        var tracker = new StateAccessTracker([]);
        Assert.True(tracker.IsLookedUp(Address.FromId(1)));
        Address key = World.Key(1);
        tracker.Begin();
        Assert.False(tracker.IsLookedUp(key));
        tracker.RecordLookup(key);
        Assert.True(tracker.IsLookedUp(key));
        tracker.End(revert: true);
        Assert.False(tracker.IsLookedUp(key));
        tracker.Begin();
        tracker.RecordLookup(key);
        tracker.End(revert: false);
        Assert.True(tracker.IsLookedUp(key));
    }
}
