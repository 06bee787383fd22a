using System.Text.Json;

namespace Fvm.Node.Tests.Rpc;

/// <summary>Ethereum's methods over a real chain: what clients read, in the form in which they read it.</summary>
public sealed class EthMethodsTests
{
    private const string Alice = "\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\"";
    private const string Bob = "\"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\"";
    private const string Stranger = "\"0x00000000000000000000000000000000deadbeef\"";

    /// <summary>Init code of a contract that reverts with <c>Error("no")</c> when it is called with data, else emits a log with topic 7 and stores 5 at 1.</summary>
    private const string Contract = "0x"
        + "6069600c60003960696000f3" // makes a contract of what follows
        + "366011576005600155600760006000a1005b" // calldatasize ? 17 : sstore(1, 5), log1 of topic 7
        + "7f08c379a000000000000000000000000000000000000000000000000000000000600052"
        + "60206004526002602452"
        + "7f6e6f00000000000000000000000000000000000000000000000000000000000060445260646000fd";

    [Fact]
    public async Task ATransferIsThereAtOnce()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string hash = (await net.TextAsync("eth_sendTransaction", $$"""{"from":{{Alice}},"to":{{Stranger}},"value":"0x7"}"""))!;
        Assert.Equal("0x7", await net.TextAsync("eth_getBalance", $"{Stranger},\"latest\""));
        Assert.Equal("0x0", await net.TextAsync("eth_getBalance", $"{Stranger},\"earliest\""));
        Assert.Equal("0x0", await net.TextAsync("eth_getBalance", $"{Stranger},\"0x0\""));
        Assert.Equal("0x1", await net.TextAsync("eth_blockNumber"));
        Assert.Equal("0x1", await net.TextAsync("eth_getTransactionCount", $"{Alice},\"pending\""));
        JsonElement receipt = await net.ResultAsync("eth_getTransactionReceipt", $"\"{hash}\"");
        Assert.Equal("0x1", receipt.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, receipt.GetProperty("contractAddress").ValueKind);
        Assert.Equal(0, receipt.GetProperty("logs").GetArrayLength());
        Assert.Equal(2 + 512, receipt.GetProperty("logsBloom").GetString()!.Length);
        JsonElement block = await net.ResultAsync("eth_getBlockByHash", $"\"{receipt.GetProperty("blockHash").GetString()}\",true");
        JsonElement transaction = block.GetProperty("transactions")[0];
        Assert.Equal((hash, "0x7", "0x2", "0x1"), (Text(transaction, "hash"), Text(transaction, "value"), Text(transaction, "type"), Text(transaction, "blockNumber")));
        Assert.Equal(transaction.ToString(), (await net.ResultAsync("Filecoin.EthGetTransactionByHash", $"\"{hash}\"")).ToString());
        Assert.Equal(transaction.ToString(), (await net.ResultAsync("eth_getTransactionByBlockNumberAndIndex", "\"latest\",\"0x0\"")).ToString());
    }

    [Fact]
    public async Task AContractIsMadeCalledLoggedAndReverts()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string made = (await net.TextAsync("eth_sendTransaction", $$"""{"from":{{Alice}},"data":"{{Contract}}"}"""))!;
        JsonElement creation = await net.ResultAsync("eth_getTransactionReceipt", $"\"{made}\"");
        string contract = $"\"{Text(creation, "contractAddress")}\"";
        Assert.StartsWith("0x366011", await net.TextAsync("eth_getCode", contract), StringComparison.Ordinal);
        string called = (await net.TextAsync("eth_sendTransaction", $$"""{"from":{{Bob}},"to":{{contract}}}"""))!;
        JsonElement receipt = await net.ResultAsync("eth_getTransactionReceipt", $"\"{called}\"");
        Assert.Equal("0x" + new string('0', 63) + "7", receipt.GetProperty("logs")[0].GetProperty("topics")[0].GetString());
        Assert.Equal("0x" + new string('0', 63) + "5", await net.TextAsync("eth_getStorageAt", $"{contract},\"0x1\",\"latest\""));
        JsonElement logs = await net.ResultAsync("eth_getLogs", $$"""{"fromBlock":"0x0","toBlock":"latest","address":[{{contract}}],"topics":[["0x{{new string('0', 63)}}7"]]}""");
        Assert.Equal(1, logs.GetArrayLength());
        Assert.Equal(0, (await net.ResultAsync("eth_getLogs", $$"""{"fromBlock":"0x0","address":{{Alice}}}""")).GetArrayLength());
        foreach (string method in (string[])["eth_call", "eth_estimateGas"])
        {
            JsonElement failed = (await net.AnswerAsync(method, $$"""{"to":{{contract}},"data":"0x01"}""")).GetProperty("error");
            Assert.Equal((3, "execution reverted: no"), (failed.GetProperty("code").GetInt32(), failed.GetProperty("message").GetString()));
            Assert.StartsWith("0x08c379a0", failed.GetProperty("data").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal("0x", await net.TextAsync("eth_call", $$"""{"from":{{Stranger}},"to":{{contract}}},"latest" """));
        string code = (await net.TextAsync("eth_call", $$"""{"data":"{{Contract}}"}"""))!;
        Assert.Equal(code, await net.TextAsync("eth_getCode", contract));
    }

    [Fact]
    public async Task FiltersTellWhatIsNewOnce()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string blocks = $"\"{await net.TextAsync("eth_newBlockFilter")}\"";
        string pending = $"\"{await net.TextAsync("eth_newPendingTransactionFilter")}\"";
        string logs = $"\"{await net.TextAsync("eth_newFilter", "{}")}\"";
        string hash = (await net.TextAsync("eth_sendTransaction", $$"""{"from":{{Alice}},"data":"0x60006000a0"}"""))!;
        Assert.Equal(Text(await net.ResultAsync("eth_getBlockByNumber", "\"latest\",false"), "hash"), (await net.ResultAsync("eth_getFilterChanges", blocks))[0].GetString());
        Assert.Equal(hash, (await net.ResultAsync("eth_getFilterChanges", pending))[0].GetString());
        Assert.Equal(hash, Text((await net.ResultAsync("eth_getFilterChanges", logs))[0], "transactionHash"));
        foreach (string filter in (string[])[blocks, pending, logs])
        {
            Assert.Equal(0, (await net.ResultAsync("eth_getFilterChanges", filter)).GetArrayLength());
            Assert.True((await net.ResultAsync("eth_uninstallFilter", filter)).GetBoolean());
            Assert.False((await net.ResultAsync("eth_uninstallFilter", filter)).GetBoolean());
            Assert.Equal("filter not found", (await net.ErrorAsync("eth_getFilterChanges", filter)).Message);
        }
    }

    [Theory]
    [InlineData("eth_getBalance", "", -32602, "parameter 1 (address): it is missing")]
    [InlineData("eth_getBalance", "\"0x12\"", -32602, "neither 0x nor f or t")]
    [InlineData("eth_getBalance", Alice + ",\"newest\"", -32602, "hex quantity")]
    [InlineData("eth_getBalance", Alice + ",\"0x999\"", -32000, "future epoch")]
    [InlineData("eth_getBlockByNumber", "", -32602, "parameter 1 (block): it is missing")]
    [InlineData("eth_call", "{\"to\":7}", -32602, "parameter 1 (transaction).to: text was expected, not 7")]
    [InlineData("eth_call", "{\"type\":\"0x3\"}", -32602, "not supported")]
    [InlineData("eth_sendRawTransaction", "\"0x01c0\"", -32000, "transactions of type 0x01 are not supported")]
    [InlineData("eth_sendRawTransaction", "\"0xc0\"", -32000, "the transaction is refused")]
    [InlineData("eth_getLogs", "{\"topics\":[null,null,null,null,null]}", -32602, "at most 4 topics")]
    [InlineData("eth_getLogs", "{\"fromBlock\":\"0x5\",\"toBlock\":\"0x4\"}", -32602, "before it begins")]
    [InlineData("eth_feeHistory", "2000,\"latest\",[]", -32602, "1 to 1024 blocks")]
    [InlineData("eth_feeHistory", "1,\"latest\",[101]", -32602, "a number from 0 to 100")]
    [InlineData("eth_subscribe", "\"newHeads\"", -32000, "connect by WebSocket")]
    [InlineData("eth_sign", Stranger + ",\"0x\"", -32000, "no key of")]
    [InlineData("eth_sendTransaction", "{\"from\":" + Alice + ",\"to\":" + Bob + ",\"nonce\":\"0x5\",\"gas\":\"0x5\"}", -32000, "--skip-simulation")]
    [InlineData("eth_getProof", "", -32601, "Merkle")]
    public async Task SaysWhatIsWrong(string method, string parameters, int code, string message)
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        (int given, string said) = await net.ErrorAsync(method, parameters);
        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.Equal(code, given);
    }

    [Fact]
    public async Task ANullRoundIsSaidWithItsEpoch()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        await net.Net.MineAsync(1, nullRounds: 2);
        JsonElement error = (await net.AnswerAsync("eth_getBlockByNumber", "\"0x2\",false")).GetProperty("error");
        Assert.Equal((12, 2), (error.GetProperty("code").GetInt32(), error.GetProperty("data").GetInt32()));
        Assert.Equal("0x0", await net.TextAsync("eth_getBalance", $"{Stranger},\"0x2\""));
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("eth_getBlockByNumber", "\"0x9\",false")).ValueKind);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
