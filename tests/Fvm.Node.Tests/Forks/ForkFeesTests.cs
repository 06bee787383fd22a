using System.Text.Json;
using Fvm.Node.Tests.Devnets;
using Fvm.Node.Tests.Rpc;

namespace Fvm.Node.Tests.Forks;

/// <summary><c>eth_feeHistory</c> of a fork: the blocks up to the fork are the upstream's, how full they were too.</summary>
public class ForkFeesTests
{
    private const string Asked = "\"0x4\",\"latest\",[0,50.5,100]";

    /// <summary>Right after the fork it is the upstream's, to the next base fee.</summary>
    [Fact]
    public async Task At_the_fork_it_is_the_upstreams()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        await using RpcDevnet original = upstream.Rpc();
        await using RpcDevnet fork = await RpcDevnet.StartAsync(upstream.Fork());
        JsonElement told = await original.ResultAsync("eth_feeHistory", Asked);
        Assert.Equal(3, told.GetProperty("gasUsedRatio").GetArrayLength());
        Assert.True(told.GetProperty("gasUsedRatio")[2].GetDouble() > 0);
        Assert.Equal(told.GetRawText(), (await fork.ResultAsync("eth_feeHistory", Asked)).GetRawText());
        Assert.Equal(
            (await original.ResultAsync("eth_feeHistory", "1,\"latest\"")).GetRawText(), (await fork.ResultAsync("eth_feeHistory", "1,\"latest\"")).GetRawText());
    }

    /// <summary>Later its own blocks follow the upstream's, until there are enough of them.</summary>
    [Fact]
    public async Task Later_it_goes_on()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        await using RpcDevnet original = upstream.Rpc();
        await using RpcDevnet fork = await RpcDevnet.StartAsync(upstream.Fork());
        await fork.Net.SendAsync(fork.Net.Accounts[1], upstream.Counter, DeveloperTests.Word(9));
        await fork.Net.MineAsync();
        JsonElement told = await original.ResultAsync("eth_feeHistory", "\"0x2\",\"latest\",[0,50.5,100]");
        JsonElement history = await fork.ResultAsync("eth_feeHistory", Asked);
        Assert.Equal("0x1", history.GetProperty("oldestBlock").GetString());
        Assert.Equal((5, 4, 4), (history.GetProperty("baseFeePerGas").GetArrayLength(), history.GetProperty("gasUsedRatio").GetArrayLength(), history.GetProperty("reward").GetArrayLength()));
        for (int i = 0; i < 2; i++)
        {
            foreach (string list in (string[])["baseFeePerGas", "gasUsedRatio", "reward"])
                Assert.Equal(told.GetProperty(list)[i].GetRawText(), history.GetProperty(list)[i].GetRawText());
        }

        Assert.True(history.GetProperty("gasUsedRatio")[2].GetDouble() > 0);
        Assert.Equal(0, history.GetProperty("gasUsedRatio")[3].GetDouble());
        Assert.Equal("0x3", (await fork.ResultAsync("eth_feeHistory", "2,\"latest\"")).GetProperty("oldestBlock").GetString());
    }

    /// <summary>Without the upstream it is as long as the fork's own chain.</summary>
    [Fact]
    public async Task Without_the_upstream_it_is_shorter()
    {
        UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        await using RpcDevnet fork = await RpcDevnet.StartAsync(upstream.Fork());
        await upstream.DisposeAsync();
        Assert.Contains(upstream.Endpoint.Shown, (await fork.ErrorAsync("eth_feeHistory", Asked)).Message, StringComparison.Ordinal);
        await fork.Net.MineAsync();
        JsonElement history = await fork.ResultAsync("eth_feeHistory", Asked);
        Assert.Equal(("0x3", 1), (history.GetProperty("oldestBlock").GetString(), history.GetProperty("gasUsedRatio").GetArrayLength()));
    }
}
