using System.Text.Json;
using Fvm.Evm;
using Fvm.Node.Ledger;
using Fvm.Node.Rpc;
using Fvm.Node.Tests.Devnets;
using Fvm.Node.Tests.Rpc;

namespace Fvm.Node.Tests.Forks;

/// <summary>What lies before a fork is told as the upstream tells it; what the upstream does after the fork is not seen.</summary>
public class BeforeForkTests
{
    [Theory]
    [InlineData("eth_getBlockByNumber", "\"0x1\",true")]
    [InlineData("eth_getBlockByNumber", "\"0x2\",false")]
    [InlineData("eth_getBlockByNumber", "\"earliest\",false")]
    [InlineData("eth_getBlockReceipts", "\"0x2\"")]
    [InlineData("eth_getBlockTransactionCountByNumber", "\"0x2\"")]
    [InlineData("eth_getTransactionByBlockNumberAndIndex", "\"0x2\",\"0x0\"")]
    [InlineData("eth_getBalance", "\"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\",\"0x1\"")]
    [InlineData("eth_getTransactionCount", "\"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\",\"0x0\"")]
    [InlineData("eth_feeHistory", "1,\"0x1\",[]")]
    [InlineData("Filecoin.ChainGetTipSetByHeight", "1,null")]
    [InlineData("Filecoin.ChainGetTipSetAfterHeight", "1,[]")]
    [InlineData("Filecoin.ChainGetGenesis", "")]
    [InlineData("Filecoin.StateGetRandomnessDigestFromBeacon", "1,null")]
    [InlineData("Filecoin.StateGetRandomnessDigestFromTickets", "2,null")]
    [InlineData("trace_block", "\"0x2\"")]
    [InlineData("trace_filter", "{\"fromBlock\":\"0x1\",\"toBlock\":\"0x2\"}")]
    public async Task Same_answers(string method, string parameters)
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        await using RpcDevnet original = upstream.Rpc();
        string told = (await original.ResultAsync(method, parameters)).GetRawText();
        await using RpcDevnet fork = await RpcDevnet.StartAsync(upstream.Fork());
        await fork.Net.MineAsync(2);
        Assert.Equal(told, (await fork.ResultAsync(method, parameters)).GetRawText());
    }

    /// <summary>The last tipset that both have is the upstream's, its messages too, by every name.</summary>
    [Fact]
    public async Task The_last_tipset_is_the_upstreams()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        await using RpcDevnet original = upstream.Rpc();
        ExecutedTipset last = upstream.Net.Head;
        await using RpcDevnet fork = await RpcDevnet.StartAsync(upstream.Fork());
        string key = string.Join(',', last.Key.Cids.Select(static cid => $$"""{"/":"{{cid}}"}"""));
        string hash = Hex(last.Hash);
        string transaction = Hex(last.Messages[0].Hash);
        foreach ((string method, string asked, string same) in ((string, string, string)[])[
            ("eth_getBlockByNumber", "\"latest\",true", "\"0x2\",true"),
            ("eth_getBlockByHash", $"\"{hash}\",true", $"\"{hash}\",true"),
            ("eth_getTransactionByHash", $"\"{transaction}\"", $"\"{transaction}\""),
            ("eth_getTransactionReceipt", $"\"{transaction}\"", $"\"{transaction}\""),
            ("Filecoin.ChainGetTipSet", $"[{key}]", $"[{key}]"),
            ("Filecoin.ChainGetMessagesInTipset", "null", $"[{key}]"),
            ("Filecoin.ChainGetBlockMessages", key, key),
            ("Filecoin.ChainGetMessage", $$"""{"/":"{{last.Messages[0].Cid}}"}""", $$"""{"/":"{{last.Messages[0].Cid}}"}"""),
        ])
        {
            Assert.Equal((await original.ResultAsync(method, same)).GetRawText(), (await fork.ResultAsync(method, asked)).GetRawText());
        }

        // The state after it is the fork's, where the accounts are funded, by number and by hash.
        string balance = (await fork.TextAsync("eth_getBalance", "\"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\",\"latest\""))!;
        Assert.Equal(balance, await fork.TextAsync("eth_getBalance", "\"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\",\"0x2\""));
        Assert.Equal(balance, await fork.TextAsync("eth_getBalance", $$"""
            "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",{"blockHash":"{{hash}}"}
            """));
        Assert.NotEqual(balance, await original.TextAsync("eth_getBalance", "\"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\",\"0x2\""));
    }

    /// <summary>Both chains go on; neither has the other's blocks and messages.</summary>
    [Fact]
    public async Task Two_chains_after_the_fork()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        await using RpcDevnet fork = await RpcDevnet.StartAsync(upstream.Fork());
        AppliedMessage theirs = await upstream.Net.SendAsync(upstream.Net.Accounts[1], upstream.Counter, DeveloperTests.Word(8));
        AppliedMessage ours = await fork.Net.SendAsync(fork.Net.Accounts[1], upstream.Counter, DeveloperTests.Word(9));
        Assert.Equal(JsonValueKind.Null, (await fork.ResultAsync("eth_getTransactionReceipt", $"\"{Hex(theirs.Hash)}\"")).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await fork.ResultAsync("eth_getTransactionByHash", $"\"{Hex(theirs.Hash)}\"")).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await fork.ResultAsync("eth_getBlockByHash", $"\"{Hex(upstream.Net.Head.Hash)}\",false")).ValueKind);
        Assert.Equal(Hex(ours.Hash), (await fork.ResultAsync("eth_getBlockByNumber", "\"0x3\",false")).GetProperty("transactions")[0].GetString());
        Assert.False(upstream.Net.Chain.TryGetTransaction(ours.Hash.Span, out _));
    }

    /// <summary>A range of logs over the fork has those of both sides, in order.</summary>
    [Fact]
    public async Task Logs_of_both_sides()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        await using RpcDevnet fork = await RpcDevnet.StartAsync(upstream.Fork());
        await fork.Net.SendAsync(fork.Net.Accounts[1], upstream.Counter, DeveloperTests.Word(9));
        await upstream.Net.SendAsync(upstream.Net.Accounts[1], upstream.Counter, DeveloperTests.Word(8));
        JsonElement logs = await fork.ResultAsync("eth_getLogs", $$"""{"fromBlock":"earliest","toBlock":"latest","address":"{{upstream.Counter}}"}""");
        Assert.Equal(["0x2", "0x3"], logs.EnumerateArray().Select(static log => log.GetProperty("blockNumber").GetString()!));
        Assert.Equal(2, (await fork.ResultAsync("eth_getLogs", """{"fromBlock":"0x1","toBlock":"0x3"}""")).GetArrayLength());
        Assert.Single((await fork.ResultAsync("eth_getLogs", """{"fromBlock":"0x0","toBlock":"0x2"}""")).EnumerateArray());
    }

    /// <summary>Contracts see the hashes of blocks before the fork.</summary>
    [Fact]
    public async Task Hashes_of_blocks_before_the_fork()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        // Returns the hash of the block whose number is the call data.
        EvmAddress hashes = (await upstream.Net.DeployEvmAsync(upstream.Net.Accounts[0], Convert.FromHexString("600b600c600039600b6000f3" + "5f35405f5260205ff3000000"))).CreatedContract!.Value;
        await using RpcDevnet fork = await RpcDevnet.StartAsync(upstream.Fork());
        await fork.Net.MineAsync(2);
        for (int number = 0; number <= 3; number++)
        {
            ExecutedTipset block = upstream.Net.Chain.AtHeight(number)!;
            Assert.Equal(Hex(block.Hash), await fork.TextAsync("eth_call", $$"""{"to":"{{hashes}}","data":"0x{{number:x64}}"},"latest" """));
        }
    }

    /// <summary>What cannot be told says so, and by whom it could be.</summary>
    [Fact]
    public async Task An_upstream_that_is_gone()
    {
        UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        await using RpcDevnet fork = await RpcDevnet.StartAsync(upstream.Fork());
        JsonElement before = await fork.ResultAsync("eth_getBlockByNumber", "\"0x1\",false");
        await upstream.DisposeAsync();
        Assert.Equal(before.GetRawText(), (await fork.ResultAsync("eth_getBlockByNumber", "\"0x1\",false")).GetRawText());
        (int code, string message) = await fork.ErrorAsync("eth_getBlockByNumber", "\"0x0\",false");
        Assert.Equal(RpcErrorCode.ResourceUnavailable, code);
        Assert.Contains(upstream.Endpoint.Shown, message, StringComparison.Ordinal);
        Assert.Equal("0x3", (await fork.ResultAsync("eth_blockNumber")).GetString() is "0x2" ? $"0x{(await fork.Net.MineAsync()).Height:x}" : null);
        (code, message) = await fork.ErrorAsync("anvil_rollback", "7");
        Assert.DoesNotContain(upstream.Endpoint.Shown, message, StringComparison.Ordinal);
        Assert.NotEqual(RpcErrorCode.Internal, code);
    }

    private static string Hex(ReadOnlyMemory<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes.Span);
}
