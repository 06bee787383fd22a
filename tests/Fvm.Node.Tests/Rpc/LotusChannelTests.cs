using System.Text.Json;

namespace Fvm.Node.Tests.Rpc;

/// <summary>Channels of lotus's over a real WebSocket: the frames of go-jsonrpc (<c>websocket.go</c>), in their order.</summary>
public sealed class LotusChannelTests
{
    [Fact]
    public async Task Changes_of_the_head_come_after_the_channels_number_until_it_is_cancelled()
    {
        await using RpcConnection client = await RpcConnection.OpenAsync();
        await client.SayAsync("""{"jsonrpc":"2.0","id":7,"method":"Filecoin.ChainNotify","params":[]}""");
        Assert.Equal("""{"jsonrpc":"2.0","id":7,"result":1}""", (await client.HearAsync()).ToString());
        Assert.Equal("1 current 0", Step(await client.HearAsync()));
        ulong snapshot = await client.Net.Developer.TakeSnapshotAsync();
        await client.Net.MineAsync(2);
        Assert.Equal("1 apply 1", Step(await client.HearAsync()));
        Assert.Equal("1 apply 2", Step(await client.HearAsync()));
        await client.Net.Developer.RevertAsync(snapshot);
        Assert.Equal("1 revert 2", Step(await client.HearAsync()));
        Assert.Equal("1 revert 1", Step(await client.HearAsync()));
        await client.SayAsync("""{"jsonrpc":"2.0","method":"xrpc.cancel","params":[7]}""");
        Assert.Equal("""{"jsonrpc":"2.0","method":"xrpc.ch.close","params":[1]}""", (await client.HearAsync()).ToString());
        await client.Net.MineAsync();
        await client.SayAsync("""{"jsonrpc":"2.0","id":8,"method":"eth_chainId"}""");
        Assert.Equal("""{"jsonrpc":"2.0","id":8,"result":"0x1df5e76"}""", (await client.HearAsync()).ToString());
    }

    /// <summary>Two channels of one connection have numbers of their own; ids of requests may be text.</summary>
    [Fact]
    public async Task Channels_do_not_mix()
    {
        await using RpcConnection client = await RpcConnection.OpenAsync();
        await client.SayAsync("""{"jsonrpc":"2.0","id":"a","method":"Filecoin.ChainNotify"}""");
        await client.HearAsync();
        await client.HearAsync();
        await client.SayAsync("""{"jsonrpc":"2.0","id":"b","method":"Filecoin.MpoolSub","params":[]}""");
        Assert.Equal("""{"jsonrpc":"2.0","id":"b","result":2}""", (await client.HearAsync()).ToString());
        DevnetAccount alice = client.Net.Accounts[0];
        await client.Net.SendAsync(alice, client.Net.Accounts[1].Ethereum, ReadOnlyMemory<byte>.Empty);
        JsonElement pending = (await client.HearAsync()).GetProperty("params");
        Assert.Equal((2, 0), (pending[0].GetInt32(), pending[1].GetProperty("Type").GetInt32()));
        Assert.Equal(3, pending[1].GetProperty("Message").GetProperty("Signature").GetProperty("Type").GetInt32());
        Assert.Equal("1 apply 1", Step(await client.HearAsync()));
        // In a tipset it waits no more, which lotus tells as it tells of what was dropped.
        JsonElement gone = (await client.HearAsync()).GetProperty("params");
        Assert.Equal((2, 1), (gone[0].GetInt32(), gone[1].GetProperty("Type").GetInt32()));
        Assert.Equal(pending[1].GetProperty("Message").ToString(), gone[1].GetProperty("Message").ToString());
        await client.SayAsync("""{"jsonrpc":"2.0","method":"xrpc.cancel","params":["a"]}""");
        Assert.Equal("[1]", (await client.HearAsync()).GetProperty("params").ToString());
    }

    /// <summary>Events of the past come first, then those to come; the channel closes with the last epoch.</summary>
    [Fact]
    public async Task Events_of_actors_come_until_the_last_epoch()
    {
        await using RpcConnection client = await RpcConnection.OpenAsync();
        Devnet net = client.Net;
        await net.DeployEvmAsync(net.Accounts[0], Devnets.DevnetStartTests.Counter);
        Evm.EvmAddress counter = (await net.DeployEvmAsync(net.Accounts[0], Devnets.DevnetStartTests.Counter)).CreatedContract!.Value;
        await net.SendAsync(net.Accounts[0], counter, Devnets.DeveloperTests.Word(7));
        await client.SayAsync($$"""{"jsonrpc":"2.0","id":1,"method":"Filecoin.SubscribeActorEventsRaw","params":[{"fromHeight":0,"toHeight":5,"addresses":["{{counter}}"]}]}""");
        Assert.Equal(1, (await client.HearAsync()).GetProperty("result").GetInt32());
        JsonElement past = (await client.HearAsync()).GetProperty("params")[1];
        Assert.Equal((3L, false), (past.GetProperty("height").GetInt64(), past.GetProperty("reverted").GetBoolean()));
        Assert.StartsWith("t410f", past.GetProperty("emitter").GetString(), StringComparison.Ordinal);
        await net.SendAsync(net.Accounts[0], counter, Devnets.DeveloperTests.Word(8));
        Assert.Equal(4, (await client.HearAsync()).GetProperty("params")[1].GetProperty("height").GetInt64());
        await net.MineAsync();
        Assert.Equal("xrpc.ch.close", (await client.HearAsync()).GetProperty("method").GetString());
    }

    [Fact]
    public async Task Over_HTTP_there_are_no_channels()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Assert.Contains("connect by WebSocket", (await net.ErrorAsync("Filecoin.MpoolSub")).Message, StringComparison.Ordinal);
        Assert.Contains("connect by WebSocket", (await net.ErrorAsync("Filecoin.SubscribeActorEventsRaw", "{}")).Message, StringComparison.Ordinal);
    }

    private static string Step(JsonElement frame)
    {
        Assert.Equal("xrpc.ch.val", frame.GetProperty("method").GetString());
        JsonElement changes = frame.GetProperty("params")[1];
        Assert.Equal(1, changes.GetArrayLength());
        return $"{frame.GetProperty("params")[0].GetInt64()} {changes[0].GetProperty("Type").GetString()} {changes[0].GetProperty("Val").GetProperty("Height").GetInt64()}";
    }
}
