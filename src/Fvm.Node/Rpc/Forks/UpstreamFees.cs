using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Fvm.Node.Forks;

namespace Fvm.Node.Rpc.Forks;

/// <summary>The part of a fee history that lies before a fork, the last tipset that both chains have included: its messages, and so its gas, are the upstream's.</summary>
/// <param name="Oldest">The epoch of the first.</param>
/// <param name="BaseFees">The base fee of each, attoFIL a gas.</param>
/// <param name="Ratios">How full each was, as the upstream tells it.</param>
/// <param name="Rewards">The premiums of each at the percentiles that were asked for, as the upstream tells them; empty where none were.</param>
internal sealed record UpstreamFees(long Oldest, IReadOnlyList<BigInteger> BaseFees, IReadOnlyList<JsonElement> Ratios, IReadOnlyList<JsonElement> Rewards)
{
    /// <summary>Asks for it.</summary>
    /// <param name="upstream">The chain before the fork.</param>
    /// <param name="count">How many tipsets, at most.</param>
    /// <param name="percentiles">Percentiles.</param>
    /// <exception cref="UpstreamException">The upstream does not answer, or refuses, or is on another chain.</exception>
    public static UpstreamFees Find(UpstreamChain upstream, long count, IReadOnlyList<double> percentiles)
    {
        string asked = string.Join(',', percentiles.Select(static percentile => percentile.ToString("R", CultureInfo.InvariantCulture)));
        string parameters = string.Create(CultureInfo.InvariantCulture, $"[\"0x{count:x}\",{UpstreamJson.Quantity(upstream.LastEpoch)},[{asked}]]");
        return upstream.AskByNumber("eth_feeHistory", parameters, history => Read(history, count, percentiles.Count != 0));
    }

    private static UpstreamFees Read(JsonElement history, long count, bool hasRewards)
    {
        BigInteger[] fees = [.. history.GetProperty("baseFeePerGas"u8).EnumerateArray().Select(UpstreamJson.ReadQuantity)];
        JsonElement[] ratios = [.. history.GetProperty("gasUsedRatio"u8).EnumerateArray().Select(static ratio => ratio.Clone())];
        JsonElement[] rewards = hasRewards ? [.. history.GetProperty("reward"u8).EnumerateArray().Select(static reward => reward.Clone())] : [];
        bool fits = ratios.Length >= 1 && ratios.Length <= count && fees.Length >= ratios.Length && (!hasRewards || rewards.Length == ratios.Length)
            && ratios.All(static ratio => ratio.ValueKind == JsonValueKind.Number);
        return fits
            ? new UpstreamFees((long)UpstreamJson.ReadQuantity(history.GetProperty("oldestBlock"u8)), fees[..ratios.Length], ratios, rewards)
            : throw new FormatException($"{fees.Length} base fees, {ratios.Length} ratios and {rewards.Length} rewards are no history of {count} blocks");
    }
}
