using Fvm.Node.Ledger;

namespace Fvm.Node.Rpc.Eth;

/// <summary>Blocks.</summary>
internal static class EthBlocks
{
    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.Add("eth_blockNumber", call => call.Result.WriteQuantity((ulong)net.Latest().Height));
        table.MarkBrief("eth_blockNumber");
        table.Add("eth_getBlockByNumber", call => WriteBlock(call, net, net.Block(call.Required(0, "block"))));
        table.Add("eth_getBlockByHash", call => WriteBlock(call, net, net.ByHash(call.Required(0, "hash"))));
        table.Add("eth_getBlockTransactionCountByNumber", call => WriteCount(call, net.Block(call.Required(0, "block"))));
        table.Add("eth_getBlockTransactionCountByHash", call => WriteCount(call, net.ByHash(call.Required(0, "hash"))));
        table.AddAll("eth_getBlockReceipts Filecoin.EthGetBlockReceiptsLimited", call => WriteReceipts(call, net.Block(call.Required(0, "block"))));
        table.Add("eth_getTransactionByBlockNumberAndIndex", call => WriteAt(call, net, net.Block(call.Required(0, "block"))));
        table.Add("eth_getTransactionByBlockHashAndIndex", call => WriteAt(call, net, net.ByHash(call.Required(0, "hash"))));
        table.Add("eth_getRawTransactionByBlockNumberAndIndex", call => call.Result.WriteRaw(At(call, net.Block(call.Required(0, "block")))));
        table.Add("eth_getRawTransactionByBlockHashAndIndex", call => call.Result.WriteRaw(At(call, net.ByHash(call.Required(0, "hash")))));
        table.Add("eth_getUncleCountByBlockNumber", call => WriteNone(call, net.Block(call.Required(0, "block"))));
        table.Add("eth_getUncleCountByBlockHash", call => WriteNone(call, net.ByHash(call.Required(0, "hash"))));
        table.Add("eth_getUncleByBlockNumberAndIndex", call => call.Result.WriteNullValue());
        table.Add("eth_getUncleByBlockHashAndIndex", call => call.Result.WriteNullValue());
    }

    private static void WriteBlock(RpcCall call, Devnet net, ExecutedTipset? block)
    {
        bool full = call.Optional(1, "full transactions").IsOn();
        if (block is null)
            call.Result.WriteNullValue();
        else
            call.Result.WriteBlock(block, full, net.Options.ChainId);
    }

    private static void WriteCount(RpcCall call, ExecutedTipset? block)
    {
        if (block is null)
            call.Result.WriteNullValue();
        else
            call.Result.WriteQuantity((ulong)block.Messages.Count);
    }

    private static void WriteNone(RpcCall call, ExecutedTipset? block)
    {
        if (block is null)
            call.Result.WriteNullValue();
        else
            call.Result.WriteQuantity(0);
    }

    private static void WriteReceipts(RpcCall call, ExecutedTipset? block)
    {
        if (block is null)
        {
            call.Result.WriteNullValue();
            return;
        }

        call.Result.WriteStartArray();
        foreach (AppliedMessage message in block.Messages)
            call.Result.WriteReceipt(new MessagePlace(block, message));
        call.Result.WriteEndArray();
    }

    private static void WriteAt(RpcCall call, Devnet net, ExecutedTipset? block)
    {
        if (At(call, block) is { } message)
            call.Result.WriteTransaction(new MessagePlace(block!, message), net.Options.ChainId);
        else
            call.Result.WriteNullValue();
    }

    /// <summary>The message at the place that a call names second; null where there is none.</summary>
    private static AppliedMessage? At(RpcCall call, ExecutedTipset? block)
    {
        long index = call.Required(1, "index").Int63();
        return block is null || index >= block.Messages.Count ? null : block.Messages[(int)index];
    }
}
