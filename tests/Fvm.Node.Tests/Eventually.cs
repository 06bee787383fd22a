namespace Fvm.Node.Tests;

/// <summary>Waits for what comes by itself. How long that takes is the machine's business; only what never comes is a failure.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until something is so.</summary>
    public static Task IsAsync(Func<bool> condition) => IsAsync(() => Task.FromResult(condition()));

    /// <summary>Waits until something is so.</summary>
    public static async Task IsAsync(Func<Task<bool>> condition)
    {
        long end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!await condition())
        {
            Assert.True(Environment.TickCount64 < end, $"it does not come in {Patience.TotalMinutes} minutes");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
