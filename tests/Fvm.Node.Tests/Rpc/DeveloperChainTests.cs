using System.Text.Json;

namespace Fvm.Node.Tests.Rpc;

/// <summary>Reorganised chains, simulated ones, tokens dealt, and what cannot be set on Filecoin.</summary>
public sealed class DeveloperChainTests
{
    private const string Alice = "\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\"";
    private const string Bob = "\"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\"";

    /// <summary>Stores call data's first word in slot 0 and logs it; returns slot 0 without call data.</summary>
    private const string Counter = "0x601d600c600039601d6000f3" + "3615601457600035805f555f52602a60205fa1005b5f545f5260205ff3";

    /// <summary>balanceOf(address) of the mapping at slot 3, allowance(address,address) of that at slot 4.</summary>
    private const string Token = "0x6045600c60003960456000f3"
        + "5f3560e01c6370a0823114602f57" // balanceOf ? 0x2f
        + "6004355f52600460205260405f206020526024355f5260405f20545f5260205ff3"
        + "5b6004355f52600360205260405f20545f5260205ff3";

    [Fact]
    public async Task A_reorg_puts_other_blocks_in_the_place_of_the_last_ones()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Heartbeat = null });
        await net.Net.MineAsync();
        string first = (await net.TextAsync("eth_sendTransaction", $$"""{"from":{{Alice}},"to":{{Bob}},"value":"0x1"}"""))!;
        await net.Net.MineAsync(1, nullRounds: 2);
        string old = (await net.ResultAsync("eth_getBlockByNumber", "\"latest\",false")).GetProperty("hash").GetString()!;
        string balance = (await net.TextAsync("eth_getBalance", $"{Bob},\"0x1\""))!;
        await net.ResultAsync("anvil_reorg", $$"""2,[[{"from":{{Alice}},"to":{{Bob}},"value":"0x7"},1]]""");
        Assert.Equal(5, net.Net.Head.Height);
        JsonElement head = await net.ResultAsync("eth_getBlockByNumber", "\"latest\",true");
        Assert.NotEqual(old, head.GetProperty("hash").GetString());
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("eth_getTransactionReceipt", $"\"{first}\"")).ValueKind);
        Assert.Equal(0, (await net.ResultAsync("eth_getBlockByNumber", "\"0x2\",false")).GetProperty("transactions").GetArrayLength());
        string hash = head.GetProperty("transactions")[0].GetProperty("hash").GetString()!;
        Assert.Equal("0x1", (await net.ResultAsync("eth_getTransactionReceipt", $"\"{hash}\"")).GetProperty("status").GetString());
        Assert.Equal(Number(balance) + 7, Number((await net.TextAsync("eth_getBalance", $"{Bob},\"latest\""))!));
        Assert.Equal("0x1", await net.TextAsync("eth_getTransactionCount", $"{Alice},\"latest\""));
        Assert.Contains("the new blocks are 0 to 1", (await net.ErrorAsync("anvil_reorg", $$"""2,[["0x",2]]""")).Message, StringComparison.Ordinal);
        Assert.Contains("the chain has only 3 tipsets", (await net.ErrorAsync("anvil_reorg", "9")).Message, StringComparison.Ordinal);
        await net.ResultAsync("anvil_rollback", "1");
        Assert.Equal(2, net.Net.Head.Height);
    }

    /// <summary>An empty block becomes another one, too: tickets are made of the epoch, so that the same would come again.</summary>
    [Fact]
    public async Task A_reorg_of_empty_blocks_changes_them()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Heartbeat = null, Clock = DevnetClock.Epoch });
        await net.Net.MineAsync(3);
        string[] before = [net.Net.Chain.AtHeight(2)!.Key.ToString(), net.Net.Head.Key.ToString()];
        await net.ResultAsync("anvil_reorg", "2,[]");
        string[] after = [net.Net.Chain.AtHeight(2)!.Key.ToString(), net.Net.Head.Key.ToString()];
        Assert.Equal(3, net.Net.Head.Height);
        Assert.Empty(before.Intersect(after));
    }

    /// <summary>PREVRANDAO is drawn from the beacon's entry, which the method sets.</summary>
    [Fact]
    public async Task Prevrandao_follows_the_beacon_entry()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Heartbeat = null });
        JsonElement made = await DeployAsync(net, "0x6004600c60003960046000f3" + "445f5500");
        var seen = new List<string>();
        foreach (string entry in (string[])["5", "5", "6"])
        {
            string snapshot = (await net.TextAsync("evm_snapshot"))!;
            await net.ResultAsync("hardhat_setPrevRandao", $"\"0x{entry.PadLeft(64, '0')}\"");
            await net.ResultAsync("eth_sendTransaction", $$"""{"from":{{Alice}},"to":{{Quoted(made)}} }""");
            byte[] data = (await net.ResultAsync("Filecoin.StateGetBeaconEntry", $"{net.Net.Head.Height}")).GetProperty("Data").GetBytesFromBase64();
            Assert.Equal(entry.PadLeft(64, '0'), Convert.ToHexStringLower(data));
            byte[] drawn = Fvm.Protocol.RandomnessDraw.Draw(Fvm.Protocol.DomainSeparationTag.EvmPrevRandao, Fvm.Crypto.Blake2b.Hash256(data), net.Net.Head.Height, "prevrandao"u8);
            seen.Add((await net.TextAsync("eth_getStorageAt", $"{Quoted(made)},\"0x0\",\"latest\""))!);
            Assert.Equal($"0x{Convert.ToHexStringLower(drawn)}", seen[^1]);
            await net.Net.MineAsync();
            Assert.Equal(96, (await net.ResultAsync("Filecoin.StateGetBeaconEntry", $"{net.Net.Head.Height}")).GetProperty("Data").GetBytesFromBase64().Length);
            await net.ResultAsync("evm_revert", $"\"{snapshot}\"");
        }

        Assert.Equal(seen[0], seen[1]);
        Assert.NotEqual(seen[0], seen[2]);
    }

    [Fact]
    public async Task The_gas_limit_of_blocks_is_the_protocols()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Assert.True((await net.ResultAsync("evm_setBlockGasLimit", "\"0x2540be400\"")).GetBoolean());
        Assert.Contains("10000000000 gas by the protocol", (await net.ErrorAsync("evm_setBlockGasLimit", "\"0x1c9c380\"")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_are_dealt_and_allowed() => await DealAsync(new DevnetOptions());

    [Fact]
    public async Task Tokens_are_dealt_and_allowed_on_a_bundle() => await DealAsync(new DevnetOptions { Bundle = Devnets.BundleTests.Bundle(), Heartbeat = null });

    [Fact]
    public async Task A_simulation_goes_from_block_to_block_and_leaves_nothing()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Heartbeat = null });
        JsonElement made = await DeployAsync(net, Counter);
        string nine = "0x" + "9".PadLeft(64, '0');
        JsonElement blocks = await net.ResultAsync("eth_simulateV1", $$"""
            {"blockStateCalls":[
              {"calls":[{"from":{{Alice}},"to":{{Quoted(made)}},"data":"{{nine}}"},{"from":{{Alice}},"to":{{Quoted(made)}} },{"from":{{Alice}},"data":"0x5f5ffd"}]},
              {"blockOverrides":{"number":"0x20","time":"0x77359400"},"stateOverrides":{ {{Bob}}:{"balance":"0x5"} },"calls":[{"from":{{Bob}},"to":{{Quoted(made)}},"value":"0x0"}]}]
            },"latest"
            """);
        Assert.Equal(2, blocks.GetArrayLength());
        JsonElement calls = blocks[0].GetProperty("calls");
        Assert.Equal(("0x2", "0x20", "0x77359400"), (Text(blocks[0], "number"), Text(blocks[1], "number"), Text(blocks[1], "timestamp")));
        Assert.Equal(Text(blocks[0], "hash"), Text(blocks[1], "parentHash"));
        Assert.Equal(("0x1", "0x1", "0x0"), (Text(calls[0], "status"), Text(calls[1], "status"), Text(calls[2], "status")));
        Assert.Equal("0x" + new string('0', 62) + "2a", calls[0].GetProperty("logs")[0].GetProperty("topics")[0].GetString());
        Assert.Equal((nine, nine), (Text(calls[1], "returnData"), Text(blocks[1].GetProperty("calls")[0], "returnData")));
        Assert.Equal(3, calls[2].GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(3, blocks[0].GetProperty("transactions").GetArrayLength());
        Assert.Equal("0x" + new string('0', 64), await net.TextAsync("eth_call", $$"""{"to":{{Quoted(made)}} },"latest" """));
        JsonElement many = await net.ResultAsync("eth_callMany", $$"""[{"transactions":[{"from":{{Alice}},"to":{{Quoted(made)}},"data":"{{nine}}"},{"to":{{Quoted(made)}} }]},{"transactions":[{"data":"0x5f5ffd"}]}],{"blockNumber":"latest"}""");
        Assert.Equal(nine, Text(many[0][1], "value"));
        Assert.True(many[1][0].TryGetProperty("error", out _));
        Assert.Contains("it can only be false", (await net.ErrorAsync("eth_simulateV1", """{"blockStateCalls":[],"validation":true}""")).Message, StringComparison.Ordinal);
        Assert.Contains("block numbers must be in order", (await net.ErrorAsync("eth_simulateV1", """{"blockStateCalls":[{"blockOverrides":{"number":"0x1"}}]}""")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transactions_are_found_by_sender_and_nonce()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Heartbeat = null });
        var hashes = new List<string>();
        for (int i = 0; i < 3; i++)
        {
            hashes.Add((await net.TextAsync("eth_sendTransaction", $$"""{"from":{{Alice}},"to":{{Bob}} }"""))!);
            await net.Net.MineAsync(2);
        }

        await net.ResultAsync("evm_setAutomine", "false");
        hashes.Add((await net.TextAsync("eth_sendTransaction", $$"""{"from":{{Alice}},"to":{{Bob}} }"""))!);
        for (int i = 0; i < 4; i++)
            Assert.Equal(hashes[i], Text(await net.ResultAsync("eth_getTransactionBySenderAndNonce", $"{Alice},\"0x{i}\""), "hash"));
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("eth_getTransactionBySenderAndNonce", $"{Alice},\"0x4\"")).ValueKind);
    }

    private static async Task DealAsync(DevnetOptions options)
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(options);
        JsonElement token = await DeployAsync(net, Token);
        await net.ResultAsync("anvil_dealERC20", $"{Alice},{Quoted(token)},\"0x3e8\"");
        await net.ResultAsync("anvil_setERC20Allowance", $"{Alice},{Bob},{Quoted(token)},\"77\"");
        Assert.Equal("0x" + "3e8".PadLeft(64, '0'), await CallAsync(net, token, "0x70a08231" + Word(Alice)));
        Assert.Equal("0x" + "4d".PadLeft(64, '0'), await CallAsync(net, token, "0xdd62ed3e" + Word(Alice) + Word(Bob)));
        Assert.Equal("0x" + new string('0', 64), await CallAsync(net, token, "0x70a08231" + Word(Bob)));
        JsonElement other = await DeployAsync(net, Counter);
        Assert.Contains("no word of storage", (await net.ErrorAsync("anvil_dealERC20", $"{Alice},{Quoted(other)},\"0x1\"")).Message, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> DeployAsync(RpcDevnet net, string code)
    {
        string hash = (await net.TextAsync("eth_sendTransaction", $$"""{"from":{{Alice}},"data":"{{code}}"}"""))!;
        string address = Text(await net.ResultAsync("eth_getTransactionReceipt", $"\"{hash}\""), "contractAddress")!;
        using JsonDocument quoted = JsonDocument.Parse($"\"{address}\"");
        return quoted.RootElement.Clone();
    }

    private static Task<string?> CallAsync(RpcDevnet net, JsonElement to, string data) => net.TextAsync("eth_call", $$"""{"to":{{Quoted(to)}},"data":"{{data}}"},"latest" """);

    private static string Quoted(JsonElement text) => text.GetRawText();

    private static string Word(string address) => address.Trim('"')[2..].ToLowerInvariant().PadLeft(64, '0');

    private static System.Numerics.BigInteger Number(string hex) => System.Numerics.BigInteger.Parse("0" + hex[2..], System.Globalization.NumberStyles.AllowHexSpecifier);

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
