using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The cron table of all networks.</summary>
public static class CronPolicy
{
    private const ulong PowerOnEpochTickEnd = 5;
    private const ulong MarketCronTick = 9;

    /// <summary>Power first, then market (lotus <c>chain/gen/genesis</c>, cron table).</summary>
    public static IReadOnlyList<CronEntry> Entries { get; } =
    [
        new CronEntry(SingletonActors.StoragePower.ToAddress(), PowerOnEpochTickEnd),
        new CronEntry(SingletonActors.StorageMarket.ToAddress(), MarketCronTick),
    ];
}
