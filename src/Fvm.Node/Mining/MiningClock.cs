using Fvm.Protocol;

namespace Fvm.Node.Mining;

/// <summary>The time of the next tipset: the computer's, moved as it was asked for, or the epoch's. Never before the parent's.</summary>
internal sealed class MiningClock(DevnetOptions options)
{
    /// <summary>Seconds that the chain is ahead of the computer; below 0, behind it.</summary>
    public long Offset { get; set; }

    /// <summary>The time of the next tipset only, if it was set.</summary>
    public ulong? NextTimestamp { get; set; }

    /// <summary>Seconds between tipsets, if they were fixed; then the computer's time does not count.</summary>
    public ulong? Interval { get; set; }

    public ulong Now => unchecked((ulong)(options.Time.GetUtcNow().ToUnixTimeSeconds() + Offset));

    /// <summary>A tipset has this time: what was set for it is used up, and the clock goes on from there.</summary>
    public void Take(ulong timestamp)
    {
        if (NextTimestamp is not null)
            Offset += unchecked((long)(timestamp - Now));
        NextTimestamp = null;
    }

    /// <summary>The epoch and the time of the tipset after a parent; what was set for it stays.</summary>
    public (long Height, ulong Timestamp) Peek(long parentHeight, ulong parentTimestamp, ulong genesisTimestamp, long nullRounds)
    {
        long height = parentHeight + 1 + nullRounds;
        if (options.Clock == DevnetClock.Epoch)
        {
            ulong wanted = NextTimestamp ?? Now;
            long reached = wanted > genesisTimestamp ? (long)((wanted - genesisTimestamp) / NetworkConstants.EpochDurationSeconds) : 0;
            height = NextTimestamp is null ? height : Math.Max(height, reached);
            return (height, genesisTimestamp + ((ulong)height * NetworkConstants.EpochDurationSeconds));
        }

        ulong time = NextTimestamp ?? (Interval is { } interval ? parentTimestamp + interval : Now);
        return (height, Math.Max(time, parentTimestamp));
    }
}
