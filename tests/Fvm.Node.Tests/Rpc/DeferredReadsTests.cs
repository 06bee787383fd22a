using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Rpc;

/// <summary>What lotus tells of verified registry, market, miners, multisigs and events one tipset late (<c>--deferred</c>): the state before the head, and nothing of the head's messages.</summary>
public sealed class DeferredReadsTests
{
    private const string Miner = "\"t01000\"";

    private static readonly DevnetOptions Deferred = new() { Deferred = true, Heartbeat = null };

    [Fact]
    public async Task Data_cap_is_told_with_the_next_tipset()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(Deferred);
        string client = StorageReadsTests.Quoted(net.Net.Bls.Address);
        await net.ResultAsync("fvm_grantDataCap", client + ",\"1048576\"");
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("Filecoin.StateVerifiedClientStatus", client + ",null")).ValueKind);
        string before = Cids(await net.ResultAsync("Filecoin.ChainHead"));
        await net.Net.MineAsync();
        string after = Cids(await net.ResultAsync("Filecoin.ChainHead"));
        Assert.Equal("1048576", await net.TextAsync("Filecoin.StateVerifiedClientStatus", client + ",null"));
        Assert.Equal("1048576", await net.TextAsync("Filecoin.StateVerifiedClientStatus", $"{client},{after}"));
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("Filecoin.StateVerifiedClientStatus", $"{client},{before}")).ValueKind);
    }

    /// <summary>A verifier is made by a message: its tipset's state has it, so the next tipset tells it, and so with the event.</summary>
    [Fact]
    public async Task Verifiers_and_their_events_are_told_with_the_next_tipset()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(Deferred);
        string verifier = StorageReadsTests.Quoted(net.Net.Secp.Address);
        await net.ResultAsync("anvil_impersonateAccount", "\"t080\"");
        await net.ResultAsync("fvm_fund", "\"t080\",\"1000000000000000000\"");
        JsonElement codes = await net.ResultAsync("Filecoin.StateActorCodeCIDs", "28");
        string parameters = (await net.TextAsync("Filecoin.StateEncodeParams", $$"""{{codes.GetProperty("verifiedregistry")}},2,{"Address":{{verifier}},"Allowance":"{{1L << 40}}"}"""))!;
        await PushAsync(net, $$"""{"From":"t080","To":"t06","Method":2,"Params":"{{parameters}}"}""");
        string made = Cids(await net.ResultAsync("Filecoin.ChainHead"));
        const string Query = """{"fromHeight":0,"addresses":["t06"]}""";
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("Filecoin.StateVerifierStatus", verifier + ",null")).ValueKind);
        Assert.Empty((await net.ResultAsync("Filecoin.GetActorEventsRaw", Query)).EnumerateArray());
        Assert.Empty((await net.ResultAsync("Filecoin.GetActorEventsRaw", $$"""{"tipsetKey":{{made}}}""")).EnumerateArray());
        Assert.Empty((await net.ResultAsync("Filecoin.GetActorEventsRaw", """{"fromHeight":0,"toHeight":1}""")).EnumerateArray());
        await net.Net.MineAsync();
        Assert.Equal($"{1L << 40}", await net.TextAsync("Filecoin.StateVerifierStatus", verifier + ",null"));
        // Of the tipset in which it was made it is the state before.
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("Filecoin.StateVerifierStatus", $"{verifier},{made}")).ValueKind);
        JsonElement told = Assert.Single((await net.ResultAsync("Filecoin.GetActorEventsRaw", Query)).EnumerateArray());
        Assert.Equal((1L, made), (told.GetProperty("height").GetInt64(), told.GetProperty("tipsetKey").ToString()));
        Assert.Single((await net.ResultAsync("Filecoin.GetActorEventsRaw", $$"""{"tipsetKey":{{made}}}""")).EnumerateArray());
    }

    [Fact]
    public async Task Miners_and_deals_are_told_with_the_next_tipset()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(Deferred);
        await net.ResultAsync("fvm_setActorState", $"{Miner},{ActorStateTests.MinerState(net.Net.Chain.Blocks).ToJsonString()},\"storageminer\"");
        await ActorStateTests.SetEscrowAsync(net, Address.FromId(100), "900");
        Assert.Equal((11, "actor not found: t01000"), await net.ErrorAsync("Filecoin.StateMinerInfo", Miner + ",null"));
        Assert.Equal(11, (await net.ErrorAsync("Filecoin.StateMinerSectors", Miner + ",null,null")).Code);
        Assert.Equal(11, (await net.ErrorAsync("Filecoin.StateMinerProvingDeadline", Miner + ",null")).Code);
        Assert.Equal("""{"Escrow":"0","Locked":"0"}""", (await net.ResultAsync("Filecoin.StateMarketBalance", "\"t0100\",null")).ToString());
        string before = Cids(await net.ResultAsync("Filecoin.ChainHead"));
        await net.Net.MineAsync();
        Assert.Equal("t0102", (await net.ResultAsync("Filecoin.StateMinerInfo", Miner + ",null")).GetProperty("NewWorker").GetString());
        Assert.Equal(3, (await net.ResultAsync("Filecoin.StateMinerSectors", Miner + ",null,null")).GetArrayLength());
        Assert.Equal("""{"Live":3,"Active":1,"Faulty":1}""", (await net.ResultAsync("Filecoin.StateMinerSectorCount", Miner + ",null")).ToString());
        Assert.Equal("""{"Escrow":"900","Locked":"0"}""", (await net.ResultAsync("Filecoin.StateMarketBalance", "\"t0100\",null")).ToString());
        Assert.Single((await net.ResultAsync("Filecoin.StateMarketParticipants", "null")).EnumerateObject());
        Assert.Empty((await net.ResultAsync("Filecoin.StateMarketParticipants", before)).EnumerateObject());
        // The epoch is the tipset's, whose state is the one before it (lotus StateMinerProvingDeadline).
        Assert.Equal(1, (await net.ResultAsync("Filecoin.StateMinerProvingDeadline", Miner + ",null")).GetProperty("CurrentEpoch").GetInt64());
    }

    [Fact]
    public async Task Multisigs_are_told_with_the_next_tipset()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(Deferred);
        string one = StorageReadsTests.Quoted(net.Net.Secp.Address);
        JsonElement codes = await net.ResultAsync("Filecoin.StateActorCodeCIDs", "28");
        string constructor = (await net.TextAsync("Filecoin.StateEncodeParams", $$"""{{codes.GetProperty("multisig")}},1,{"Signers":[{{one}},{{StorageReadsTests.Quoted(net.Net.Bls.Address)}}],"NumApprovalsThreshold":2,"UnlockDuration":100,"StartEpoch":0}"""))!;
        string exec = (await net.TextAsync("Filecoin.StateEncodeParams", $$"""{{codes.GetProperty("init")}},2,{"CodeCID":{{codes.GetProperty("multisig")}},"ConstructorParams":"{{constructor}}"}"""))!;
        string id = Address.FromId(NextId(net)).ToString(AddressNetwork.Testnet);
        await PushAsync(net, $$"""{"From":{{one}},"To":"t01","Value":"1000","Method":2,"Params":"{{exec}}"}""");
        Assert.Equal(11, (await net.ErrorAsync("Filecoin.MsigGetPending", $"\"{id}\",null")).Code);
        string propose = (await net.TextAsync("Filecoin.StateEncodeParams", $$"""{{codes.GetProperty("multisig")}},2,{"To":"t099","Value":"7","Method":0,"Params":""}"""))!;
        await PushAsync(net, $$"""{"From":{{one}},"To":"{{id}}","Method":2,"Params":"{{propose}}"}""");
        Assert.Equal("[]", (await net.ResultAsync("Filecoin.MsigGetPending", $"\"{id}\",null")).ToString());
        Assert.Equal("1000", await net.TextAsync("Filecoin.WalletBalance", $"\"{id}\""));
        await net.Net.MineAsync();
        Assert.Equal(1, (await net.ResultAsync("Filecoin.MsigGetPending", $"\"{id}\",null")).GetArrayLength());
        // At epoch 3: 97 of 100 epochs are still locked.
        Assert.Equal("30", await net.TextAsync("Filecoin.MsigGetAvailableBalance", $"\"{id}\",null"));
    }

    /// <summary>The channel tells events with the tipset after their own, and takes them back with it.</summary>
    [Fact]
    public async Task Subscribed_events_come_with_the_next_tipset_and_go_with_it()
    {
        await using RpcConnection client = await RpcConnection.OpenAsync(Deferred);
        Evm.EvmAddress counter = (await client.Net.DeployEvmAsync(client.Net.Accounts[0], Devnets.DevnetStartTests.Counter)).CreatedContract!.Value;
        await client.SayAsync($$"""{"jsonrpc":"2.0","id":1,"method":"Filecoin.SubscribeActorEventsRaw","params":[{"addresses":["{{counter}}"]}]}""");
        Assert.Equal(1, (await client.HearAsync()).GetProperty("result").GetInt32());
        await client.Net.SendAsync(client.Net.Accounts[0], counter, Devnets.DeveloperTests.Word(7));
        await client.SayAsync("""{"jsonrpc":"2.0","id":2,"method":"eth_chainId"}""");
        Assert.Equal(2, (await client.HearAsync()).GetProperty("id").GetInt32());
        await client.Net.MineAsync();
        Assert.Equal((2L, false), Event(await client.HearAsync()));
        await client.Net.Developer.RollbackAsync(1);
        Assert.Equal((2L, true), Event(await client.HearAsync()));
    }

    private static (long Height, bool Reverted) Event(JsonElement frame)
    {
        JsonElement told = frame.GetProperty("params")[1];
        return (told.GetProperty("height").GetInt64(), told.GetProperty("reverted").GetBoolean());
    }

    private static ulong NextId(RpcDevnet net) => net.Net.StateAt().View.Read(net.Net.StateAt().Actor(SingletonActors.Init)!, "NextID")!.GetValue<ulong>();

    private static string Cids(JsonElement tipset) => tipset.GetProperty("Cids").ToString();

    private static Task<JsonElement> PushAsync(RpcDevnet net, string message) => net.ResultAsync("Filecoin.MpoolPushMessage", message + ",null");
}
