using System.Numerics;
using System.Text.Json;
using Fvm.Node.Chain;
using Fvm.Node.Forks;
using Fvm.Node.Ledger;
using Fvm.Node.Rpc.Forks;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Eth;

/// <summary>What gas costs.</summary>
internal static class EthFees
{
    /// <summary>The premium that is proposed, attoFIL a gas: a devnet takes any.</summary>
    public static readonly BigInteger Premium = 100_000;

    private const int MostBlocks = 1024;
    private const int MostPercentiles = 100;

    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.Add("eth_gasPrice", call => call.Result.WriteQuantity(net.NextBaseFee.Atto + Premium));
        table.Add("eth_maxPriorityFeePerGas", call => call.Result.WriteQuantity(Premium));
        table.Add("eth_baseFee", call => call.Result.WriteQuantity(net.NextBaseFee.Atto));
        table.Add("eth_blobBaseFee", call => call.Result.WriteQuantity(0));
        table.Add("eth_feeHistory", call => WriteHistory(call, net));
    }

    private static void WriteHistory(RpcCall call, Devnet net)
    {
        long count = call.Required(0, "block count").Int63();
        if (count is < 1 or > MostBlocks)
            throw new RpcException(RpcErrorCode.InvalidParameters, $"invalid params: parameter 1 (block count): 1 to {MostBlocks} blocks, not {count}");
        ExecutedTipset newest = net.StateBlock(call.Optional(1, "newest block"));
        double[] percentiles = Percentiles(call.Optional(2, "percentiles"));
        var blocks = new List<ExecutedTipset>();
        for (ExecutedTipset? block = newest; block is not null && blocks.Count < count && !net.IsUpstreams(block.Height); block = net.Chain.AtOrBefore(block.Height - 1))
            blocks.Add(block);
        blocks.Reverse();
        UpstreamFees? before = net.Upstream is { } upstream && blocks.Count < count ? BeforeFork(upstream, count - blocks.Count, percentiles, mayBeShorter: blocks.Count != 0) : null;
        Utf8JsonWriter result = call.Result;
        result.WriteStartObject();
        result.WriteQuantity("oldestBlock"u8, (ulong)(before?.Oldest ?? blocks[0].Height));
        result.WriteStartArray("baseFeePerGas"u8);
        foreach (BigInteger fee in before?.BaseFees ?? [])
            result.WriteQuantity(fee);
        foreach (ExecutedTipset block in blocks)
            result.WriteQuantity(block.BaseFee.Atto);
        // Lotus knows the next fee no more than the results: it tells the last one again.
        result.WriteQuantity(net.Options.Deferred ? newest.BaseFee.Atto : newest == net.Head ? net.NextBaseFee.Atto : newest.NextBaseFee.Atto);
        result.WriteEndArray();
        result.WriteStartArray("gasUsedRatio"u8);
        foreach (JsonElement ratio in before?.Ratios ?? [])
            ratio.WriteTo(result);
        foreach (ExecutedTipset block in blocks)
            result.WriteNumberValue(Math.Round((double)block.GasUsed / (NetworkConstants.BlockGasLimit * (ulong)block.Tipset.Blocks.Count), 9));
        result.WriteEndArray();
        if (percentiles.Length != 0)
            WriteRewards(result, before, blocks, percentiles);
        result.WriteEndObject();
    }

    private static double[] Percentiles(RpcValue value)
    {
        if (value.IsMissing)
            return [];
        var percentiles = new List<double>();
        foreach (RpcValue item in value.Items())
        {
            if (item.Kind != JsonValueKind.Number || !item.Json.TryGetDouble(out double percentile) || percentile is not (>= 0 and <= 100))
                throw item.Wrong($"a number from 0 to 100 was expected, not {item.Shown()}");
            if (percentiles.Count == MostPercentiles || (percentiles.Count != 0 && percentile < percentiles[^1]))
                throw item.Wrong($"at most {MostPercentiles} percentiles, in order");
            percentiles.Add(percentile);
        }

        return [.. percentiles];
    }

    /// <summary>What the upstream tells. Without it a history is shorter, as every node's is that has no older blocks; but never empty.</summary>
    private static UpstreamFees? BeforeFork(UpstreamChain upstream, long count, double[] percentiles, bool mayBeShorter)
    {
        try
        {
            return UpstreamFees.Find(upstream, count, percentiles);
        }
        catch (UpstreamException) when (mayBeShorter)
        {
            return null;
        }
        catch (UpstreamException failed)
        {
            throw new RpcException(RpcErrorCode.ResourceUnavailable, failed.Message);
        }
    }

    private static void WriteRewards(Utf8JsonWriter result, UpstreamFees? before, List<ExecutedTipset> blocks, double[] percentiles)
    {
        result.WriteStartArray("reward"u8);
        foreach (JsonElement reward in before?.Rewards ?? [])
            reward.WriteTo(result);
        foreach (ExecutedTipset block in blocks)
        {
            result.WriteStartArray();
            (BigInteger Premium, ulong Gas)[] paid = [.. block.Messages
                .Select(message => (BaseFee.EffectivePremium(message.Message, block.BaseFee).Atto, message.Receipt.GasUsed)).Order()];
            foreach (double percentile in percentiles)
                result.WriteQuantity(At(paid, percentile * block.GasUsed / 100));
            result.WriteEndArray();
        }

        result.WriteEndArray();
    }

    /// <summary>The premium below which so much of the gas was used; of a block without messages the one that is proposed.</summary>
    private static BigInteger At((BigInteger Premium, ulong Gas)[] paid, double gas)
    {
        double sum = 0;
        foreach ((BigInteger premium, ulong used) in paid)
        {
            sum += used;
            if (sum >= gas)
                return premium;
        }

        return paid.Length == 0 ? Premium : paid[^1].Premium;
    }
}
