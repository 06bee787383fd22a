using System.Text.Json;
using Fvm.Node.Ledger;
using Fvm.Node.Rpc.Eth;

namespace Fvm.Node.Rpc.Developer;

/// <summary>When tipsets are made, and at what time.</summary>
internal static class DeveloperMining
{
    private const int MostBlocks = 10_000_000;

    /// <summary>Times beyond this are milliseconds, as <c>Date</c> has them; the year 5138 can wait.</summary>
    private const ulong LatestSeconds = 100_000_000_000;

    public static void Add(RpcMethodTable table, Devnet net)
    {
        AddMining(table, net);
        AddTime(table, net);
    }

    private static void AddMining(RpcMethodTable table, Devnet net)
    {
        table.AddWaiting("evm_mine", async call =>
        {
            await MineAsync(call, net).ConfigureAwait(false);
            call.Result.WriteQuantity(0);
        });
        table.AddAllWaiting("evm_mine_detailed anvil_mine_detailed", async call =>
        {
            long before = net.Head.Height;
            await MineAsync(call, net).ConfigureAwait(false);
            call.Result.WriteStartArray();
            foreach (ExecutedTipset made in net.Chain.Range(before + 1, net.Head.Height))
                call.Result.WriteBlock(made, full: true, net.Options.ChainId);
            call.Result.WriteEndArray();
        });
        table.AddAllWaiting("hardhat_mine anvil_mine", async call =>
        {
            long count = call.Optional(0, "blocks") is { IsMissing: false } blocks ? blocks.Int63() : 1;
            ulong? interval = call.Optional(1, "interval") is { IsMissing: false } seconds ? (ulong)seconds.Int63() : null;
            if (count > 0)
                await net.MineAsync(Checked(call.Optional(0, "blocks"), count), interval: interval).ConfigureAwait(false);
            call.Result.WriteBooleanValue(true);
        });
        table.AddWaiting("fvm_mineNull", async call =>
        {
            long rounds = call.Optional(0, "null rounds") is { IsMissing: false } given ? given.Int63() : 1;
            ExecutedTipset head = await net.MineAsync(1, Checked(call.Optional(0, "null rounds"), rounds)).ConfigureAwait(false);
            call.Result.WriteQuantity((ulong)head.Height);
        });
        table.AddAllWaiting("evm_setAutomine anvil_setAutomine hardhat_setAutomine", async call =>
        {
            bool isOn = call.Required(0, "automine").Flag();
            await net.Developer.SetMiningAsync(isOn ? MiningMode.Instant : MiningMode.Manual).ConfigureAwait(false);
            call.Result.WriteBooleanValue(true);
        });
        table.AddAll("anvil_getAutomine hardhat_getAutomine", call => call.Result.WriteBooleanValue(net.Developer.Mining == MiningMode.Instant));
        table.AddAllWaiting("evm_setIntervalMining anvil_setIntervalMining", async call =>
        {
            // Seconds, as anvil has it, since we say that we are one; Hardhat has milliseconds.
            ulong seconds = (ulong)call.Required(0, "seconds").Int63();
            await net.Developer.SetMiningAsync(seconds == 0 ? MiningMode.Manual : MiningMode.Interval, seconds == 0 ? null : TimeSpan.FromSeconds(Math.Min(seconds, 1 << 30))).ConfigureAwait(false);
            call.Result.WriteBooleanValue(true);
        });
        table.Add("anvil_getIntervalMining", call =>
        {
            if (net.Developer.Mining == MiningMode.Interval)
                call.Result.WriteNumberValue((ulong)net.Developer.BlockTime.TotalSeconds);
            else
                call.Result.WriteNullValue();
        });
    }

    private static void AddTime(RpcMethodTable table, Devnet net)
    {
        table.AddAllWaiting("evm_increaseTime anvil_increaseTime", async call =>
        {
            RpcValue seconds = call.Required(0, "seconds");
            long offset = await net.Developer.IncreaseTimeAsync((ulong)Reasonable(seconds)).ConfigureAwait(false);
            call.Result.WriteNumberValue(offset);
        });
        table.AddAllWaiting("evm_setNextBlockTimestamp anvil_setNextBlockTimestamp", async call =>
        {
            await net.Developer.SetNextTimestampAsync((ulong)Reasonable(call.Required(0, "timestamp"))).ConfigureAwait(false);
            call.Result.WriteNullValue();
        });
        table.AddAllWaiting("evm_setTime anvil_setTime", async call =>
        {
            ulong time = (ulong)call.Required(0, "time").Int63();
            if (time > LatestSeconds)
                time /= 1000;
            long before = net.Developer.TimeOffset;
            await net.Developer.SetTimeAsync(time).ConfigureAwait(false);
            call.Result.WriteNumberValue(net.Developer.TimeOffset - before);
        });
        table.AddAllWaiting("anvil_setBlockTimestampInterval evm_setBlockTimestampInterval", async call =>
        {
            await net.Developer.SetTimestampIntervalAsync((ulong)Reasonable(call.Required(0, "seconds"))).ConfigureAwait(false);
            call.Result.WriteNullValue();
        });
        table.AddAllWaiting("anvil_removeBlockTimestampInterval evm_removeBlockTimestampInterval", async call =>
        {
            await net.Developer.SetTimestampIntervalAsync(null).ConfigureAwait(false);
            call.Result.WriteBooleanValue(true);
        });
    }

    private static async Task MineAsync(RpcCall call, Devnet net)
    {
        RpcValue options = call.Optional(0, "timestamp or options");
        if (options.Kind != JsonValueKind.Object)
        {
            if (!options.IsMissing)
                await net.Developer.SetNextTimestampAsync((ulong)Reasonable(options)).ConfigureAwait(false);
            await net.MineAsync().ConfigureAwait(false);
            return;
        }

        if (options.Member("timestamp") is { IsMissing: false } timestamp)
            await net.Developer.SetNextTimestampAsync((ulong)Reasonable(timestamp)).ConfigureAwait(false);
        RpcValue blocks = options.Member("blocks");
        long count = blocks.IsMissing ? 1 : blocks.Int63();
        if (count > 0)
            await net.MineAsync(Checked(blocks, count)).ConfigureAwait(false);
    }

    private static int Checked(RpcValue value, long count) => count <= MostBlocks ? (int)count : throw value.Wrong($"at most {MostBlocks} at a time");

    /// <summary>A time of which sums do not overflow.</summary>
    private static long Reasonable(RpcValue value)
    {
        long seconds = value.Int63();
        return seconds <= (long)LatestSeconds ? seconds : throw value.Wrong($"at most {LatestSeconds} seconds");
    }
}
