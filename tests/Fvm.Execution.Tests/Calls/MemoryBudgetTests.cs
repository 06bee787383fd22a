using Fvm.Execution.Calls;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Calls;

/// <summary>The memory of a call stack. First rows re-typed from ref-fvm fvm/src/machine/limiter.rs.</summary>
public class MemoryBudgetTests
{
    [Fact]
    public void Budget_can_be_used_up_exactly()
    {
        var budget = new MemoryBudget(4);
        Assert.True(budget.TryGrow(3));
        Assert.True(budget.TryGrow(1));
        Assert.False(budget.TryGrow(1));
        Assert.False(budget.TryGrow(ulong.MaxValue));
        Assert.True(budget.TryGrow(0));
        Assert.Equal(4ul, budget.Used);
    }

    [Fact]
    public void A_frames_share_is_given_back_when_it_ends()
    {
        var world = new World();
        ulong limit = world.Context.MaxMemoryBytes;
        Assert.Equal(1ul << 31, limit);
        Address callee = world.Actor(201, (kernel, _) =>
        {
            Assert.Equal(3ul, kernel.Memory.Used);
            Assert.False(kernel.Memory.TryGrow(limit - 2));
            Assert.True(kernel.Memory.TryGrow(limit - 3));
            return Exit.With(20);
        });
        world.Inside(kernel =>
        {
            Assert.True(kernel.Memory.TryGrow(3));
            kernel.Send(callee);
            kernel.Send(callee);
            Assert.Equal(3ul, kernel.Memory.Used);
        });
    }

    [Fact]
    public void An_account_made_on_the_way_shares_the_frame_of_the_call()
    {
        var world = new World();
        world.OnConstructAccount((kernel, _) =>
        {
            Assert.Equal(0ul, kernel.Memory.Used);
            Assert.True(kernel.Memory.TryGrow(5));
            return Exit.Ok;
        });
        world.Inside(kernel =>
        {
            kernel.Send(World.Key(9), method: 0);
            Assert.Equal(0ul, kernel.Memory.Used);
        });
    }
}
