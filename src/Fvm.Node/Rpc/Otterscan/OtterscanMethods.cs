using System.Numerics;
using System.Text.Json;
using Fvm.Node.Ledger;
using Fvm.Node.Rpc.Eth;
using Fvm.Node.Rpc.Traces;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Otterscan;

/// <summary>What Otterscan, an explorer that needs nothing but a node, asks for besides <c>eth_*</c> (docs.otterscan.io, "ots_ namespace"; the forms are anvil's): blocks and pages of them.</summary>
internal static class OtterscanMethods
{
    /// <summary>The level of the namespace that today's explorer asks for.</summary>
    private const int ApiLevel = 8;

    private const int SelectorLength = 4;

    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.Add("ots_getApiLevel", static call => call.Result.WriteNumberValue(ApiLevel));
        table.Add("ots_hasCode", call =>
            call.Result.WriteBooleanValue(!net.StateAt(net.StateBlock(call.Optional(1, "block"))).CodeOf(call.Required(0, "address").AnyAddress()).IsEmpty));
        table.Add("ots_getBlockDetails", call => WriteDetails(call.Result, TraceMethods.NeedBlock(net, call.Required(0, "block"))));
        table.Add("ots_getBlockDetailsByHash", call => WriteDetails(call.Result, TraceMethods.NeedBlock(net, call.Required(0, "hash"))));
        table.Add("ots_getBlockTransactions", call => WritePage(call, net));
        table.Add("ots_getTransactionBySenderAndNonce", call =>
        {
            if (EthSenders.Find(net, call.Required(0, "sender").EthereumAddress(), call.Required(1, "nonce").UInt64()) is { } place)
                call.Result.WriteData(place.Message.Hash.Span);
            else
                call.Result.WriteNullValue();
        });
        table.Add("ots_getTransactionError", call =>
        {
            bool isFailure = net.TryGetShown(call.Required(0, "hash").Hash(), out MessagePlace? place) && !place.Message.Receipt.ExitCode.IsSuccess;
            call.Result.WriteData(isFailure ? EthereumReturns.Unwrap(place!.Message.Receipt.ReturnData).Span : []);
        });
        // Not one of ots_, but asked for by the same explorer.
        table.Add("erigon_getHeaderByNumber", call =>
        {
            if (net.Block(call.Required(0, "block")) is { } block)
                call.Result.WriteBlock(block, full: false, net.Options.ChainId);
            else
                call.Result.WriteNullValue();
        });
    }

    /// <summary>A transaction's receipt with its block's time.</summary>
    public static void WriteOtterscanReceipt(this Utf8JsonWriter writer, MessagePlace place) => writer.WriteReceipt(place, place.Tipset.Timestamp);

    /// <summary>A block without its transactions, how many they are, and what was paid for them. Rewards are not told: they belong to no block of Ethereum's.</summary>
    private static void WriteDetails(Utf8JsonWriter result, ExecutedTipset block)
    {
        result.WriteStartObject();
        result.WriteStartObject("block"u8);
        result.WriteBlockMembers(block);
        result.WriteNumber("transactionCount"u8, block.Messages.Count);
        result.WriteEndObject();
        result.WriteStartObject("issuance"u8);
        foreach (string none in (string[])["blockReward", "uncleReward", "issuance"])
        {
            result.WritePropertyName(none);
            result.WriteQuantity(0);
        }

        result.WriteEndObject();
        result.WriteQuantity("totalFees"u8, block.Messages.Aggregate(BigInteger.Zero, static (sum, message) => sum + (message.EffectiveGasPrice.Atto * message.Receipt.GasUsed)));
        result.WriteEndObject();
    }

    /// <summary>Some transactions of a block, in order, with their receipts; of their input the selector only.</summary>
    private static void WritePage(RpcCall call, Devnet net)
    {
        ExecutedTipset block = TraceMethods.NeedBlock(net, call.Required(0, "block"));
        BigInteger page = call.Required(1, "page").Amount();
        BigInteger size = call.Required(2, "page size").Amount();
        int first = (int)BigInteger.Min(page * size, block.Messages.Count);
        MessagePlace[] places = [.. block.Messages.Skip(first).Take((int)BigInteger.Min(size, block.Messages.Count)).Select(message => new MessagePlace(block, message))];
        Utf8JsonWriter result = call.Result;
        result.WriteStartObject();
        result.WriteStartObject("fullblock"u8);
        result.WriteBlockMembers(block);
        result.WriteStartArray("transactions"u8);
        foreach (MessagePlace place in places)
            result.WriteTransaction(place, net.Options.ChainId, SelectorLength);
        result.WriteEndArray();
        result.WriteNumber("transactionCount"u8, block.Messages.Count);
        result.WriteEndObject();
        result.WriteStartArray("receipts"u8);
        foreach (MessagePlace place in places)
            result.WriteOtterscanReceipt(place);
        result.WriteEndArray();
        result.WriteEndObject();
    }
}
