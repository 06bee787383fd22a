namespace Fvm.Node.Mining;

/// <summary>Makes a tipset when it is time: at each interval, or when nothing happened for a while. Armed anew by every tipset.</summary>
internal sealed class Heartbeat : IDisposable
{
    /// <summary>49 days, the most that a timer takes. A heart that should beat later beats then.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly ITimer timer;
    private readonly Func<TimeSpan?> period;
    private int armed;

    /// <summary>Makes a heart that does not beat before it is armed.</summary>
    /// <param name="time">Whose time.</param>
    /// <param name="period">How long from now, or null for never.</param>
    /// <param name="beat">What to do then, given what <see cref="IsDue"/> asks for; it arms the timer again.</param>
    public Heartbeat(TimeProvider time, Func<TimeSpan?> period, Action<int> beat)
    {
        this.period = period;
        timer = time.CreateTimer(_ => beat(Volatile.Read(ref armed)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Counts the time from now on.</summary>
    public void Arm()
    {
        Interlocked.Increment(ref armed);
        TimeSpan due = period() is { } time ? time < Longest ? time : Longest : Timeout.InfiniteTimeSpan;
        timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether a beat is still what was waited for: not where the time was counted anew after it, since a tipset came or mining changed while it waited for its turn.</summary>
    /// <param name="beat">The beat.</param>
    public bool IsDue(int beat) => Volatile.Read(ref armed) == beat;

    public void Dispose() => timer.Dispose();
}
