using System.Text.RegularExpressions;
using Fvm.Node.Rpc;
using Fvm.Node.Tests.Rpc;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Forks;

/// <summary>The upstream's chain goes another way below the fork, as a node of the network may see it in recent epochs: numbers of blocks go on to mean those of the chain that was forked.</summary>
public sealed partial class AnchoredForkTests
{
    private const string Alice = "\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\"";

    [Theory]
    [InlineData("eth_getBlockByNumber", "\"0x1\",true")]
    [InlineData("eth_getBlockByNumber", "\"0x2\",false")]
    [InlineData("eth_getBlockByNumber", "\"earliest\",false")]
    [InlineData("Filecoin.EthGetBlockByNumber", "\"0x1\",false")]
    [InlineData("eth_getBlockTransactionCountByNumber", "\"0x2\"")]
    [InlineData("eth_getTransactionByBlockNumberAndIndex", "\"0x2\",\"0x0\"")]
    [InlineData("debug_traceBlockByNumber", "\"0x2\"")]
    [InlineData("eth_getBlockReceipts", "\"0x2\"")]
    [InlineData("Filecoin.EthGetBlockReceiptsLimited", "\"0x2\",10")]
    [InlineData("eth_getBalance", Alice + ",\"0x1\"")]
    [InlineData("Filecoin.EthGetBalance", Alice + ",1")]
    [InlineData("eth_getTransactionCount", Alice + ",\"0x1\"")]
    [InlineData("eth_getCode", "COUNTER,\"0x1\"")]
    [InlineData("eth_getStorageAt", "COUNTER,\"0x0\",{\"blockNumber\":\"0x1\"}")]
    [InlineData("eth_call", "{\"to\":COUNTER},\"0x1\"")]
    [InlineData("eth_estimateGas", "{\"from\":" + Alice + ",\"to\":" + Alice + "},\"0x1\"")]
    public async Task Numbers_mean_the_chain_that_was_forked(string method, string parameters)
    {
        await using Reorganized chains = await Reorganized.StartAsync();
        await using RpcDevnet original = chains.Before.Rpc();
        await using RpcDevnet fork = await RpcDevnet.StartAsync(chains.Fork());
        await fork.Net.MineAsync(2);
        chains.GoesAnotherWay = true;
        string asked = parameters.Replace("COUNTER", $"\"{chains.Before.Counter}\"", StringComparison.Ordinal);
        Assert.Equal((await original.ResultAsync(method, asked)).GetRawText(), (await fork.ResultAsync(method, asked)).GetRawText());
    }

    /// <summary>What can only be asked by numbers is refused when they mean others, and what was told before that stays.</summary>
    [Theory]
    [InlineData("trace_block", "\"0x2\"")]
    [InlineData("trace_filter", "{\"fromBlock\":\"0x1\",\"toBlock\":\"0x2\"}")]
    [InlineData("eth_getLogs", "{\"fromBlock\":\"0x1\",\"toBlock\":\"latest\"}")]
    [InlineData("eth_feeHistory", "1,\"0x1\",[]")]
    public async Task Ranges_of_another_chain_are_refused(string method, string parameters)
    {
        await using Reorganized chains = await Reorganized.StartAsync();
        await using RpcDevnet first = await RpcDevnet.StartAsync(chains.Fork());
        string told = (await first.ResultAsync(method, parameters)).GetRawText();
        await using RpcDevnet second = await RpcDevnet.StartAsync(chains.Fork());
        chains.GoesAnotherWay = true;
        (int code, string message) = await second.ErrorAsync(method, parameters);
        Assert.Equal(RpcErrorCode.ResourceUnavailable, code);
        Assert.Contains("is on another chain now", message, StringComparison.Ordinal);
        Assert.Equal(told, (await first.ResultAsync(method, parameters)).GetRawText());
    }

    /// <summary>An epoch without a tipset has no block, and the state of the one before it.</summary>
    [Fact]
    public async Task Null_rounds_before_the_fork()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        await upstream.Net.MineAsync(2, nullRounds: 2);
        await using RpcDevnet original = upstream.Rpc();
        await using RpcDevnet fork = await RpcDevnet.StartAsync(upstream.Fork());
        foreach (string method in (string[])["eth_getBlockByNumber", "eth_getBlockReceipts", "eth_getBlockTransactionCountByNumber"])
            Assert.Equal(await original.ErrorAsync(method, "\"0x3\",false"), await fork.ErrorAsync(method, "\"0x3\",false"));
        Assert.Equal((await original.ResultAsync("eth_getBalance", $"{Alice},\"0x4\"")).GetRawText(), (await fork.ResultAsync("eth_getBalance", $"{Alice},\"0x4\"")).GetRawText());
    }

    /// <summary>Two chains of other tipsets behind one endpoint: what is asked by keys and hashes the first one answers, and the rest that one of them which the node follows.</summary>
    private sealed partial class Reorganized : IAsyncDisposable
    {
        private readonly UpstreamDevnet after;
        private readonly FaultyUpstream node;

        private Reorganized(UpstreamDevnet before, UpstreamDevnet after)
        {
            (Before, this.after) = (before, after);
            node = new FaultyUpstream(before.Endpoint);
            node.Route = request => GoesAnotherWay && !Name().IsMatch(request) ? after.Endpoint : before.Endpoint;
        }

        public UpstreamDevnet Before { get; }

        public bool GoesAnotherWay { get; set; }

        public static async Task<Reorganized> StartAsync() =>
            new(await UpstreamDevnet.StartAsync(), await UpstreamDevnet.StartAsync(new DevnetOptions { GenesisTimestamp = 1_700_000_000, Balance = TokenAmount.FromFil(5) }));

        public DevnetOptions Fork() => UpstreamFaultTests.Options(node);

        public async ValueTask DisposeAsync()
        {
            node.Dispose();
            await Before.DisposeAsync();
            await after.DisposeAsync();
        }

        /// <summary>A CID, or a hash.</summary>
        [GeneratedRegex("\"/\":|0x[0-9a-f]{64}")]
        private static partial Regex Name();
    }
}
