namespace Fvm.Node.Tests.Devnets;

/// <summary>Tipsets that come by themselves.</summary>
public sealed class UnaskedMiningTests
{
    /// <summary>A tipset that cannot be made (here: since the clock fails) is told to those who watch, and the next ones come in their time.</summary>
    [Theory]
    [InlineData(MiningMode.Interval)]
    [InlineData(MiningMode.Instant)]
    public async Task AFailureIsToldAndTheNextTipsetComes(MiningMode mining)
    {
        var clock = new FailingClock();
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions
        {
            Mining = mining,
            BlockTime = TimeSpan.FromMilliseconds(20),
            Heartbeat = TimeSpan.FromMilliseconds(20),
            Time = clock,
        });
        int failures = 0;
        string? told = null;
        using IDisposable watching = net.Watch(change =>
        {
            if (change is not MiningFailed failed)
                return;
            told = failed.Failure.Message;
            Interlocked.Increment(ref failures);
        });
        await Eventually.IsAsync(() => net.Head.Height >= 2);
        clock.Fails = true;
        await Eventually.IsAsync(() => Volatile.Read(ref failures) >= 3);
        Assert.Equal("the clock stands", told);
        clock.Fails = false;
        long height = net.Head.Height;
        await Eventually.IsAsync(() => net.Head.Height >= height + 3);
    }

    private sealed class FailingClock : TimeProvider
    {
        private volatile bool fails;

        public bool Fails
        {
            get => fails;
            set => fails = value;
        }

        public override DateTimeOffset GetUtcNow() => fails ? throw new InvalidOperationException("the clock stands") : base.GetUtcNow();
    }
}
