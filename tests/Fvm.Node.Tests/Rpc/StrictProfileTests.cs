using System.Globalization;
using System.Text;
using System.Text.Json;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Rpc;

/// <summary>The switches that make a devnet answer as lotus does (lotus <c>node/impl/eth</c>, <c>api/api_errors.go</c>), each difference by its name.</summary>
public sealed class StrictProfileTests
{
    private const string Alice = "\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\"";
    private const string Bob = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    private const string Spinner = "\"0x000000000000000000000000000000000abc00bb\"";
    private const string Somewhere = "0x000000000000000000000000000000000abc00aa";

    /// <summary>Init code of a contract that keeps a word it is given and logs it with topic 42.</summary>
    private const string Counter = "0x601d600c600039601d6000f3" + "3615601457600035805f555f52602a60205fa1005b5f545f5260205ff3";

    /// <summary>CALLDATACOPY of all, REVERT with it.</summary>
    private const string Reverts = "0x365f5f37365ffd";

    private static readonly DevnetOptions Deferred = new() { Deferred = true, Heartbeat = null };

    private static readonly DevnetOptions LotusErrors = new() { LotusErrors = true };

    [Fact]
    public async Task DeferredLatestIsTheParentOfTheHead()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(Deferred);
        Assert.Equal("0x0", await net.TextAsync("eth_blockNumber"));
        await net.Net.MineAsync();
        await net.Net.MineAsync(nullRounds: 2);
        Assert.Equal("0x1", await net.TextAsync("eth_blockNumber"));
        Assert.Equal(["0x1", "0x4", "0x1", "0x1", "0x0"], await NumbersAsync(net, "latest", "pending", "safe", "finalized", "earliest"));
        // Epoch 3 had no tipset; epoch 4 is the future, however the head is asked for.
        Assert.Equal(12, (await net.ErrorAsync("eth_getBlockByNumber", "\"0x3\",false")).Code);
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("eth_getBlockByNumber", "\"0x4\",false")).ValueKind);
        Assert.Contains("requested a future epoch", (await net.ErrorAsync("eth_getBalance", $"{Alice},\"0x4\"")).Message, StringComparison.Ordinal);
        Assert.Equal(4, (await net.ResultAsync("Filecoin.ChainHead")).GetProperty("Height").GetInt64());
    }

    [Fact]
    public async Task DeferredReceiptsComeWithTheNextTipset()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(Deferred);
        string hash = await SendAsync(net, $$"""{"from":{{Alice}},"to":"{{Bob}}","value":"0x5"}""");
        Assert.Equal(1, net.Net.Head.Height);
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("eth_getTransactionReceipt", hash)).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("eth_getTransactionByHash", hash)).ValueKind);
        Assert.Contains("not found", (await net.ErrorAsync("trace_transaction", hash)).Message, StringComparison.Ordinal);
        await net.Net.MineAsync();
        Assert.Equal("0x1", (await net.ResultAsync("eth_getTransactionReceipt", hash)).GetProperty("blockNumber").GetString());
        Assert.Equal("0x1", (await net.ResultAsync("eth_getTransactionByHash", hash)).GetProperty("blockNumber").GetString());
        Assert.Equal(1, (await net.ResultAsync("trace_transaction", hash)).GetArrayLength());
    }

    [Fact]
    public async Task DeferredStateIsThatBeforeTheTipset()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(Deferred);
        await SendAsync(net, $$"""{"from":{{Alice}},"to":"{{Somewhere}}","value":"0x5"}""");
        Assert.Equal("0x0", await net.TextAsync("eth_getBalance", $"\"{Somewhere}\",\"latest\""));
        Assert.Equal("0x5", await net.TextAsync("eth_getBalance", $"\"{Somewhere}\",\"pending\""));
        Assert.Equal("0", await net.TextAsync("Filecoin.WalletBalance", $"\"{Somewhere}\""));
        Assert.Equal(11, (await net.ErrorAsync("Filecoin.StateGetActor", $"\"{Somewhere}\",[]")).Code);
        Assert.Equal("0x0", await net.TextAsync("eth_getTransactionCount", $"{Alice},\"latest\""));
        Assert.Equal("0x1", await net.TextAsync("eth_getTransactionCount", $"{Alice},\"pending\""));
        await net.Net.MineAsync();
        Assert.Equal("0x5", await net.TextAsync("eth_getBalance", $"\"{Somewhere}\",\"latest\""));
        Assert.Equal("5", (await net.ResultAsync("Filecoin.StateGetActor", $"\"{Somewhere}\",[]")).GetProperty("Balance").GetString());
        Assert.Equal("5", await net.TextAsync("Filecoin.WalletBalance", $"\"{Somewhere}\""));
    }

    [Fact]
    public async Task DeferredLogsComeWithTheNextTipsetAndGoWithIt()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(Deferred);
        string made = await SendAsync(net, $$"""{"from":{{Alice}},"data":"{{Counter}}"}""");
        await net.Net.MineAsync();
        string contract = (await net.ResultAsync("eth_getTransactionReceipt", made)).GetProperty("contractAddress").GetString()!;
        string filter = $"\"{await net.TextAsync("eth_newFilter", "{}")}\"";
        await SendAsync(net, $$"""{"from":{{Alice}},"to":"{{contract}}","data":"0x{{new string('0', 63)}}9"}""");
        string head = $"\"0x{Convert.ToHexStringLower(net.Net.Head.Hash.Span)}\"";
        Assert.Empty(await LogsAsync("eth_getLogs", """{"fromBlock":"0x0"}"""));
        Assert.Empty(await LogsAsync("eth_getFilterChanges", filter));
        Assert.Contains("not yet available", (await net.ErrorAsync("eth_getLogs", """{"fromBlock":"0x0","toBlock":"0x3"}""")).Message, StringComparison.Ordinal);
        Assert.Contains("not yet available", (await net.ErrorAsync("eth_getLogs", $$"""{"blockHash":{{head}}}""")).Message, StringComparison.Ordinal);
        await net.Net.MineAsync();
        Assert.Equal(["0x3 False"], await LogsAsync("eth_getLogs", """{"fromBlock":"0x0"}"""));
        Assert.Equal(["0x3 False"], await LogsAsync("eth_getFilterChanges", filter));
        await net.Net.Developer.RollbackAsync(1);
        Assert.Equal(["0x3 True"], await LogsAsync("eth_getFilterChanges", filter));

        async Task<string[]> LogsAsync(string method, string parameters) =>
            [.. (await net.ResultAsync(method, parameters)).EnumerateArray().Select(static log => $"{log.GetProperty("blockNumber").GetString()} {log.GetProperty("removed").GetBoolean()}")];
    }

    [Fact]
    public async Task DeferredMessagesAreToldWithTheTipsetThatHasTheirReceipts()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(Deferred);
        string from = net.Net.Secp.Address.ToString(AddressNetwork.Testnet);
        string cid = (await net.ResultAsync("Filecoin.MpoolPushMessage", $$"""{"From":"{{from}}","To":"t0100","Value":"5","Method":0},null""")).GetProperty("CID").ToString();
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("Filecoin.StateSearchMsg", $"null,{cid},-1,true")).ValueKind);
        Assert.Contains("no such message", (await net.ErrorAsync("Filecoin.StateReplay", $"null,{cid}")).Message, StringComparison.Ordinal);
        JsonElement found = await net.ResultAsync("Filecoin.StateWaitMsg", $"{cid},0,100,true");
        Assert.Equal((2, 2), (found.GetProperty("Height").GetInt64(), net.Net.Head.Height));
        // An epoch of confidence is one on top of that tipset.
        await net.ResultAsync("Filecoin.StateWaitMsg", $"{cid},1,100,true");
        Assert.Equal(3, net.Net.Head.Height);
        Assert.Equal(found.ToString(), (await net.ResultAsync("Filecoin.StateSearchMsg", $"null,{cid},-1,true")).ToString());
    }

    [Fact]
    public async Task DeferredFeeHistoryRepeatsTheLastFee()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(Deferred with { BaseFee = TokenAmount.FromAtto(1_000_000) });
        await net.Net.MineAsync(3);
        string[] fees = [.. (await net.ResultAsync("eth_feeHistory", "2,\"latest\",[]")).GetProperty("baseFeePerGas").EnumerateArray().Select(static fee => fee.GetString()!)];
        Assert.Equal(3, fees.Length);
        Assert.Equal(fees[1], fees[2]);
        Assert.NotEqual(fees[0], fees[1]);
    }

    [Fact]
    public async Task FilecoinsFinalityIsBehindTheHead()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Finality = DevnetFinality.Filecoin });
        const string Fresh = "t17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy";
        string from = net.Net.Secp.Address.ToString(AddressNetwork.Testnet);
        await net.ResultAsync("Filecoin.MpoolPushMessage", $$"""{"From":"{{from}}","To":"{{Fresh}}","Value":"5","Method":0},null""");
        Assert.Equal(["0x1", "0x1", "0x0", "0x0"], await NumbersAsync(net, "latest", "pending", "safe", "finalized"));
        // The account is not final yet, and lotus looks there (iso-filecoin asks so).
        Assert.Equal(11, (await net.ErrorAsync("Filecoin.FilecoinAddressToEthAddress", $"\"{Fresh}\"")).Code);
        string masked = (await net.TextAsync("Filecoin.FilecoinAddressToEthAddress", $"\"{Fresh}\",\"latest\""))!;
        await net.Net.MineAsync(999);
        Assert.Equal(["0x3e8", "0x3e8", "0x3ca", "0x64"], await NumbersAsync(net, "latest", "pending", "safe", "finalized"));
        Assert.Equal(100, (await net.ResultAsync("Filecoin.ChainGetFinalizedTipSet")).GetProperty("Height").GetInt64());
        Assert.Equal(masked, await net.TextAsync("Filecoin.FilecoinAddressToEthAddress", $"\"{Fresh}\""));
    }

    [Fact]
    public async Task LotusErrorsOfExecutionsAreOneKind()
    {
        string[] calls = [Call(Error("no")), Call("4e487b71" + 0x11.ToString("x64", null)), Call("4e487b71" + 0x99.ToString("x64", null)), Call("deadbeef"), Call("")];
        await using RpcDevnet usual = await RpcDevnet.StartAsync();
        await using RpcDevnet lotus = await RpcDevnet.StartAsync(LotusErrors);
        foreach (RpcDevnet net in (RpcDevnet[])[usual, lotus])
        {
            await net.ResultAsync("anvil_setCode", $"\"{Somewhere}\",\"{Reverts}\"");
            // JUMPDEST PUSH0 JUMP, for ever.
            await net.ResultAsync("anvil_setCode", $"{Spinner},\"0x5b5f56\"");
        }

        Assert.Equal("execution reverted: no", (await usual.ErrorAsync("eth_call", calls[0])).Message);
        string[] reasons = ["Error(no)", "ArithmeticOverflow()", "Panic(0x99)", "0xdeadbeef", "none"];
        for (int i = 0; i < calls.Length; i++)
        {
            JsonElement error = (await lotus.AnswerAsync("eth_call", calls[i])).GetProperty("error");
            Assert.Equal(3, error.GetProperty("code").GetInt32());
            string message = error.GetProperty("message").GetString()!;
            Assert.StartsWith($"message execution failed (exit=[33], revert reason=[{reasons[i]}], vm error=[message failed with backtrace:\n", message, StringComparison.Ordinal);
            Assert.EndsWith(" (RetCode=33)])", message, StringComparison.Ordinal);
            Assert.StartsWith("0x", error.GetProperty("data").GetString(), StringComparison.Ordinal);
        }

        // Code 2 by our default, 3 by lotus.
        string spins = $$"""{"to":{{Spinner}},"gas":"0x5f5e100"},"latest" """;
        Assert.Equal(2, (await usual.ErrorAsync("eth_call", spins)).Code);
        (int code, string spun) = await lotus.ErrorAsync("eth_call", spins);
        Assert.Equal(3, code);
        Assert.StartsWith("message execution failed (exit=[SysErrOutOfGas(7)], vm error=[", spun, StringComparison.Ordinal);
    }

    /// <summary>go-jsonrpc counts parameters, and reads each before the method does (<c>handler.go</c>); the reason is ours.</summary>
    [Theory]
    [InlineData("eth_getBalance", "\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\"", null, -32602, "wrong param count (method 'eth_getBalance'): 1 != 2")]
    [InlineData("Filecoin.EthGetBalance", "", -32602, -32602, "wrong param count (method 'Filecoin.EthGetBalance'): 0 != 2")]
    [InlineData("eth_chainId", "1", null, -32602, "wrong param count (method 'eth_chainId'): 1 != 0")]
    [InlineData("Filecoin.StateGetActor", "\"t01\"", null, -32602, "wrong param count (method 'Filecoin.StateGetActor'): 1 != 2")]
    [InlineData("eth_getBalance", "7,\"latest\"", -32602, -32700, "unmarshaling params for 'eth_getBalance' (param: *ethtypes.EthAddress): ")]
    [InlineData("eth_getBalance", "\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\",[]", -32602, -32700, "unmarshaling params for 'eth_getBalance' (param: *ethtypes.EthBlockNumberOrHash): ")]
    [InlineData("Filecoin.StateGetActor", "\"x\",null", -32602, -32700, "unmarshaling params for 'Filecoin.StateGetActor' (param: *address.Address): ")]
    [InlineData("Filecoin.MpoolPush", "{\"Message\":7}", -32602, -32700, "unmarshaling params for 'Filecoin.MpoolPush' (param: **types.SignedMessage): ")]
    [InlineData("Filecoin.MpoolPushMessage", "{\"From\":7},null", -32602, -32700, "unmarshaling params for 'Filecoin.MpoolPushMessage' (param: **types.Message): ")]
    [InlineData("Filecoin.MpoolBatchPush", "7", -32602, -32700, "unmarshaling params for 'Filecoin.MpoolBatchPush' (param: *[]*types.SignedMessage): ")]
    [InlineData("eth_feeHistory", "[]", -32602, 1, "decoding params: ")]
    [InlineData("anvil_setBalance", "7,7", -32602, -32602, "invalid params: parameter 1 (address)")]
    public async Task LotusErrorsOfParametersAreItsLibrarys(string method, string parameters, int? usually, int code, string message) =>
        await CompareAsync(method, parameters, usually, code, message);

    [Fact]
    public async Task LotusErrorsOfParametersThatAreNoArray()
    {
        await using RpcDevnet lotus = await RpcDevnet.StartAsync(LotusErrors);
        var answer = new Fvm.Node.Rpc.RpcBuffer();
        await lotus.Dispatcher.AnswerAsync("""{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":{"a":1} }"""u8.ToArray(), null, answer, CancellationToken.None);
        Assert.Contains("-32700,\"message\":\"unmarshaling param array: json: cannot unmarshal object into Go value of type []jsonrpc.param\"", Encoding.UTF8.GetString(answer.Written.Span), StringComparison.Ordinal);
        // Version 0 of the API has fewer parameters for two methods.
        Assert.Contains("wrong param count", (await lotus.ErrorAsync("Filecoin.StateSearchMsg", "1,2,3")).Message, StringComparison.Ordinal);
        string cid = """{"/":"bafy2bzaced3zgbe4fugrz7y7ugx7ml6ffsrp2bl6owi5rwaeqc5owp7ipbeim"}""";
        Assert.Equal(JsonValueKind.Null, (await lotus.ResultAsync("Filecoin.StateSearchMsg", cid)).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await lotus.ResultAsync("Filecoin.StateSearchMsg", $"null,{cid},-1,true")).ValueKind);
    }

    /// <summary>Ranges that are too long are counted as lotus counts them: from the first epoch to the last (<c>node/impl/eth/events.go</c>).</summary>
    [Theory]
    [InlineData("eth_getLogs", "fromBlock", "toBlock", true)]
    [InlineData("trace_filter", "fromBlock", "toBlock", true)]
    [InlineData("Filecoin.GetActorEventsRaw", "fromHeight", "toHeight", false)]
    public async Task LotusErrorsOfRanges(string method, string from, string to, bool isHex)
    {
        var limits = new Fvm.Node.Rpc.RpcLimits { LogRange = 4 };
        await using RpcDevnet usual = await RpcDevnet.StartAsync(limits: limits);
        await using RpcDevnet lotus = await RpcDevnet.StartAsync(LotusErrors, limits);
        foreach (RpcDevnet net in (RpcDevnet[])[usual, lotus])
        {
            await net.Net.MineAsync(9);
            Assert.Equal(0, (await net.ResultAsync(method, Range(5, 9))).GetArrayLength());
            Assert.Equal(0, (await net.ResultAsync(method, Range(5, 9_000))).GetArrayLength());
        }

        Assert.Equal((-32005, "the range spans 5 epochs; at most 4 are searched"), await usual.ErrorAsync(method, Range(4, 9)));
        Assert.Equal((-32005, "block range exceeds maximum of 4 (got 5)"), await lotus.ErrorAsync(method, Range(4, 9)));
        Assert.Equal(-32602, (await usual.ErrorAsync(method, Range(7, 6))).Code);

        string Range(int first, int last) => isHex ? $$"""{"{{from}}":"0x{{first:x}}","{{to}}":"0x{{last:x}}"}""" : $$"""{"{{from}}":{{first}},"{{to}}":{{last}}}""";
    }

    /// <summary>Lotus has no <c>earliest</c> but in ranges of logs (<c>node/impl/eth/tipsetresolver.go</c>).</summary>
    [Theory]
    [InlineData("eth_getBlockByNumber", "\"earliest\",false", "")]
    [InlineData("eth_getBlockTransactionCountByNumber", "\"earliest\"", "")]
    [InlineData("eth_getBlockReceipts", "\"earliest\"", "")]
    [InlineData("eth_getBalance", Alice + ",\"earliest\"", "")]
    [InlineData("eth_getTransactionCount", Alice + ",\"earliest\"", "")]
    [InlineData("eth_getCode", Alice + ",\"earliest\"", "")]
    [InlineData("eth_getStorageAt", Alice + ",\"0x0\",\"earliest\"", "")]
    [InlineData("eth_call", "{\"to\":" + Alice + "},\"earliest\"", "")]
    [InlineData("eth_feeHistory", "\"0x1\",\"earliest\"", "")]
    [InlineData("trace_block", "\"earliest\"", "")]
    [InlineData("trace_filter", "{\"fromBlock\":\"earliest\"}", "cannot parse fromBlock: ")]
    public async Task LotusErrorsRefuseEarliest(string method, string parameters, string before)
    {
        await using RpcDevnet usual = await RpcDevnet.StartAsync();
        await using RpcDevnet lotus = await RpcDevnet.StartAsync(LotusErrors);
        await usual.ResultAsync(method, parameters);
        Assert.Equal((1, before + "block param \"earliest\" is not supported"), await lotus.ErrorAsync(method, parameters));
        await lotus.ResultAsync("eth_getLogs", """{"fromBlock":"earliest","toBlock":"latest"}""");
    }

    [Theory]
    [InlineData("eth_getBlockByNumber", "\"earliest\",false", null, 1, "block param \"earliest\" is not supported")]
    [InlineData("eth_getBlockByNumber", "\"0x9\",false", null, 1, "requested a future epoch (beyond 'latest')")]
    [InlineData("eth_getBalance", "\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\",\"0x9\"", -32000, 1, "requested a future epoch (beyond 'latest')")]
    [InlineData("eth_nothing", "", -32601, -32601, "method 'eth_nothing' not found")]
    [InlineData("Filecoin.StateGetActor", "\"t0999999\",null", 11, 11, "actor not found")]
    [InlineData("eth_sendTransaction", "{\"from\":\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\",\"to\":\"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\",\"gas\":\"0x10\"}", -32000, 1, "message not valid for block inclusion: ")]
    [InlineData("debug_traceTransaction", "\"0x1111111111111111111111111111111111111111111111111111111111111111\"", -32001, 1, "transaction not found")]
    public async Task LotusErrorsHaveItsCodesAndWords(string method, string parameters, int? usually, int code, string message) =>
        await CompareAsync(method, parameters, usually, code, message);

    private static async Task CompareAsync(string method, string parameters, int? usually, int code, string message)
    {
        await using RpcDevnet usual = await RpcDevnet.StartAsync();
        await using RpcDevnet lotus = await RpcDevnet.StartAsync(LotusErrors);
        if (usually is { } other)
            Assert.Equal(other, (await usual.ErrorAsync(method, parameters)).Code);
        else
            await usual.ResultAsync(method, parameters);
        (int given, string said) = await lotus.ErrorAsync(method, parameters);
        Assert.Equal(code, given);
        Assert.StartsWith(message, said, StringComparison.Ordinal);
    }

    private static async Task<string> SendAsync(RpcDevnet net, string transaction) => $"\"{await net.TextAsync("eth_sendTransaction", transaction)}\"";

    private static async Task<string[]> NumbersAsync(RpcDevnet net, params string[] tags)
    {
        List<string> numbers = [];
        foreach (string tag in tags)
            numbers.Add((await net.ResultAsync("eth_getBlockByNumber", $"\"{tag}\",false")).GetProperty("number").GetString()!);
        return [.. numbers];
    }

    /// <summary>A call of a contract that reverts with the bytes that it is given.</summary>
    private static string Call(string data) => $$"""{"to":"{{Somewhere}}","data":"0x{{data}}"},"latest" """;

    /// <summary><c>Error(string)</c> of a short text.</summary>
    private static string Error(string text) => string.Create(
        CultureInfo.InvariantCulture, $"08c379a0{32:x64}{text.Length:x64}{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(text)).PadRight(64, '0')}");
}
