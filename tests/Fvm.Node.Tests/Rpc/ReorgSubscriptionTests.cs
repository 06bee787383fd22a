using System.Text.Json;
using Fvm.Evm;
using Fvm.Node.Tests.Devnets;

namespace Fvm.Node.Tests.Rpc;

/// <summary>Subscriptions and filters that live through <c>evm_revert</c>, <c>anvil_rollback</c> and <c>anvil_reorg</c>: what is no more is told once again, as removed, the newest first.</summary>
public sealed class ReorgSubscriptionTests
{
    [Fact]
    public async Task Subscriptions_are_told_what_is_removed_and_what_comes_instead()
    {
        await using RpcConnection client = await RpcConnection.OpenAsync();
        Devnet net = client.Net;
        EvmAddress counter = (await net.DeployEvmAsync(net.Accounts[0], DevnetStartTests.Counter)).CreatedContract!.Value;
        string logs = await SubscribeAsync(client, $$"""["logs",{"address":"{{counter}}"}]""");
        string heads = await SubscribeAsync(client, """["newHeads"]""");
        ulong snapshot = await net.Developer.TakeSnapshotAsync();
        await net.SendAsync(net.Accounts[0], counter, DeveloperTests.Word(1));
        await net.SendAsync(net.Accounts[0], counter, DeveloperTests.Word(2));
        await net.Developer.RevertAsync(snapshot);
        await net.SendAsync(net.Accounts[0], counter, DeveloperTests.Word(3));
        await net.Developer.ReorgAsync(1);
        await net.MineAsync();
        string[] told = [.. (await HearAsync(client, 11)).Select(frame => Text(frame, logs, heads))];
        Assert.Equal(["log 2 1", "head 2", "log 3 2", "head 3", "removed 3 2", "removed 2 1", "log 2 3", "head 2", "removed 2 3", "head 2", "head 3"], told);
        Assert.Equal([], net.Chain.WithLogs(0, 100));
    }

    [Fact]
    public async Task Filters_are_told_what_is_removed_and_what_comes_instead()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Heartbeat = null });
        EvmAddress counter = (await net.Net.DeployEvmAsync(net.Net.Accounts[0], DevnetStartTests.Counter)).CreatedContract!.Value;
        string filter = $"\"{await net.TextAsync("eth_newFilter", "{}")}\"";
        string blocks = $"\"{await net.TextAsync("eth_newBlockFilter")}\"";
        string snapshot = (await net.TextAsync("evm_snapshot"))!;
        await net.Net.SendAsync(net.Net.Accounts[0], counter, DeveloperTests.Word(1));
        Assert.Equal(["2 False"], Logs(await net.ResultAsync("eth_getFilterChanges", filter)));
        await net.Net.SendAsync(net.Net.Accounts[0], counter, DeveloperTests.Word(2));
        await net.ResultAsync("evm_revert", $"\"{snapshot}\"");
        await net.Net.SendAsync(net.Net.Accounts[0], counter, DeveloperTests.Word(3));
        Assert.Equal(["3 False", "3 True", "2 True", "2 False"], Logs(await net.ResultAsync("eth_getFilterChanges", filter)));
        await net.ResultAsync("anvil_rollback", "1");
        Assert.Equal(["2 True"], Logs(await net.ResultAsync("eth_getFilterChanges", filter)));
        Assert.Empty(Logs(await net.ResultAsync("eth_getFilterLogs", filter)));
        await net.Net.SendAsync(net.Net.Accounts[0], counter, DeveloperTests.Word(4));
        await net.ResultAsync("anvil_reorg", "1,[]");
        Assert.Equal(["2 False", "2 True"], Logs(await net.ResultAsync("eth_getFilterChanges", filter)));
        JsonElement hashes = await net.ResultAsync("eth_getFilterChanges", blocks);
        Assert.Equal(5, hashes.EnumerateArray().Select(static hash => hash.GetString()).Distinct().Count());
        Assert.Equal(hashes[4].GetString(), $"0x{Convert.ToHexStringLower(net.Net.Head.Hash.Span)}");
    }

    /// <summary>Messages that wait are the snapshot's again, and a snapshot whose tipset is no longer on the chain is none: what came before that tipset is forgotten.</summary>
    [Fact]
    public async Task Snapshots_hold_what_waited_and_end_with_their_tipset()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Heartbeat = null, Mining = MiningMode.Manual });
        await net.Net.MineAsync(3);
        await net.Net.PushAsync(net.Net.Accounts[0].Sign(DeveloperTests.Transfer(net.Net, 0, net.Net.Accounts[1].Ethereum)));
        await net.Net.Developer.SetNextBaseFeeAsync(Fvm.Protocol.TokenAmount.FromAtto(777));
        string first = $"\"{await net.TextAsync("evm_snapshot")}\"";
        await net.Net.MineAsync();
        await net.Net.PushAsync(net.Net.Accounts[0].Sign(DeveloperTests.Transfer(net.Net, 1, net.Net.Accounts[1].Ethereum)));
        string second = $"\"{await net.TextAsync("evm_snapshot")}\"";
        Assert.True((await net.ResultAsync("evm_revert", first)).GetBoolean());
        Assert.Equal([0UL], net.Net.Pending().Select(static message => message.Message.Sequence));
        Assert.False((await net.ResultAsync("evm_revert", second)).GetBoolean());
        Assert.Equal(777, (long)(await net.Net.MineAsync()).BaseFee.Atto);
        string third = $"\"{await net.TextAsync("evm_snapshot")}\"";
        await net.ResultAsync("anvil_rollback", "2");
        await net.Net.MineAsync(3);
        Assert.False((await net.ResultAsync("evm_revert", third)).GetBoolean());
        Fvm.Node.Ledger.ExecutedTipset[] chain = [.. net.Net.Chain.Range(0, 100)];
        for (int i = 1; i < chain.Length; i++)
            Assert.Equal(chain[i - 1].Hash.ToArray(), chain[i].ParentHash.ToArray());
    }

    private static async Task<string> SubscribeAsync(RpcConnection client, string parameters)
    {
        await client.SayAsync($$"""{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":{{parameters}}}""");
        return (await client.HearAsync()).GetProperty("result").GetString()!;
    }

    private static async Task<List<JsonElement>> HearAsync(RpcConnection client, int count)
    {
        var heard = new List<JsonElement>();
        while (heard.Count < count)
            heard.Add((await client.HearAsync()).GetProperty("params"));
        return heard;
    }

    private static string Text(JsonElement frame, string logs, string heads)
    {
        JsonElement result = frame.GetProperty("result");
        if (frame.GetProperty("subscription").GetString() == heads)
            return $"head {Convert.ToInt64(result.GetProperty("number").GetString(), 16)}";
        Assert.Equal(logs, frame.GetProperty("subscription").GetString());
        string kind = result.GetProperty("removed").GetBoolean() ? "removed" : "log";
        return $"{kind} {Convert.ToInt64(result.GetProperty("blockNumber").GetString(), 16)} {Convert.ToInt64(result.GetProperty("data").GetString()![^2..], 16)}";
    }

    private static string[] Logs(JsonElement logs) =>
        [.. logs.EnumerateArray().Select(static log => $"{Convert.ToInt64(log.GetProperty("blockNumber").GetString(), 16)} {log.GetProperty("removed").GetBoolean()}")];
}
