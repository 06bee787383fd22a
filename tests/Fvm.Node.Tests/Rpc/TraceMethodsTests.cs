using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Evm.Tracing;
using Fvm.Hosting.Tracing;
using Fvm.Node.Ledger;
using Fvm.Node.Rpc;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Tests.Rpc;

/// <summary>Traces: a contract that makes one call of every kind, seen through every tracer; messages that run no contract; what cannot be traced.</summary>
public sealed class TraceMethodsTests
{
    private const string Alice = "\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\"";
    private const string Nobody = "\"0x1111111111111111111111111111111111111111111111111111111111111111\"";

    /// <summary>Init code of a contract that keeps a word it is given and logs it with topic 42, and answers with the word when it is given none.</summary>
    private const string Counter = "0x601d600c600039601d6000f3" + "3615601457600035805f555f52602a60205fa1005b5f545f5260205ff3";

    /// <summary>Init code of a contract that does to the address it is given what the comments say.</summary>
    private const string Caller = "0x6039600c60003960396000f3"
        + "60095f52" + "5f5f60205f5f5f355af150" // CALL with the word 9
        + "5f5f5f5f5f355afa50" // STATICCALL with nothing
        + "5f5f5f5f5f355af450" // DELEGATECALL with nothing
        + "5f5fa0" // LOG0
        + "6460006000fd5f526005601b5ff050" // CREATE with init code that reverts
        + "600760015500"; // SSTORE of 7 at 1

    [Fact]
    public async Task TheCallTracerShowsEveryKindOfCall()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Scene scene = await Scene.PlayAsync(net);
        JsonElement trace = await net.ResultAsync("debug_traceTransaction", $$"""{{scene.Hash}},{"tracer":"callTracer","tracerConfig":{"withLog":true} }""");
        JsonElement receipt = await net.ResultAsync("eth_getTransactionReceipt", scene.Hash);
        Assert.Equal(("CALL", receipt.GetProperty("gasUsed").GetString()), (Text(trace, "type"), Text(trace, "gasUsed")));
        JsonElement[] calls = [.. trace.GetProperty("calls").EnumerateArray()];
        Assert.Equal(["CALL", "STATICCALL", "DELEGATECALL", "CREATE"], calls.Select(call => Text(call, "type")));
        Assert.All(calls, call => Assert.Equal(scene.Caller, Text(call, "from")));
        Assert.All(calls[..3], call => Assert.Equal(scene.Counter, Text(call, "to")));
        Assert.Equal(Word(9), Text(calls[0], "input"));
        Assert.Equal(Word(9), Text(calls[1], "output"));
        // The counter's code on the caller's own storage, where nothing is kept.
        Assert.Equal(Word(0), Text(calls[2], "output"));
        Assert.Equal(("0x60006000fd", "execution reverted", false), (Text(calls[3], "input"), Text(calls[3], "error"), calls[3].TryGetProperty("to", out _)));
        Assert.Equal("0x0", calls[0].GetProperty("logs")[0].GetProperty("index").GetString());
        JsonElement log = Assert.Single(trace.GetProperty("logs").EnumerateArray());
        Assert.Equal((scene.Caller, "0x3", "0x1"), (Text(log, "address"), Text(log, "position"), Text(log, "index")));
        JsonElement top = await net.ResultAsync("debug_traceTransaction", $$"""{{scene.Hash}},{"tracer":"callTracer","tracerConfig":{"onlyTopCall":true} }""");
        Assert.False(top.TryGetProperty("calls", out _) || top.TryGetProperty("logs", out _));
    }

    /// <summary>Lotus's positions count from 0, its gas is each call's own, and 0xfe stands for the code of what was made (lotus <c>node/impl/eth/trace.go</c>).</summary>
    [Fact]
    public async Task TracesHaveTheFormOfLotus()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Scene scene = await Scene.PlayAsync(net);
        JsonElement[] traces = [.. (await net.ResultAsync("trace_transaction", scene.Hash)).EnumerateArray()];
        Assert.Equal(["[]", "[0]", "[1]", "[2]", "[3]"], traces.Select(trace => trace.GetProperty("traceAddress").GetRawText()));
        Assert.Equal([null, "call", "staticcall", "delegatecall", null], traces.Select((trace, i) => i == 0 || i == 4 ? null : Text(trace.GetProperty("action"), "callType")));
        Assert.Equal((4, "Reverted", "create"), (traces[0].GetProperty("subtraces").GetInt32(), Text(traces[4], "error"), Text(traces[4], "type")));
        Assert.All(traces, trace => Assert.Equal((3, 0), (trace.GetProperty("blockNumber").GetInt32(), trace.GetProperty("transactionPosition").GetInt32())));
        Assert.Equal(JsonSerializer.Serialize(traces), (await net.ResultAsync("Filecoin.EthTraceBlock", "\"0x3\"")).GetRawText());
        Assert.Equal(traces[2].GetRawText(), (await net.ResultAsync("trace_get", $"{scene.Hash},[\"0x1\"]")).GetRawText());
        JsonElement made = (await net.ResultAsync("trace_block", "\"0x1\""))[0];
        Assert.Equal(("create", "0xfe", scene.Counter), (Text(made, "type"), Text(made.GetProperty("result"), "code"), Text(made.GetProperty("result"), "address")));
        JsonElement flat = (await net.ResultAsync("debug_traceBlockByNumber", "\"0x1\",{\"tracer\":\"flatCallTracer\"}"))[0].GetProperty("result")[0];
        Assert.Equal("0x" + Counter[26..], Text(flat.GetProperty("result"), "code"));
        JsonElement replayed = (await net.ResultAsync("trace_replayBlockTransactions", "\"0x3\",[\"trace\"]"))[0];
        Assert.Equal((5, JsonValueKind.Null), (replayed.GetProperty("trace").GetArrayLength(), replayed.GetProperty("vmTrace").ValueKind));
    }

    [Fact]
    public async Task AFilterFindsTracesByAddress()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Scene scene = await Scene.PlayAsync(net);
        await net.Net.MineAsync(2, nullRounds: 1);
        string range = "\"fromBlock\":\"0x0\",\"toBlock\":\"latest\"";
        Assert.Equal(4, await Count($$"""{{{range}},"toAddress":["{{scene.Counter}}"]}"""));
        Assert.Equal(3, await Count($$"""{{{range}},"toAddress":"{{scene.Counter}}","fromAddress":"{{scene.Caller}}"}"""));
        Assert.Equal(2, await Count($$"""{{{range}},"toAddress":"{{scene.Counter}}","after":1,"count":"0x2"}"""));
        Assert.Equal(0, await Count($$"""{{{range}},"count":0}"""));
        Assert.Equal(0, await Count("{}"));

        async Task<int> Count(string filter) => (await net.ResultAsync("trace_filter", filter)).GetArrayLength();
    }

    [Fact]
    public async Task StructLogsAreThoseOfAllContracts()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Scene scene = await Scene.PlayAsync(net);
        JsonElement trace = await net.ResultAsync("debug_traceTransaction", $$"""{{scene.Hash}},{"enableMemory":true}""");
        JsonElement[] steps = [.. trace.GetProperty("structLogs").EnumerateArray()];
        Assert.Equal((false, "0x"), (trace.GetProperty("failed").GetBoolean(), Text(trace, "returnValue")));
        Assert.Equal(["CALL 1", "STATICCALL 1", "DELEGATECALL 1", "CREATE 1", "REVERT 2"], Named("CALL", "STATICCALL", "DELEGATECALL", "CREATE", "REVERT"));
        Assert.Equal(["SSTORE 2", "SLOAD 2", "SLOAD 2", "SSTORE 1"], Named("SSTORE", "SLOAD"));
        JsonElement last = steps.Single(step => Text(step, "op") == "SSTORE" && step.GetProperty("depth").GetInt32() == 1);
        Assert.Equal($$"""{"{{Word(0)}}":"{{Word(0)}}","{{Word(1)}}":"{{Word(7)}}"}""", last.GetProperty("storage").GetRawText());
        Assert.Equal("[\"0x7\",\"0x1\"]", last.GetProperty("stack").GetRawText());
        Assert.Equal(66, last.GetProperty("memory")[0].GetString()!.Length);
        Assert.All(steps, step => Assert.True(step.GetProperty("gasCost").GetInt64() >= 0));
        JsonElement bare = (await net.ResultAsync("debug_traceTransaction", $$"""{{scene.Hash}},{"disableStack":true,"disableStorage":true,"limit":3}""")).GetProperty("structLogs");
        Assert.Equal((3, "pc,op,gas,gasCost,depth,refund"), (bare.GetArrayLength(), string.Join(',', bare[2].EnumerateObject().Select(member => member.Name))));

        IEnumerable<string> Named(params string[] names) =>
            steps.Where(step => names.Contains(Text(step, "op"))).Select(step => $"{Text(step, "op")} {step.GetProperty("depth").GetInt32()}");
    }

    /// <summary>A block's messages run again once, each on the state that the ones before it left, and each is told as it is told alone.</summary>
    [Theory]
    [InlineData("{}")]
    [InlineData("{\"tracer\":\"prestateTracer\"}")]
    [InlineData("{\"tracer\":\"prestateTracer\",\"tracerConfig\":{\"diffMode\":true}}")]
    [InlineData("{\"tracer\":\"callTracer\"}")]
    [InlineData("{\"tracer\":\"noopTracer\"}")]
    public async Task ABlockIsTracedAsItsMessagesAre(string options)
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string counter = await Scene.DeployAsync(net, Counter);
        await net.ResultAsync("evm_setAutomine", "false");
        List<string> hashes = [];
        for (int i = 1; i <= 4; i++)
            hashes.Add(await Scene.SendAsync(net, counter, Word(i)));
        await net.ResultAsync("evm_mine");
        JsonElement[] traced = [.. (await net.ResultAsync("debug_traceBlockByNumber", "\"latest\"," + options)).EnumerateArray()];
        Assert.Equal(hashes, traced.Select(one => $"\"{Text(one, "txHash")}\""));
        for (int i = 0; i < hashes.Count; i++)
            Assert.Equal((await net.ResultAsync("debug_traceTransaction", $"{hashes[i]},{options}")).GetRawText(), traced[i].GetProperty("result").GetRawText());
    }

    [Fact]
    public async Task TheMessagesOfABlockRunAgainOnce()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string counter = await Scene.DeployAsync(net, Counter);
        await net.ResultAsync("evm_setAutomine", "false");
        for (int i = 1; i <= 4; i++)
            await Scene.SendAsync(net, counter, Word(i));
        await net.ResultAsync("evm_mine");
        List<StructLogTracer> tracers = [];
        List<int> told = [];
        await net.Net.ReplayEachAsync(
            net.Net.Head,
            index =>
            {
                Assert.Equal(tracers.Count, index);
                tracers.Add(new StructLogTracer());
                return tracers[^1];
            },
            (index, _) => told.Add(index));
        Assert.Equal([0, 1, 2, 3], told);
        Assert.All(tracers, tracer => Assert.Equal(tracers[0].StepCount, tracer.StepCount));
    }

    /// <summary>A frame that the host unwinds, since the gas runs out inside a syscall, has ended for tracers too: what follows belongs to its caller.</summary>
    [Fact]
    public async Task StepsAfterACalleeThatRanOutOfGasAreTheCallers()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        // EXTCODESIZE of its caller for ever; and a contract that calls it with 10,000,000 gas, and stops.
        string spinner = await Scene.DeployAsync(net, "0x6006600c60003960066000f3" + "5b333b505f56");
        string caller = await Scene.DeployAsync(net, "0x600e600c600039600e6000f3" + "5f5f5f5f5f5f3562989680f15000");
        string hash = await Scene.SendAsync(net, caller, "0x" + new string('0', 24) + spinner[2..]);
        JsonElement trace = await net.ResultAsync("debug_traceTransaction", hash);
        JsonElement[] steps = [.. trace.GetProperty("structLogs").EnumerateArray()];
        Assert.False(trace.GetProperty("failed").GetBoolean());
        Assert.Equal((2, "EXTCODESIZE"), (steps.Max(step => step.GetProperty("depth").GetInt32()), Text(steps[^3], "op")));
        Assert.Equal(["POP 1", "STOP 1"], steps[^2..].Select(step => $"{Text(step, "op")} {step.GetProperty("depth").GetInt32()}"));
        JsonElement call = (await net.ResultAsync("debug_traceTransaction", hash + ",{\"tracer\":\"callTracer\"}")).GetProperty("calls")[0];
        Assert.Equal("out of gas", Text(call, "error"));
    }

    [Fact]
    public async Task ThePrestateIsThatBeforeTheMessageAlone()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Scene scene = await Scene.PlayAsync(net);
        JsonElement before = await net.ResultAsync("debug_traceTransaction", $$"""{{scene.Hash}},{"tracer":"prestateTracer"}""");
        Assert.Equal($$"""{"{{Word(0)}}":"{{Word(0)}}"}""", before.GetProperty(scene.Counter).GetProperty("storage").GetRawText());
        Assert.Equal(2, before.GetProperty(Alice.Trim('"').ToLowerInvariant()).GetProperty("nonce").GetInt32());
        JsonElement difference = await net.ResultAsync("debug_traceTransaction", $$"""{{scene.Hash}},{"tracer":"prestateTracer","tracerConfig":{"diffMode":true} }""");
        JsonElement post = difference.GetProperty("post");
        Assert.Equal($$$"""{"storage":{"{{{Word(0)}}}":"{{{Word(9)}}}"}}""", post.GetProperty(scene.Counter).GetRawText());
        Assert.Equal($$"""{"{{Word(1)}}":"{{Word(7)}}"}""", post.GetProperty(scene.Caller).GetProperty("storage").GetRawText());
        Assert.False(difference.GetProperty("pre").GetProperty(scene.Counter).TryGetProperty("storage", out _));

        // Two messages in one tipset: the second finds what the first one left.
        await net.Net.Developer.SetMiningAsync(MiningMode.Manual);
        await Scene.SendAsync(net, scene.Counter, Word(20));
        string second = await Scene.SendAsync(net, scene.Counter, Word(21));
        await net.Net.MineAsync();
        JsonElement between = await net.ResultAsync("debug_traceTransaction", $$"""{{second}},{"tracer":"prestateTracer"}""");
        Assert.Equal($$"""{"{{Word(0)}}":"{{Word(20)}}"}""", between.GetProperty(scene.Counter).GetProperty("storage").GetRawText());
    }

    [Fact]
    public async Task CallsAreTracedWithoutStaying()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Scene scene = await Scene.PlayAsync(net);
        string call = $$"""{"from":{{Alice}},"to":"{{scene.Counter}}","data":"{{Word(3)}}"}""";
        JsonElement trace = await net.ResultAsync("debug_traceCall", call + ",\"latest\",{\"tracer\":\"callTracer\"}");
        Assert.Equal((scene.Counter, "CALL"), (Text(trace, "to"), Text(trace, "type")));
        Assert.Contains("SSTORE", (await net.ResultAsync("debug_traceCall", call)).GetRawText(), StringComparison.Ordinal);
        Assert.Equal("{}", (await net.ResultAsync("debug_traceCall", call + ",\"latest\",{\"tracer\":\"noopTracer\"}")).GetRawText());
        JsonElement prestate = await net.ResultAsync("debug_traceCall", call + ",\"latest\",{\"tracer\":\"prestateTracer\"}");
        Assert.Equal($$"""{"{{Word(0)}}":"{{Word(9)}}"}""", prestate.GetProperty(scene.Counter).GetProperty("storage").GetRawText());
        JsonElement other = await net.ResultAsync(
            "debug_traceCall", $$$"""{"to":"{{{scene.Counter}}}"},"latest",{"tracer":"callTracer","stateOverrides":{"{{{scene.Counter}}}":{"stateDiff":{"0x0":"0x21"} } } }""");
        Assert.Equal(Word(33), Text(other, "output"));
        Assert.Equal(1, (await net.ResultAsync("trace_call", call + ",[\"trace\"],\"latest\"")).GetProperty("trace").GetArrayLength());
        Assert.Equal(Word(9), await net.TextAsync("eth_call", $$"""{"to":"{{scene.Counter}}"}"""));
        JsonElement created = await net.ResultAsync("debug_traceCall", $$"""{"from":{{Alice}},"data":"{{Counter}}"},"latest",{"tracer":"callTracer"}""");
        Assert.Equal(("CREATE", "0x" + Counter[26..]), (Text(created, "type"), Text(created, "output")));
        JsonElement selectors = await net.ResultAsync("debug_traceTransaction", scene.Hash + ",{\"tracer\":\"4byteTracer\"}");
        Assert.Equal("""{"0x00000000-28":2}""", selectors.GetRawText());
    }

    [Fact]
    public async Task NativeMessagesAreCallsOfMaskedIdsAndHaveATreeOfTheirOwn()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        AppliedMessage sent = await net.Net.SendAsync(net.Net.Secp, new Message { From = net.Net.Secp.Address, To = net.Net.Bls.Address, Value = TokenAmount.FromAtto(5) });
        string hash = $"\"0x{Convert.ToHexStringLower(sent.Hash.Span)}\"";
        JsonElement trace = Assert.Single((await net.ResultAsync("trace_transaction", hash)).EnumerateArray());
        Assert.StartsWith("0xff0000000000000000", Text(trace.GetProperty("action"), "to"), StringComparison.Ordinal);
        Assert.StartsWith("0x868e10c4", Text(trace.GetProperty("action"), "input"), StringComparison.Ordinal);
        (int code, string message) = await net.ErrorAsync("debug_traceTransaction", hash);
        Assert.Equal(RpcErrorCode.ServerError, code);
        Assert.Contains("runs no contract", message, StringComparison.Ordinal);
        JsonElement byCid = await net.ResultAsync("fvm_traceMessage", $"\"{sent.Cid}\"");
        Assert.Equal(byCid.GetRawText(), (await net.ResultAsync("fvm_traceMessage", hash)).GetRawText());
        Assert.Equal(sent.Receipt.GasUsed, byCid.GetProperty("gas_used").GetUInt64());
    }

    /// <summary>What a client reads is the trace again: the same tree, the same gas.</summary>
    [Fact]
    public async Task TheTreeOfAMessageIsReadBack()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Scene scene = await Scene.PlayAsync(net);
        string answer = (await net.ResultAsync("fvm_traceMessage", scene.Hash)).GetProperty("trace").GetRawText();
        var tree = TraceTree.Build(TraceEventsJson.Read(JsonNode.Parse(answer)!.AsArray()));
        net.Net.Chain.TryGetTransaction(Convert.FromHexString(scene.Hash.Trim('"')[2..]), out MessagePlace? place);
        Assert.Equal(place!.Message.Receipt.GasUsed, tree.Total.RoundUp());
        JsonArray again = TraceTreeJson.Write(tree, code => net.Net.StateAt().Manifest.TryGetActor(code, out BuiltinActor actor) ? actor.ManifestName() : null, callsOnly: false);
        Assert.Equal(answer, again.ToJsonString());
    }

    [Theory]
    [InlineData("debug_traceTransaction", Nobody, -32001, "transaction not found: 0x1111")]
    [InlineData("trace_transaction", Nobody, -32001, "transaction not found")]
    [InlineData("fvm_traceMessage", Nobody, -32001, "transaction not found")]
    [InlineData("fvm_traceMessage", "\"bafy\"", -32602, "is no CID")]
    [InlineData("debug_traceTransaction", "\"0x12\"", -32602, "32 bytes were expected")]
    [InlineData("debug_traceCall", "{},\"latest\",{\"tracer\":\"best\"}", -32602, "there is no tracer \"best\"; there are callTracer")]
    [InlineData("debug_traceCall", "{},\"latest\",{\"tracer\":\"prestateTracer\",\"tracerConfig\":{\"diffMode\":true}}", -32000, "diffMode")]
    [InlineData("debug_traceBlockByNumber", "\"0x99\"", -32001, "block not found")]
    [InlineData("debug_traceBlockByHash", Nobody, -32001, "block not found")]
    [InlineData("trace_block", "\"0x99\"", -32001, "block not found")]
    [InlineData("trace_replayBlockTransactions", "\"0x0\",[\"vmTrace\"]", -32602, "only [\"trace\"] is supported")]
    [InlineData("trace_filter", "{\"count\":100000}", -32005, "maximum supported is 10000")]
    public async Task SaysWhatCannotBeTraced(string method, string parameters, int code, string message)
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        (int given, string said) = await net.ErrorAsync(method, parameters);
        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.Equal(code, given);
    }

    /// <summary>Whatever is given, an answer is a result or an error that says what is wrong with it, and never a bug of ours.</summary>
    [Fact]
    public async Task WrongParametersAreNoBugs()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Scene scene = await Scene.PlayAsync(net);
        string[] methods = [.. net.Methods.Names.Where(name => name.StartsWith("debug_", StringComparison.Ordinal) || name.StartsWith("trace_", StringComparison.Ordinal) || name == "fvm_traceMessage")];
        Assert.Equal(12, methods.Length);
        string[] values =
        [
            scene.Hash, Nobody, "\"latest\"", "\"earliest\"", "\"0x3\"", "\"0xffffffffffffffffff\"", "3", "-1", "1e40", "null", "true", "{}", "[]", "[\"trace\"]", "[-1]", "\"\\ud800\"",
            $$"""{"to":"{{scene.Caller}}"}""", $$"""{"from":"{{scene.Caller}}","data":"0x00"}""", """{"tracer":7}""", """{"tracer":"callTracer","tracerConfig":[]}""",
            """{"tracer":"prestateTracer","stateOverrides":{"0x":{} } }""", """{"limit":-1}""", """{"fromBlock":"0x0","toAddress":[7]}""", """{"fromBlock":"0x9","toBlock":"0x1"}""",
        ];
        var random = new Random(7);
        for (int i = 0; i < 1500; i++)
        {
            string given = string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => values[random.Next(values.Length)]));
            string method = methods[random.Next(methods.Length)];
            JsonElement answer = await net.AnswerAsync(method, given);
            bool isBug = answer.TryGetProperty("error", out JsonElement error) && error.GetProperty("code").GetInt32() == RpcErrorCode.Internal;
            Assert.False(isBug, $"{method}({given}): {answer}");
        }
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static string Word(int value) => "0x" + value.ToString("x64", null);

    /// <summary>The counter in epoch 1, the caller in epoch 2, the call in epoch 3.</summary>
    private sealed record Scene(string Counter, string Caller, string Hash)
    {
        public static async Task<Scene> PlayAsync(RpcDevnet net)
        {
            string counter = await DeployAsync(net, TraceMethodsTests.Counter);
            string caller = await DeployAsync(net, TraceMethodsTests.Caller);
            return new Scene(counter, caller, await SendAsync(net, caller, "0x" + new string('0', 24) + counter[2..]));
        }

        public static async Task<string> DeployAsync(RpcDevnet net, string code)
        {
            string? hash = await net.TextAsync("eth_sendTransaction", $$"""{"from":{{Alice}},"data":"{{code}}"}""");
            return Text(await net.ResultAsync("eth_getTransactionReceipt", $"\"{hash}\""), "contractAddress")!;
        }

        public static async Task<string> SendAsync(RpcDevnet net, string to, string data) =>
            $"\"{await net.TextAsync("eth_sendTransaction", $$"""{"from":{{Alice}},"to":"{{to}}","data":"{{data}}"}""")}\"";
    }
}
