using System.Text.Json.Nodes;

namespace Fvm.Cli.Tests;

/// <summary>The commands against the real devnet, from a deployment to a state in a file. One process for all; each test has contracts of its own.</summary>
public sealed class DevnetCommandTests(RunningDevnet devnet) : IClassFixture<RunningDevnet>, IDisposable
{
    private const string Alice = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    private const string Bob = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    private const string NativeAccount = "t1qid3qslm4jax2jpohkdwomtidgd3x7xa7qvahea";

    /// <summary>
    /// Without call data it reverts. With them it stores the first argument, logs it as Set(uint256) and returns it:
    /// CALLDATASIZE PUSH1 8 JUMPI PUSH0 PUSH0 REVERT STOP; JUMPDEST PUSH1 4 CALLDATALOAD DUP1 PUSH0 SSTORE PUSH0 MSTORE PUSH32 topic PUSH1 32 PUSH0 LOG1 PUSH1 32 PUSH0 RETURN.
    /// </summary>
    private static readonly string Keeper = "0x603a8060095f395ff3" + "366008575f5ffd00" + "5b600435805f555f527f"
        + Convert.ToHexStringLower(Fvm.Ethereum.Abi.AbiSignature.Parse("Set(uint256)").Hash) + "60205fa160205ff3";

    private readonly string folder = Directory.CreateTempSubdirectory("fvm-devnet-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_contract_is_made_called_and_its_events_are_read()
    {
        JsonNode made = Json(0, "deploy", Keeper, "--json");
        string contract = made["contract"]!.GetValue<string>();
        Assert.Equal("42\n", Run(0, "call", contract, "set(uint256)(uint256)", "42").Output);
        JsonNode sent = Json(0, "send", contract, "set(uint256)", "42", "--from", Bob, "--json");
        Assert.Equal("ok", sent["status"]!.GetValue<string>());
        Assert.Equal(Bob.ToLowerInvariant(), sent["from"]!.GetValue<string>().ToLowerInvariant());
        Assert.Contains("Set(value: 42)", Run(0, "logs", "--address", contract, "--event", "Set(uint256 value)").Output, StringComparison.Ordinal);
        Assert.Contains("status    ok", Run(0, "tx", sent["hash"]!.GetValue<string>()).Output, StringComparison.Ordinal);
        Assert.Contains(sent["hash"]!.GetValue<string>(), Run(0, "block", sent["block"]!.GetValue<string>()).Output, StringComparison.Ordinal);
        Run(1, "call", contract, "0x");
        Run(1, "send", contract);
    }

    [Fact]
    public void A_transaction_that_is_signed_here()
    {
        JsonNode sent = Json(0, "send", Bob, "--value", "1.5", "--key", "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80", "--json");
        Assert.Equal(("ok", "1500000000000000000"), (sent["status"]!.GetValue<string>(), sent["value"]!.GetValue<string>()));
        Assert.Equal(Alice.ToLowerInvariant(), sent["from"]!.GetValue<string>().ToLowerInvariant());
    }

    [Fact]
    public void The_chain_goes_on_and_back()
    {
        // A tipset of the heartbeat in between, half a minute after the last one, would count too.
        Run(0, "rpc", "evm_setAutomine", "false");
        string id = Run(0, "snapshot").Output.Trim();
        long before = Json(0, "time", "--json")["block"]!.GetValue<long>();
        Assert.Equal(before + 3, Json(0, "mine", "3", "--json")["block"]!.GetValue<long>());
        Assert.Equal(before + 6, Json(0, "mine", "1", "--null", "2", "--json")["block"]!.GetValue<long>());
        Assert.InRange(Json(0, "time", "+1d", "--json")["ahead"]!.GetValue<long>(), 86_000, 87_000);
        Assert.Contains($"block {before} again", Run(0, "revert", id).Output, StringComparison.Ordinal);
        Assert.InRange(Json(0, "time", "--json")["ahead"]!.GetValue<long>(), -100, 100);
        Run(2, "revert", id);
        Run(0, "rpc", "evm_setAutomine", "true");
    }

    /// <summary>The sample is of today's network: it links, its constructor runs, and it counts.</summary>
    [Fact]
    public void The_sample_actor_lives_on_a_devnet()
    {
        string id = Json(0, "actor", "create", FvmProcess.Sample, "--json")["id"]!.GetValue<string>();
        Assert.Equal("ok", Json(0, "send", id, "2", "0x05", "--json")["status"]!.GetValue<string>());
        Assert.Contains("1a00000005", Run(0, "call", id, "3").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_upgrade_without_its_actors_is_refused()
    {
        Assert.Contains("network version 29 has the actors v19: a bundle of them is needed", Run(2, "upgrade", "29").Error, StringComparison.Ordinal);
        Assert.Equal("native", Json(0, "upgrade", "28", "--json")["actors"]!.GetValue<string>());
    }

    [Fact]
    public void Addresses_and_actors_are_looked_up()
    {
        JsonNode shown = Json(0, "addr", NativeAccount, "--json");
        Assert.Equal(("account", "t0110"), (shown["type"]!.GetValue<string>(), shown["id"]!.GetValue<string>()));
        Assert.Contains(Alice, Run(0, "addr", "t0100").Output, StringComparison.Ordinal);
        Assert.Equal("devnet\n", Run(0, "state", "get", "f01", "NetworkName").Output);
        Assert.Contains("type       init", Run(0, "state", "show", "t01").Output, StringComparison.Ordinal);
        Assert.Contains("f0110", Run(0, "state", "list", "--type", "account").Output, StringComparison.Ordinal);
        Assert.Contains("NextID", Run(0, "state", "get", "f01").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("WRONG", Run(0, "doctor").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Native_messages_are_sent_traced_and_paid_for()
    {
        Assert.Equal("\"DataCap\"\n", Run(0, "call", "t07", "Name").Output);
        Assert.Equal("\"0\"\n", Run(0, "call", "t07", "Balance", "\"t0100\"").Output);
        Assert.Contains("exit 18", Run(1, "call", "t07", "Transfer", """{ "To": "t0100", "Amount": "0", "OperatorData": "" }""").Error, StringComparison.Ordinal);
        JsonNode sent = Json(0, "send", Bob, "--value", "1", "--from", NativeAccount, "--json");
        string cid = sent["cid"]!.GetValue<string>();
        Assert.Equal(cid, Json(0, "tx", cid, "--json")["cid"]!.GetValue<string>());
        Assert.Contains("method Send (0), value 1000000000000000000 attoFIL", Run(0, "trace", cid).Output, StringComparison.Ordinal);
        JsonNode gas = Json(0, "gas", cid, "--flame", Path.Combine(folder, "flame.svg"), "--json");
        Assert.InRange(gas["gas_used"]!.GetValue<long>() - gas["charged"]!.GetValue<long>(), 0, 10);
        Assert.Contains("OnChainMessage", File.ReadAllText(Path.Combine(folder, "flame.svg")), StringComparison.Ordinal);
        Assert.Contains("it would fail", Run(1, "send", "t07", "Transfer", """{ "To": "t0100", "Amount": "0", "OperatorData": "" }""").Error, StringComparison.Ordinal);
        string hash = Json(0, "deploy", Keeper, "--json")["hash"]!.GetValue<string>();
        Assert.Contains("method CreateExternal (4)", Run(0, "trace", hash, "--calls").Output, StringComparison.Ordinal);
        Json(0, "send", Bob, "--value", "1", "--from", NativeAccount, "--key", "0x6b65fdf763faebfbcf9a43d5ab3dd2fb639a3d69c10df99eddc0a6eb30a99ba7", "--json");
    }

    /// <summary>The module's every method returns nothing: (module (memory (export "memory") 1) (func (export "invoke") (param i32) (result i32) i32.const 0)).</summary>
    [Fact]
    public void Actors_of_own_code_are_installed_made_and_called()
    {
        string file = Path.Combine(folder, "idle.wasm");
        File.WriteAllBytes(file, Convert.FromHexString("0061736d0100000001060160017f017f030201000503010001071302066d656d6f7279020006696e766f6b6500000a0601040041000b"));
        string code = Run(0, "actor", "install", file).Output.Trim();
        JsonNode made = Json(0, "actor", "create", code, "0x80", "--balance", "5", "--json");
        string id = made["id"]!.GetValue<string>();
        Assert.NotEqual(id, Run(0, "actor", "create", file).Output.Split(' ')[0]);
        Assert.Contains($"{id,-10} {code}  5 FIL", Run(0, "actor", "list").Output, StringComparison.Ordinal);
        Assert.Contains(Json(0, "actor", "list", "--json").AsArray(), actor => actor!["id"]!.GetValue<string>() == id);
        Run(0, "call", id, "7");
        Assert.Contains("status    ok", Run(0, "send", id, "7", "0x80", "--from", NativeAccount).Output, StringComparison.Ordinal);
        Assert.Contains("multisig", Run(0, "addr", Json(0, "actor", "create", "multisig", """{ "Signers": ["t0100"], "NumApprovalsThreshold": 1, "UnlockDuration": 0, "StartEpoch": 0 }""", "--json")["robust"]!.GetValue<string>()).Output, StringComparison.Ordinal);
        File.WriteAllText(file, "no module");
        Assert.Contains("that is no actor's code", Run(2, "actor", "install", file).Error, StringComparison.Ordinal);
        Assert.Contains("there is no such file", Run(2, "actor", "create", file + "x").Error, StringComparison.Ordinal);
    }

    /// <summary>The members that synapse-core 0.5.2 asks for (src/devnet/schema.ts); what a file names takes its place.</summary>
    [Fact]
    public void Synapse_gets_the_document_that_it_knows()
    {
        FvmRun run = Run(0, "config", "synapse");
        Assert.Contains("mockusdfc_addr", run.Error, StringComparison.Ordinal);
        JsonNode document = JsonNode.Parse(run.Output)!;
        JsonNode info = document["info"]!;
        Assert.Equal((1, 10, $"{devnet.Url}/rpc/v1"), (document["version"]!.GetValue<int>(), info["users"]!.AsArray().Count, info["lotus"]!["host_rpc_url"]!.GetValue<string>()));
        Assert.Equal(["run_id", "start_time", "startup_duration", "users", "contracts", "lotus", "lotus_miner", "pdp_sps"], info.AsObject().Select(static member => member.Key));
        JsonNode user = info["users"]![0]!;
        Assert.Equal(("USER_1", Alice, "t410f6op5nzi2vwepn5gonk4ie4tzz773sitggxp4hiy"), (user["name"]!.GetValue<string>(), user["evm_addr"]!.GetValue<string>(), user["native_addr"]!.GetValue<string>()));
        Assert.Equal(12, info["contracts"]!.AsObject().Count);
        Assert.False(info["pdp_sps"]![0]!["is_approved"]!.GetValue<bool>());
        string file = Path.Combine(folder, "deployed.json");
        File.WriteAllText(file, """{ "contracts": { "mockusdfc_addr": "0x00000000000000000000000000000000000000aa" } }""");
        FvmRun with = Run(0, "config", "synapse", "--with", file);
        Assert.DoesNotContain("mockusdfc_addr", with.Error, StringComparison.Ordinal);
        Assert.Equal("0x00000000000000000000000000000000000000aa", JsonNode.Parse(with.Output)!["info"]!["contracts"]!["mockusdfc_addr"]!.GetValue<string>());
        Run(2, "config", "viem", "--with", file);
    }

    [Fact]
    public void State_is_carried_in_a_file()
    {
        string file = Path.Combine(folder, "state.car");
        Run(0, "dump", file);
        Assert.Contains("eam", FvmProcess.Run("state", "list", "--car", file).Output, StringComparison.Ordinal);
        Run(0, "load", file);
    }

    [Fact]
    public void Accounts_and_funding()
    {
        Assert.Equal(12, Json(0, "accounts", "--keys", "--json").AsArray().Count(account => account!["privateKey"] is not null));
        Assert.Contains("owns 7 FIL", Run(0, "fund", "0x00000000000000000000000000000000000000aa", "7").Output, StringComparison.Ordinal);
        Assert.Contains("owns 1000", Run(0, "fund", NativeAccount, "7").Output, StringComparison.Ordinal);
    }

    private FvmRun Run(int exitCode, params string[] arguments)
    {
        FvmRun run = FvmProcess.Run([.. arguments, "--rpc", devnet.Url]);
        Assert.True(exitCode == run.ExitCode, $"fvm {string.Join(' ', arguments)}: {run.ExitCode}: {run.Error}{run.Output}");
        return run;
    }

    private JsonNode Json(int exitCode, params string[] arguments) => JsonNode.Parse(Run(exitCode, arguments).Output)!;
}
