namespace Fvm.Node.Tests.Devnets;

/// <summary>A tipset that comes by itself has to wait for its turn like any change; by then it may be wanted no more.</summary>
public sealed class HeartbeatTests
{
    /// <summary>The time is over, and a tipset is being made just then: that one was what was waited for.</summary>
    [Theory]
    [InlineData(MiningMode.Instant)]
    [InlineData(MiningMode.Interval)]
    public async Task A_beat_behind_a_tipset_makes_no_other(MiningMode mining)
    {
        var time = new TimeByHand();
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Mining = mining, Time = time });
        using ManualResetEventSlim made = new(), goOn = new();
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        using (net.Watch(change => Hold(change, made, goOn, cancelled)))
        {
            Task mine = net.MineAsync();
            made.Wait(cancelled);
            time.Fire();
            goOn.Set();
            await mine;
            // Changes come one after the other, so the beat had its turn.
            await net.Developer.TakeSnapshotAsync();
        }

        Assert.Equal(1, net.Head.Height);
        time.Fire();
        await net.Developer.TakeSnapshotAsync();
        Assert.Equal(2, net.Head.Height);
    }

    /// <summary>Who turned mining off finds no tipset after that.</summary>
    [Fact]
    public async Task A_beat_behind_the_end_of_mining_makes_none()
    {
        var time = new TimeByHand();
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Time = time });
        using ManualResetEventSlim made = new(), goOn = new();
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        using (net.Watch(change => Hold(change, made, goOn, cancelled)))
        {
            Task mine = net.MineAsync();
            made.Wait(cancelled);
            Task off = net.Developer.SetMiningAsync(MiningMode.Manual);
            time.Fire();
            goOn.Set();
            await Task.WhenAll(mine, off);
            await net.Developer.TakeSnapshotAsync();
        }

        Assert.Equal(1, net.Head.Height);
    }

    private static void Hold(ChainChange change, ManualResetEventSlim made, ManualResetEventSlim goOn, CancellationToken cancelled)
    {
        if (change is not TipsetMade)
            return;
        made.Set();
        goOn.Wait(cancelled);
    }

    /// <summary>A timer that fires when it is told to.</summary>
    private sealed class TimeByHand : TimeProvider
    {
        private Action? fire;

        public void Fire() => fire!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            fire = () => callback(state);
            return new StillTimer();
        }

        private sealed class StillTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
