using System.Text.Json.Nodes;

namespace Fvm.Cli.Tests;

/// <summary>Commands against a running node: what they ask, and what they make of answers as anvil and lotus give them.</summary>
public sealed class NodeCommandTests : IDisposable
{
    private const string Alice = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    private const string Token = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    private const string Hash = "0x88b8febcca1110688665b62cf39634ebaeceb2c75ff844c513e0391f3790d7e1";
    private const string MessageCid = "bafy2bzacebz5lheddpmt73j356zl4bq3vne2n5uwgwloeoduht5bkje4rn7pe";
    private const string AliceKey = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    private const string TransferTopic = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

    private const string Artifact = """
        { "abi": [
            { "type": "constructor", "inputs": [{ "name": "supply", "type": "uint256" }] },
            { "type": "function", "name": "balanceOf", "inputs": [{ "name": "owner", "type": "address" }], "outputs": [{ "name": "", "type": "uint256" }] },
            { "type": "function", "name": "transfer", "inputs": [{ "name": "to", "type": "address" }, { "name": "value", "type": "uint256" }], "outputs": [{ "name": "", "type": "bool" }] },
            { "type": "error", "name": "TooPoor", "inputs": [{ "name": "has", "type": "uint256" }] },
            { "type": "event", "name": "Transfer", "inputs": [{ "name": "from", "type": "address", "indexed": true }, { "name": "to", "type": "address", "indexed": true }, { "name": "value", "type": "uint256" }] }
          ], "bytecode": { "object": "0x6001" } }
        """;

    private readonly StubNode node = new StubNode().Says("eth_chainId", "\"0x1df5e76\"").Says("eth_accounts", $"[\"{Alice}\"]");
    private readonly string folder = Directory.CreateTempSubdirectory("fvm-node-").FullName;

    public void Dispose()
    {
        node.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Rpc_sends_what_it_is_given_and_prints_the_result()
    {
        node.Says("x_echo", """{"a":[1]}""").Refuses("x_no", -32000, "no way", "\"0x01\"");
        Assert.Equal("0x1df5e76\n", Run(0, "rpc", "eth_chainId").Output);
        Assert.Equal("\"0x1df5e76\"\n", Run(0, "rpc", "eth_chainId", "--json").Output);
        Assert.Contains("\"a\"", Run(0, "rpc", "x_echo", "0x12", "t01", "null", "5", "{\"b\":true}").Output, StringComparison.Ordinal);
        Assert.Equal("""["0x12","t01",null,5,{"b":true}]""", node.Last("x_echo").ToJsonString());
        Run(0, "rpc", "x_echo", """[1, "two"]""");
        Assert.Equal("""[1,"two"]""", node.Last("x_echo").ToJsonString());
        Assert.Contains("no way (code -32000), data \"0x01\"", Run(1, "rpc", "x_no").Error, StringComparison.Ordinal);
        Assert.Contains("the node has no method x_nothing", Run(1, "rpc", "x_nothing").Error, StringComparison.Ordinal);
        Assert.Contains("PARAMS is no JSON", Run(2, "rpc", "x_echo", "{").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Upgrade_sends_the_version_and_the_bundle_as_it_is_named()
    {
        node.Says("Filecoin.StateNetworkVersion", "28").Says("fvm_setNetworkVersion", "true").Says("Filecoin.StateActorManifestCID", $$"""{"/":"{{MessageCid}}"}""");
        Assert.Equal($"network version 28 -> 28, actors {MessageCid}\n", Run(0, "upgrade", "28").Output);
        Assert.Equal("[28]", node.Last("fvm_setNetworkVersion").ToJsonString());
        Run(0, "upgrade", "28", "--actors", MessageCid, "--json");
        Assert.Equal($"""[28,"{MessageCid}"]""", node.Last("fvm_setNetworkVersion").ToJsonString());
        string car = Path.Combine(folder, "actors.car");
        File.WriteAllBytes(car, [1, 2]);
        Run(0, "upgrade", "28", "--actors", car);
        Assert.Equal("""[28,"0x0102"]""", node.Last("fvm_setNetworkVersion").ToJsonString());
        Run(2, "upgrade", "28", "--actors", Path.Combine(folder, "none.car"));
    }

    [Theory]
    [InlineData("accounts")]
    [InlineData("block")]
    [InlineData("state list")]
    [InlineData("mine")]
    [InlineData("rpc eth_chainId")]
    [InlineData("trace 0x88b8febcca1110688665b62cf39634ebaeceb2c75ff844c513e0391f3790d7e1")]
    public void Nobody_answers(string line)
    {
        FvmRun run = FvmProcess.Run([.. line.Split(' '), "--rpc", "127.0.0.1:1"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("no node answers at http://127.0.0.1:1 (connection refused); start one with 'fvm devnet'", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void Who_answers_may_be_no_node()
    {
        node.Answers("eth_blockNumber", _ => """{"x":1}""");
        Assert.Contains("none of JSON-RPC", Run(2, "mine").Error, StringComparison.Ordinal);
        node.Answers("eth_blockNumber", _ => """{"result":}""");
        Assert.Contains("speaks no JSON-RPC (HTTP 200)", Run(2, "mine").Error, StringComparison.Ordinal);
        node.Answers("eth_blockNumber", _ => """{"id":1,"result":"0x1"}""");
        Assert.Contains("speaks no JSON-RPC (HTTP 200)", Run(2, "mine").Error, StringComparison.Ordinal);
        Assert.Contains("--rpc is no URL", FvmProcess.Run("mine", "--rpc", "ftp://x").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_without_a_node()
    {
        FvmRun run = FvmProcess.Run("addr", Alice.ToLowerInvariant(), "--offline");
        Assert.Contains("t410f6op5nzi2vwepn5gonk4ie4tzz773sitggxp4hiy", run.Output, StringComparison.Ordinal);
        Assert.Contains(Alice, run.Output, StringComparison.Ordinal);
        Assert.Contains("0xff00000000000000000000000000000000000064", FvmProcess.Run("addr", "f0100", "--offline").Output, StringComparison.Ordinal);
        Assert.Contains("id        t0100", FvmProcess.Run("addr", "0xff00000000000000000000000000000000000064", "--offline").Output, StringComparison.Ordinal);
        Assert.Equal(2, FvmProcess.Run("addr", "t0x", "--offline").ExitCode);
    }

    [Fact]
    public void Addresses_with_a_node_of_Filecoin()
    {
        WithActors();
        JsonNode shown = Json(0, "addr", Alice, "--json");
        Assert.Equal("t0100", shown["id"]!.GetValue<string>());
        Assert.Equal("0xff00000000000000000000000000000000000064", shown["masked"]!.GetValue<string>());
        Assert.Equal("ethaccount", shown["type"]!.GetValue<string>());
        Assert.Equal("1.5 FIL", shown["balance"]!.GetValue<string>());
        Assert.Equal(7, shown["nonce"]!.GetValue<int>());
    }

    [Fact]
    public void Calls_of_contracts_are_encoded_and_decoded()
    {
        node.Says("eth_call", $"\"0x{2_000_000:x64}\"");
        string artifact = Write("Token.json", Artifact);
        Assert.Equal("2000000\n", Run(0, "call", Token, "balanceOf(address)(uint256)", Alice).Output);
        JsonNode request = node.Last("eth_call")[0]!;
        Assert.Equal($"0x70a08231{Alice[2..].ToLowerInvariant().PadLeft(64, '0')}", request["data"]!.GetValue<string>());
        Assert.Equal("2000000\n", Run(0, "call", Token, "balanceOf", Alice, "--abi", artifact, "--block", "5").Output);
        Assert.Equal("0x5", node.Last("eth_call")[1]!.GetValue<string>());
        Assert.Equal("2000000", Json(0, "call", Token, "balanceOf", Alice, "--abi", artifact, "--json")["values"]![0]!.GetValue<string>());
        Assert.Contains("takes 1 arguments, and 0 are given", Run(2, "call", Token, "balanceOf(address)").Error, StringComparison.Ordinal);
        Assert.Contains("has no function mint; it has balanceOf, transfer", Run(2, "call", Token, "mint", "--abi", artifact).Error, StringComparison.Ordinal);
        Assert.Contains("'uint7' is no type", Run(2, "call", Token, "f(uint7)", "1").Error, StringComparison.Ordinal);

        node.Refuses("eth_call", 3, "execution reverted", $"\"0x{Selector("TooPoor(uint256)")}{5:x64}\"");
        Assert.Contains("it reverted: TooPoor(5)", Run(1, "call", Token, "balanceOf", Alice, "--abi", artifact).Error, StringComparison.Ordinal);
        node.Says("eth_call", "\"0x\"").Says("eth_getCode", "\"0x\"");
        Assert.Contains("there is no contract at", Run(2, "call", Token, "f()(bool)").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_of_actors_go_by_name_with_JSON()
    {
        WithActors();
        node.Says("Filecoin.StateCall", """{"MsgRct":{"ExitCode":0,"Return":"hQAAAAAA","GasUsed":123},"Error":""}""").Says("Filecoin.WalletDefaultAddress", "\"t0100\"");
        Run(0, "call", "t0102", "Propose", """{ "To": "f0101", "Value": "1000", "Method": 0, "Params": "" }""");
        JsonNode message = node.Last("Filecoin.StateCall")[0]!;
        Assert.Equal("t0102", message["To"]!.GetValue<string>());
        Assert.Equal("t0100", message["From"]!.GetValue<string>());
        Assert.Equal(2, message["Method"]!.GetValue<int>());
        Assert.Equal("84420065430003e80040", Convert.ToHexStringLower(Convert.FromBase64String(message["Params"]!.GetValue<string>())));
        Assert.Contains("the actor has no method Fly; it has", Run(2, "call", "t0102", "Fly").Error, StringComparison.Ordinal);
        Assert.Contains("Propose takes parameters", Run(2, "call", "t0102", "2").Error, StringComparison.Ordinal);
        Assert.Contains("the parameters of Propose:", Run(2, "call", "t0102", "Propose", "{}").Error, StringComparison.Ordinal);
        node.Says("Filecoin.StateCall", """{"MsgRct":{"ExitCode":18,"Return":null,"GasUsed":123},"Error":"not a signer"}""");
        Assert.Contains("it failed: exit 18: not a signer", Run(1, "call", "t0102", "Propose", "0x80").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Transactions_are_sent_and_told_of()
    {
        Mined("0x1", $$"""[{"address":"{{Token}}","topics":["{{TransferTopic}}","0x{{Alice[2..].PadLeft(64, '0')}}","0x{{1:x64}}"],"data":"0x{{9:x64}}","blockNumber":"0x1"}]""");
        string artifact = Write("Token.json", Artifact);
        FvmRun run = Run(0, "send", Token, "transfer", "t0100", "9", "--abi", artifact, "--value", "2.5");
        Assert.Contains("status    ok", run.Output, StringComparison.Ordinal);
        Assert.Contains("log       " + Token + " Transfer(from: " + Alice, run.Output, StringComparison.Ordinal);
        JsonNode request = node.Last("eth_sendTransaction")[0]!;
        Assert.Equal("0x22b1c8c1227a0000", request["value"]!.GetValue<string>());
        Assert.StartsWith("0xa9059cbb000000000000000000000000ff00000000000000000000000000000000000064", request["data"]!.GetValue<string>(), StringComparison.Ordinal);

        node.Refuses("eth_sendTransaction", 3, "execution reverted: poor");
        Assert.Contains("not sent, it would fail: execution reverted: poor", Run(1, "send", Token, "0x01020304").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_signs_here()
    {
        Mined("0x1", "[]");
        node.Says("eth_gasPrice", "\"0x64\"").Says("eth_maxPriorityFeePerGas", "\"0x1\"").Says("eth_getTransactionCount", "\"0x3\"").Says("eth_estimateGas", "\"0x5208\"")
            .Says("eth_sendRawTransaction", $"\"{Hash}\"");
        Run(0, "send", Token, "--value", "1", "--key", AliceKey);
        string raw = node.Last("eth_sendRawTransaction")[0]!.GetValue<string>();
        Assert.True(Ethereum.TransactionEncoding.TryDecode(Convert.FromHexString(raw[2..]), 31415926, out Ethereum.EthereumTransaction? sent, out _));
        Assert.True(sent.TryRecoverSender(out Evm.EvmAddress sender));
        Assert.Equal(Alice, sender.ToChecksumString());
        Assert.Equal((3UL, 21000UL), (sent.Nonce, sent.GasLimit));
        Assert.Contains("no private key", Run(2, "send", Token, "--key", "0x01").Error, StringComparison.Ordinal);
        Assert.Contains("--from is no account of --key, which has t1", Run(2, "send", Token, "--key", AliceKey, "--from", "t0100").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_signs_native_messages_too()
    {
        node.Says("Filecoin.MpoolGetNonce", "4").Says("Filecoin.MpoolPush", $$"""{"/":"{{MessageCid}}"}""")
            .Answers("Filecoin.GasEstimateMessageGas", parameters =>
            {
                JsonNode priced = parameters[0]!.DeepClone();
                priced["GasLimit"] = 1000;
                priced["GasFeeCap"] = "200";
                return $$"""{"result":{{priced.ToJsonString()}}}""";
            })
            .Says("Filecoin.StateWaitMsg", """{"Receipt":{"ExitCode":0,"Return":null,"GasUsed":900},"Height":9}""");
        FvmRun run = Run(0, "send", "t0101", "--value", "1", "--key", AliceKey, "--from", "t1nqjokbjze2a2nx36kz6oq54wns4w5jcwhzuzy2i");
        Assert.Contains("ok: exit 0, gas 900, epoch 9", run.Output, StringComparison.Ordinal);
        JsonNode sent = node.Last("Filecoin.MpoolPush")[0]!;
        Assert.Equal((4, 1000, 1), (sent["Message"]!["Nonce"]!.GetValue<int>(), sent["Message"]!["GasLimit"]!.GetValue<int>(), sent["Signature"]!["Type"]!.GetValue<int>()));
        node.Refuses("Filecoin.GasEstimateMessageGas", 3, "execution reverted: exit 18");
        Assert.Contains("not sent, it would fail: execution reverted: exit 18", Run(1, "send", "t0101", "5", "0x", "--key", AliceKey).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Failed_transactions_say_why()
    {
        Mined("0x0", "[]");
        node.Refuses("eth_call", 3, "execution reverted", $"\"0x4e487b71{17:x64}\"");
        FvmRun run = Run(0, "tx", Hash);
        Assert.Contains("failed: Panic(0x11): overflow", run.Output, StringComparison.Ordinal);
        Assert.Equal("0x0", node.Last("eth_call")[1]!.GetValue<string>());
        node.Says("Filecoin.EthGetTransactionHashByCid", $"\"{Hash}\"");
        Assert.Equal(Hash, Json(0, "tx", MessageCid, "--json")["hash"]!.GetValue<string>());
        Assert.Contains("neither a hash", Run(2, "tx", "12").Error, StringComparison.Ordinal);
        node.Says("eth_getTransactionByHash", "null");
        Assert.Contains("has no transaction", Run(2, "tx", Hash).Error, StringComparison.Ordinal);
    }

    /// <summary>What forge, hardhat and solc write, and hex.</summary>
    [Theory]
    [InlineData("""{ "abi": [], "bytecode": { "object": "0x6001" } }""", "0x6001")]
    [InlineData("""{ "_format": "hh-sol-artifact-1", "contractName": "A", "abi": [], "bytecode": "0x6002" }""", "0x6002")]
    [InlineData("""{ "contracts": { "a.sol": { "A": { "abi": [], "evm": { "bytecode": { "object": "6003" } } }, "I": { "abi": [], "evm": { "bytecode": { "object": "" } } } } } }""", "0x6003")]
    [InlineData("""{ "contracts": { "a.sol:A": { "abi": "[]", "bin": "6004" } } }""", "0x6004")]
    [InlineData("6005\n", "0x6005")]
    public void Artifacts(string text, string code)
    {
        Mined("0x1", "[]");
        Run(0, "deploy", Write("A.json", text));
        Assert.Equal(code, node.Last("eth_sendTransaction")[0]!["data"]!.GetValue<string>());
    }

    [Fact]
    public void Constructors_take_arguments_and_libraries_must_be_linked()
    {
        Mined("0x1", "[]");
        string artifact = Write("Token.json", Artifact);
        Run(0, "deploy", artifact, "1e3");
        Assert.Equal($"0x6001{1000:x64}", node.Last("eth_sendTransaction")[0]!["data"]!.GetValue<string>());
        Assert.Contains("constructor takes 1 arguments", Run(2, "deploy", artifact).Error, StringComparison.Ordinal);
        Assert.Contains("is not linked", Run(2, "deploy", Write("L.json", $$"""{ "abi": [], "bytecode": "0x60__${{new string('a', 34)}}$__" }""")).Error, StringComparison.Ordinal);
        Assert.Contains("choose one with --contract: A, B", Run(2, "deploy", Write("M.json", """{ "contracts": { "a.sol:A": { "bin": "60" }, "a.sol:B": { "bin": "61" } } }""")).Error, StringComparison.Ordinal);
        Assert.Contains("has no bytecode", Run(2, "deploy", Write("I.json", """{ "abi": [], "bytecode": "0x" }""")).Error, StringComparison.Ordinal);
        Assert.Contains("neither a file nor hex", Run(2, "deploy", "nowhere.json").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Logs_are_asked_for_and_decoded()
    {
        node.Says("eth_getLogs", $$"""[{"address":"{{Token}}","topics":["{{TransferTopic}}","0x{{Alice[2..].PadLeft(64, '0')}}","0x{{1:x64}}"],"data":"0x{{9:x64}}","blockNumber":"0x7","transactionHash":"{{Hash}}"}]""");
        FvmRun run = Run(0, "logs", "-", "t0100", "--event", "Transfer(address indexed from, address indexed to, uint256 value)", "--address", Token, "--from-block", "16");
        Assert.Contains("to: 0x0000000000000000000000000000000000000001, value: 9)", run.Output, StringComparison.Ordinal);
        JsonNode filter = node.Last("eth_getLogs")[0]!;
        Assert.Equal($"""["{TransferTopic}",null,"0x000000000000000000000000ff00000000000000000000000000000000000064"]""", filter["topics"]!.ToJsonString());
        Assert.Equal("0x10", filter["fromBlock"]!.GetValue<string>());
        Assert.Equal("9", Json(0, "logs", "--abi", Write("Token.json", Artifact), "--json")[0]!["values"]![2]!["value"]!.GetValue<string>());
    }

    [Fact]
    public void Mining_time_and_snapshots()
    {
        node.Says("eth_blockNumber", "\"0x5\"").Says("hardhat_mine", "true").Says("fvm_mineNull", "true").Says("evm_increaseTime", "\"0x1\"").Says("evm_mine", "\"0x0\"")
            .Says("evm_setNextBlockTimestamp", "true").Says("eth_getBlockByNumber", """{"number":"0x5","timestamp":"0x66000000"}""").Says("evm_snapshot", "\"0x1\"").Says("evm_revert", "true");
        Assert.Contains("block 5 -> 5", Run(0, "mine", "2880", "--null", "3").Output, StringComparison.Ordinal);
        Assert.Equal("0xb3f", node.Last("hardhat_mine")[0]!.GetValue<string>());
        Assert.Equal("0x3", node.Last("fvm_mineNull")[0]!.GetValue<string>());
        Assert.Contains("N must be 1 at least", Run(2, "mine", "0", "--null", "3").Error, StringComparison.Ordinal);
        Run(0, "time", "+1d2h");
        Assert.Equal("0x16da0", node.Last("evm_increaseTime")[0]!.GetValue<string>());
        Run(0, "time", "2030-01-01");
        Assert.Equal("0x70dbd880", node.Last("evm_setNextBlockTimestamp")[0]!.GetValue<string>());
        Assert.Contains("WHEN is no span", Run(2, "time", "+soon").Error, StringComparison.Ordinal);
        Assert.Equal("0x1\n", Run(0, "snapshot").Output);
        Run(0, "revert", "1");
        Assert.Equal("0x1", node.Last("evm_revert")[0]!.GetValue<string>());
        node.Says("evm_revert", "false");
        Assert.Contains("has no snapshot 9", Run(2, "revert", "9").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void State_goes_into_a_file_and_back()
    {
        node.Says("anvil_dumpState", "\"0x010203\"").Says("anvil_loadState", "true").Says("eth_blockNumber", "\"0x5\"");
        string file = Path.Combine(folder, "state");
        Run(0, "dump", file);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(file));
        Run(0, "load", file);
        Assert.Equal("0x010203", node.Last("anvil_loadState")[0]!.GetValue<string>());
    }

    [Fact]
    public void Funding_falls_back_to_what_other_nodes_have()
    {
        node.Says("eth_getBalance", "\"0x1\"").Says("hardhat_setBalance", "true");
        Run(0, "fund", Token, "1");
        Assert.Equal("0xde0b6b3a7640001", node.Last("hardhat_setBalance")[1]!.GetValue<string>());
        node.Says("fvm_fund", "true").Says("Filecoin.WalletBalance", "\"5\"");
        Assert.Contains("owns 0.000000000000000005 FIL", Run(0, "fund", "t1qid3qslm4jax2jpohkdwomtidgd3x7xa7qvahea", "5 attofil").Output, StringComparison.Ordinal);
        Assert.Equal("0x5", node.Last("fvm_fund")[1]!.GetValue<string>());
        Assert.Contains("is no amount", Run(2, "fund", Token, "much").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_finds_what_is_wrong()
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        node.Says("web3_clientVersion", "\"anvil/v1.7.1\"").Says("Filecoin.StateNetworkVersion", "28").Says("Filecoin.StateNetworkName", "\"devnet\"").Says("eth_getBalance", "\"0x1\"")
            .Says("eth_getBlockByNumber", $$"""{"number":"0x5","timestamp":"0x{{now:x}}","baseFeePerGas":"0x64"}""").Says("txpool_status", """{"pending":"0x0","queued":"0x0"}""").Says("anvil_getAutomine", "true");
        Assert.DoesNotContain("WRONG", Run(0, "doctor").Output, StringComparison.Ordinal);
        node.Says("eth_getBlockByNumber", $$"""{"number":"0x5","timestamp":"0x{{now - 1000:x}}","baseFeePerGas":"0x0"}""").Says("txpool_status", """{"pending":"0x0","queued":"0x2"}""");
        JsonNode found = Json(1, "doctor", "--json");
        Assert.Equal(["head", "base fee", "pool"], found["findings"]!.AsArray().Where(finding => finding!["health"]!.GetValue<string>() == "wrong").Select(finding => finding!["what"]!.GetValue<string>()));
        Assert.Equal(1, FvmProcess.Run("doctor", "--rpc", "127.0.0.1:1").ExitCode);
    }

    [Fact]
    public void Traces_and_gas_of_a_replay()
    {
        WithActors();
        node.Says("Filecoin.EthGetMessageCidByTransactionHash", $$"""{"/":"{{MessageCid}}"}""").Says("Filecoin.StateReplay", """
            {"MsgRct":{"ExitCode":0,"Return":null,"GasUsed":160},"Error":"","ExecutionTrace":{
              "Msg":{"From":"t0100","To":"t0102","Value":"5","Method":2,"Params":"gA=="},"MsgRct":{"ExitCode":0,"Return":null},"InvokedActor":{"Id":102,"State":{"Code":{"/":"bafk2bzaceafj7ejw3zn3kyvdzabuzs6x7lxbqobopkxpkhtsktd5hyfa7e6l2"}}},
              "GasCharges":[{"Name":"OnChainMessage","tg":100},{"Name":"OnGetRandomness","tg":20}],
              "Subcalls":[{"Msg":{"From":"t0102","To":"t0101","Value":"0","Method":0,"Params":null},"MsgRct":{"ExitCode":16,"Return":null},"GasCharges":[{"Name":"OnMethodInvocation","tg":40}],"Subcalls":[]}]}}
            """);
        FvmRun trace = Run(0, "trace", Hash);
        Assert.Contains("  call t0100 -> t0102 method Propose (2), params 80, value 5 attoFIL\n    actor 102 multisig\n    gas OnChainMessage 100\n", trace.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("    return 16; gas 40 self, 40 total\n  return 0; gas 120 self, 160 total\n", trace.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        string flame = Path.Combine(folder, "flame.svg");
        JsonNode gas = Json(0, "gas", Hash, "--flame", flame, "--json");
        Assert.Equal(160, gas["charged"]!.GetValue<int>());
        Assert.Equal(120, gas["actors"]!["102 multisig"]!.GetValue<int>());
        Assert.Contains("Propose (2)", File.ReadAllText(flame), StringComparison.Ordinal);
        Assert.Contains("62.50%  OnChainMessage", Run(0, "gas", Hash).Output, StringComparison.Ordinal);

        node.Says("debug_traceTransaction", $$"""{"type":"CALL","from":"{{Alice}}","to":"{{Token}}","gasUsed":"0x10","input":"0x01","error":"execution reverted","output":"0x4e487b71{{1:x64}}","calls":[{"type":"STATICCALL","from":"{{Token}}","to":"{{Alice}}","gasUsed":"0x1","output":"0x"}]}""");
        Assert.Contains("execution reverted: Panic(0x01): assert; gas 16", Run(0, "trace", Hash, "--evm").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Snippets_name_the_node()
    {
        foreach (string tool in (string[])["hardhat", "foundry", "viem"])
            Assert.Contains(node.Url, Run(0, "config", tool).Output, StringComparison.Ordinal);
        Assert.Contains("id: 31415926", Run(0, "config", "viem").Output, StringComparison.Ordinal);
        Assert.Equal(2, FvmProcess.Run("config", "emacs").ExitCode);
    }

    [Fact]
    public void Accounts_with_keys()
    {
        node.Says("eth_getBalance", "\"0xde0b6b3a7640000\"");
        JsonNode account = Json(0, "accounts", "--keys", "--json")[0]!;
        Assert.Equal((Alice, AliceKey, "1 FIL"), (account["ethereum"]!.GetValue<string>(), account["privateKey"]!.GetValue<string>(), account["balance"]!.GetValue<string>()));
        Assert.DoesNotContain("key", Run(0, "accounts").Output, StringComparison.Ordinal);
    }

    private static string Selector(string signature) => Convert.ToHexStringLower(Fvm.Ethereum.Abi.AbiSignature.Parse(signature).Selector);

    private void WithActors() => node
        .Says("Filecoin.StateNetworkVersion", "28")
        .Says("Filecoin.StateActorCodeCIDs", """{"multisig":{"/":"bafk2bzaceafj7ejw3zn3kyvdzabuzs6x7lxbqobopkxpkhtsktd5hyfa7e6l2"},"ethaccount":{"/":"bafk2bzaceb2tx6ljjvrxk5u4pufs5fxd5eqlcv5xchaxj4fkdlnxxiv4dwoyu"}}""")
        .Says("Filecoin.StateLookupID", "\"t0100\"")
        .Answers("Filecoin.StateGetActor", parameters => parameters[0]!.GetValue<string>() == "t0102"
            ? """{"result":{"Code":{"/":"bafk2bzaceafj7ejw3zn3kyvdzabuzs6x7lxbqobopkxpkhtsktd5hyfa7e6l2"},"Nonce":0,"Balance":"0"}}"""
            : """{"result":{"Code":{"/":"bafk2bzaceb2tx6ljjvrxk5u4pufs5fxd5eqlcv5xchaxj4fkdlnxxiv4dwoyu"},"Nonce":7,"Balance":"1500000000000000000"}}""");

    /// <summary>A node that takes a transaction and has its receipt at once.</summary>
    private void Mined(string status, string logs) => node.Says("eth_sendTransaction", $"\"{Hash}\"")
        .Says("eth_getTransactionByHash", $$"""{"hash":"{{Hash}}","from":"{{Alice}}","to":"{{Token}}","value":"0x0","nonce":"0x0","gas":"0x100","input":"0x","blockNumber":"0x1"}""")
        .Says("eth_getTransactionReceipt", $$"""{"status":"{{status}}","gasUsed":"0x80","blockNumber":"0x1","contractAddress":null,"logs":{{logs}}}""");

    private FvmRun Run(int exitCode, params string[] arguments)
    {
        FvmRun run = FvmProcess.Run([.. arguments, "--rpc", node.Url]);
        Assert.True(exitCode == run.ExitCode, $"fvm {string.Join(' ', arguments)}: {run.ExitCode}: {run.Error}{run.Output}");
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        return run;
    }

    private JsonNode Json(int exitCode, params string[] arguments) => JsonNode.Parse(Run(exitCode, arguments).Output)!;

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
