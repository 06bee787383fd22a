using System.Text.Json;

namespace Fvm.Node.Tests.Rpc;

/// <summary>The explorer's namespace. The members are those that anvil 1.7.1 gave for the same transactions, without what Ethereum's blocks have since Paris.</summary>
public sealed class OtterscanTests
{
    private const string Sender = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
    private const string Receiver = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";
    private const string Missing = "\"0x1111111111111111111111111111111111111111111111111111111111111111\"";

    private static readonly string[] SlimBlock =
    [
        "baseFeePerGas", "difficulty", "extraData", "gasLimit", "gasUsed", "hash", "logsBloom", "miner", "mixHash", "nonce", "number", "parentHash", "receiptsRoot", "sha3Uncles", "size",
        "stateRoot", "timestamp", "totalDifficulty", "transactionCount", "transactionsRoot", "uncles",
    ];

    private static readonly string[] Transaction =
    [
        "accessList", "blockHash", "blockNumber", "chainId", "from", "gas", "gasPrice", "hash", "input", "maxFeePerGas", "maxPriorityFeePerGas", "nonce", "r", "s", "to", "transactionIndex",
        "type", "v", "value", "yParity",
    ];

    private static readonly string[] Receipt =
    [
        "blockHash", "blockNumber", "contractAddress", "cumulativeGasUsed", "effectiveGasPrice", "from", "gasUsed", "logs", "logsBloom", "root", "status", "timestamp", "to",
        "transactionHash", "transactionIndex", "type",
    ];

    [Fact]
    public async Task Blocks_have_a_summary_and_pages()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Scene scene = await Scene.MakeAsync(net);
        Assert.Equal("8", (await net.ResultAsync("ots_getApiLevel")).ToString());
        JsonElement details = await net.ResultAsync("ots_getBlockDetails", "4");
        Assert.Equal(["block", "issuance", "totalFees"], Names(details));
        Assert.Equal(SlimBlock, Names(details.GetProperty("block")));
        Assert.Equal(1, details.GetProperty("block").GetProperty("transactionCount").GetInt32());
        Assert.Equal("""{"blockReward":"0x0","uncleReward":"0x0","issuance":"0x0"}""", details.GetProperty("issuance").ToString());
        JsonElement receipt = await net.ResultAsync("eth_getTransactionReceipt", scene.Transfer);
        Assert.Equal(Number(receipt, "gasUsed") * Number(receipt, "effectiveGasPrice"), Number(details, "totalFees"));
        Assert.Equal(details.ToString(), (await net.ResultAsync("ots_getBlockDetails", "\"0x4\"")).ToString());
        Assert.Equal(details.ToString(), (await net.ResultAsync("ots_getBlockDetailsByHash", $"\"{details.GetProperty("block").GetProperty("hash").GetString()}\"")).ToString());
        Assert.Equal(-32001, (await net.ErrorAsync("ots_getBlockDetails", "99999")).Code);

        JsonElement page = await net.ResultAsync("ots_getBlockTransactions", "4,0,10");
        Assert.Equal(["fullblock", "receipts"], Names(page));
        Assert.Equal(SlimBlock.Append("transactions").Order(StringComparer.Ordinal), Names(page.GetProperty("fullblock")));
        JsonElement transaction = Assert.Single(page.GetProperty("fullblock").GetProperty("transactions").EnumerateArray());
        Assert.Equal(Transaction, Names(transaction));
        Assert.Equal("0x00000000", transaction.GetProperty("input").GetString());
        Assert.Equal(Receipt, Names(Assert.Single(page.GetProperty("receipts").EnumerateArray())));
        JsonElement beyond = await net.ResultAsync("ots_getBlockTransactions", "4,1,10");
        Assert.Equal((0, 0, 1), (beyond.GetProperty("receipts").GetArrayLength(), beyond.GetProperty("fullblock").GetProperty("transactions").GetArrayLength(), beyond.GetProperty("fullblock").GetProperty("transactionCount").GetInt32()));
        Assert.Equal(details.GetProperty("block").GetProperty("hash").GetString(), (await net.ResultAsync("erigon_getHeaderByNumber", "\"0x4\"")).GetProperty("hash").GetString());
    }

    [Fact]
    public async Task What_happens_inside_is_told()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Scene scene = await Scene.MakeAsync(net);
        Assert.Equal(
            $$"""[{"type":0,"from":"{{scene.Forwarder}}","to":"{{Receiver}}","value":"0x7"}]""", (await net.ResultAsync("ots_getInternalOperations", scene.Transfer)).ToString());
        JsonElement made = Assert.Single((await net.ResultAsync("ots_getInternalOperations", scene.Creation)).EnumerateArray());
        Assert.Equal((2, scene.Factory, "0x0"), (made.GetProperty("type").GetInt32(), made.GetProperty("from").GetString(), made.GetProperty("value").GetString()));
        Assert.Equal(-32001, (await net.ErrorAsync("ots_getInternalOperations", Missing)).Code);

        JsonElement tree = await net.ResultAsync("ots_traceTransaction", scene.Transfer);
        Assert.Equal(2, tree.GetArrayLength());
        Assert.Equal(["depth", "from", "input", "output", "to", "type", "value"], Names(tree[1]));
        Assert.Equal(("CALL", 1, scene.Forwarder, Receiver, "0x7"), (Text(tree[1], "type"), tree[1].GetProperty("depth").GetInt32(), Text(tree[1], "from"), Text(tree[1], "to"), Text(tree[1], "value")));
        Assert.Equal("CREATE", Text((await net.ResultAsync("ots_traceTransaction", scene.Creation))[1], "type"));
        Assert.Equal("[]", (await net.ResultAsync("ots_traceTransaction", Missing)).ToString());

        Assert.Equal("0x" + new string('0', 62) + "2a", await net.TextAsync("ots_getTransactionError", scene.Failure));
        Assert.Equal("0x", await net.TextAsync("ots_getTransactionError", scene.Transfer));
        Assert.Equal("0x", await net.TextAsync("ots_getTransactionError", Missing));
        Assert.True((await net.ResultAsync("ots_hasCode", $"\"{scene.Forwarder}\",\"latest\"")).GetBoolean());
        Assert.False((await net.ResultAsync("ots_hasCode", $"\"{scene.Forwarder}\",0")).GetBoolean());

        Assert.Equal($$"""{"hash":{{scene.Creation}},"creator":"{{scene.Factory}}"}""", (await net.ResultAsync("ots_getContractCreator", $"\"{Text(made, "to")}\"")).ToString());
        Assert.Equal(Sender, Text(await net.ResultAsync("ots_getContractCreator", $"\"{scene.Forwarder}\""), "creator"));
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("ots_getContractCreator", $"\"{Receiver}\"")).ValueKind);
        // Genesis made it, no transaction.
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("ots_getContractCreator", "\"0xcA11bde05977b3631167028862bE2a173976CA11\"")).ValueKind);
        Assert.Equal(scene.Transfer, $"\"{await net.TextAsync("ots_getTransactionBySenderAndNonce", $"\"{Sender}\",3")}\"");
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("ots_getTransactionBySenderAndNonce", $"\"{Sender}\",77")).ValueKind);
    }

    [Fact]
    public async Task Histories_go_back_and_forth_in_pages()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Scene scene = await Scene.MakeAsync(net);
        // Only a call inside reaches the receiver.
        JsonElement inner = await net.ResultAsync("ots_searchTransactionsBefore", $"\"{Receiver}\",0,25");
        Assert.Equal(["firstPage", "lastPage", "receipts", "txs"], Names(inner));
        Assert.Equal(scene.Transfer, $"\"{Text(Assert.Single(inner.GetProperty("txs").EnumerateArray()), "hash")}\"");
        Assert.Equal(Receipt, Names(inner.GetProperty("receipts")[0]));
        Assert.Equal(("4", true, true), Page(inner));
        Assert.Equal(("6 5", true, false), Page(await net.ResultAsync("ots_searchTransactionsBefore", $"\"{Sender}\",0,2")));
        Assert.Equal(("4 3", false, false), Page(await net.ResultAsync("ots_searchTransactionsBefore", $"\"{Sender}\",5,2")));
        Assert.Equal(("2 1", false, true), Page(await net.ResultAsync("ots_searchTransactionsBefore", $"\"{Sender}\",3,9")));
        Assert.Equal(("2 1", false, true), Page(await net.ResultAsync("ots_searchTransactionsAfter", $"\"{Sender}\",0,2")));
        Assert.Equal(("6 5", true, false), Page(await net.ResultAsync("ots_searchTransactionsAfter", $"\"{Sender}\",4,9")));
        Assert.Equal(("4", true, true), Page(await net.ResultAsync("ots_searchTransactionsAfter", $"\"{Receiver}\",0,25")));
        Assert.Equal(-32602, (await net.ErrorAsync("ots_searchTransactionsBefore", $"\"{Receiver}\",0,0")).Code);
    }

    private static (string Blocks, bool IsFirst, bool IsLast) Page(JsonElement page) => (
        string.Join(' ', page.GetProperty("txs").EnumerateArray().Select(static one => Number(one, "blockNumber"))),
        page.GetProperty("firstPage").GetBoolean(),
        page.GetProperty("lastPage").GetBoolean());

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(static member => member.Name).Order(StringComparer.Ordinal);

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static ulong Number(JsonElement json, string name) => Convert.ToUInt64(json.GetProperty(name).GetString(), 16);

    /// <summary>Three contracts and a transaction to each: one that forwards its value, one that makes a contract, one that reverts with a word. Hashes are in quotes.</summary>
    private sealed record Scene(string Forwarder, string Factory, string Transfer, string Creation, string Failure)
    {
        public static async Task<Scene> MakeAsync(RpcDevnet net)
        {
            JsonElement forwarder = await SendAsync(net, $"\"data\":\"{InitCode("5f5f5f5f345f355af100")}\"");
            JsonElement factory = await SendAsync(net, $"\"data\":\"{InitCode("5f5f5ff000")}\"");
            JsonElement reverter = await SendAsync(net, $"\"data\":\"{InitCode("602a5f5260205ffd")}\"");
            string word = new string('0', 24) + Receiver[2..];
            JsonElement transfer = await SendAsync(net, $"\"to\":\"{Text(forwarder, "contractAddress")}\",\"value\":\"0x7\",\"data\":\"0x{word}\"");
            JsonElement creation = await SendAsync(net, $"\"to\":\"{Text(factory, "contractAddress")}\"");
            JsonElement failure = await SendAsync(net, $"\"to\":\"{Text(reverter, "contractAddress")}\",\"gas\":\"0x1000000\"");
            return new Scene(Text(forwarder, "contractAddress")!, Text(factory, "contractAddress")!, Hash(transfer), Hash(creation), Hash(failure));
        }

        private static Task<JsonElement> SendAsync(RpcDevnet net, string fields) => net.ResultAsync("eth_sendTransactionSync", $$"""{"from":"{{Sender}}",{{fields}}}""");

        private static string Hash(JsonElement receipt) => $"\"{Text(receipt, "transactionHash")}\"";

        private static string InitCode(string code) => $"0x60{code.Length / 2:x2}600c60003960{code.Length / 2:x2}6000f3{code}";
    }
}
