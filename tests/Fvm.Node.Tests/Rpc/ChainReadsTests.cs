using System.Text.Json;

namespace Fvm.Node.Tests.Rpc;

/// <summary>Paths, objects, events, randomness, multisigs, and what a node that is alone says of itself.</summary>
public sealed class ChainReadsTests
{
    [Fact]
    public async Task A_path_goes_back_and_forth()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string genesis = (await net.ResultAsync("Filecoin.ChainGetGenesis")).GetProperty("Cids").ToString();
        await net.Net.MineAsync(3);
        string head = (await net.ResultAsync("Filecoin.ChainHead")).GetProperty("Cids").ToString();
        Assert.Equal(["apply 1", "apply 2", "apply 3"], Steps(await net.ResultAsync("Filecoin.ChainGetPath", $"{genesis},{head}")));
        Assert.Equal(["revert 3", "revert 2", "revert 1"], Steps(await net.ResultAsync("Filecoin.ChainGetPath", $"{head},{genesis}")));
        Assert.Empty(Steps(await net.ResultAsync("Filecoin.ChainGetPath", $"{head},{head}")));
    }

    [Fact]
    public async Task Objects_are_put_read_and_walked()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        JsonElement cid = await net.ResultAsync("Filecoin.ChainPutObj", "\"gwECAw==\""); // [1, 2, 3]
        Assert.Equal("gwECAw==", await net.TextAsync("Filecoin.ChainReadObj", cid.ToString()));
        Assert.Equal(cid.ToString(), (await net.ResultAsync("Filecoin.ChainPutObj", $$"""{"Cid":{{cid}},"Data":"gwECAw=="}""")).ToString());
        Assert.Contains("is not the hash", (await net.ErrorAsync("Filecoin.ChainPutObj", $$"""{"Cid":{{cid}},"Data":"gwECBA=="}""")).Message, StringComparison.Ordinal);
        string text = cid.GetProperty("/").GetString()!;
        Assert.Equal("[1,2,3]", (await net.ResultAsync("Filecoin.ChainGetNode", $"\"{text}\"")).GetProperty("Obj").ToString());
        Assert.Equal("3", (await net.ResultAsync("Filecoin.ChainGetNode", $"\"/ipfs/{text}/2\"")).GetProperty("Obj").ToString());
        Assert.Contains("there is no '7'", (await net.ErrorAsync("Filecoin.ChainGetNode", $"\"/ipfs/{text}/7\"")).Message, StringComparison.Ordinal);
        string root = (await net.ResultAsync("Filecoin.ChainHead")).GetProperty("Blocks")[0].GetProperty("ParentStateRoot").GetProperty("/").GetString()!;
        Assert.Equal(JsonValueKind.Array, (await net.ResultAsync("Filecoin.ChainGetNode", $"\"/ipfs/{root}/1\"")).GetProperty("Obj").ValueKind);
    }

    /// <summary>The registry's events (FIP-0083): found by emitter, by field and by range, and under the receipt's root.</summary>
    [Fact]
    public async Task Events_of_built_in_actors_are_found()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        await StorageReadsTests.GrantAsync(net, StorageReadsTests.Quoted(net.Net.Secp.Address), StorageReadsTests.Quoted(net.Net.Bls.Address), 1 << 20);
        const string VerifierBalance = "cHZlcmlmaWVyLWJhbGFuY2U="; // CBOR of the text verifier-balance
        JsonElement all = await net.ResultAsync("Filecoin.GetActorEventsRaw", $$$"""{"fromHeight":0,"addresses":["t06"],"fields":{"$type":[{"codec":81,"value":"{{{VerifierBalance}}}"}]}}""");
        Assert.Equal(2, all.GetArrayLength());
        JsonElement first = all[0];
        Assert.Equal(("t06", false), (first.GetProperty("emitter").GetString(), first.GetProperty("reverted").GetBoolean()));
        Assert.Equal(("$type", 81, VerifierBalance), (first.GetProperty("entries")[0].GetProperty("Key").GetString(), first.GetProperty("entries")[0].GetProperty("Codec").GetInt32(), first.GetProperty("entries")[0].GetProperty("Value").GetString()));
        Assert.Equal(0, (await net.ResultAsync("Filecoin.GetActorEventsRaw", """{"fromHeight":0,"addresses":["t07"],"fields":{"$type":[{"codec":81,"value":"AAAA"}]}}""")).GetArrayLength());
        Assert.Equal(1, (await net.ResultAsync("Filecoin.GetActorEventsRaw", $$"""{"tipsetKey":{{first.GetProperty("tipsetKey")}},"addresses":["t06"]}""")).GetArrayLength());
        Assert.Contains("cannot specify both", (await net.ErrorAsync("Filecoin.GetActorEventsRaw", $$"""{"tipsetKey":{{first.GetProperty("tipsetKey")}},"fromHeight":1}""")).Message, StringComparison.Ordinal);
        JsonElement found = await net.ResultAsync("Filecoin.StateSearchMsg", $"null,{first.GetProperty("msgCid")},-1,true");
        JsonElement under = await net.ResultAsync("Filecoin.ChainGetEvents", found.GetProperty("Receipt").GetProperty("EventsRoot").ToString());
        Assert.Equal(6, under[0].GetProperty("Emitter").GetInt32());
        Assert.Equal(first.GetProperty("entries").ToString(), under[0].GetProperty("Entries").ToString());
    }

    [Fact]
    public async Task Randomness_is_that_of_the_headers()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        await net.Net.MineAsync(2, nullRounds: 1);
        // Epoch 3 is a null round: its ticket is the next tipset's (lotus chain/rand/rand.go since network version 13).
        string digest = (await net.TextAsync("Filecoin.StateGetRandomnessDigestFromTickets", "4,null"))!;
        Assert.Equal(digest, await net.TextAsync("Filecoin.StateGetRandomnessDigestFromTickets", "3,null"));
        Assert.NotEqual(digest, await net.TextAsync("Filecoin.StateGetRandomnessDigestFromTickets", "2,null"));
        byte[] drawn = Fvm.Protocol.RandomnessDraw.Draw(5, Convert.FromBase64String(digest), 3, [1, 2, 3]);
        Assert.Equal(Convert.ToBase64String(drawn), await net.TextAsync("Filecoin.StateGetRandomnessFromTickets", "5,3,\"AQID\",null"));
        JsonElement entry = await net.ResultAsync("Filecoin.StateGetBeaconEntry", "4");
        byte[] expected = Fvm.Crypto.Blake2b.Hash256(entry.GetProperty("Data").GetBytesFromBase64());
        Assert.Equal(Convert.ToBase64String(expected), await net.TextAsync("Filecoin.StateGetRandomnessDigestFromBeacon", "4,null"));
        Assert.Equal("cannot draw randomness from the future", (await net.ErrorAsync("Filecoin.StateGetRandomnessFromBeacon", "5,9,null,null")).Message);
    }

    /// <summary>A multisig of two that locks 1 FIL over the first 100 epochs, with one transaction that waits.</summary>
    [Fact]
    public async Task A_multisig_tells_what_it_locks_and_what_waits()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string one = StorageReadsTests.Quoted(net.Net.Secp.Address);
        string two = StorageReadsTests.Quoted(net.Net.Bls.Address);
        JsonElement codes = await net.ResultAsync("Filecoin.StateActorCodeCIDs", "28");
        string constructor = (await net.TextAsync("Filecoin.StateEncodeParams", $$"""{{codes.GetProperty("multisig")}},1,{"Signers":[{{one}},{{two}}],"NumApprovalsThreshold":2,"UnlockDuration":100,"StartEpoch":0}"""))!;
        string exec = (await net.TextAsync("Filecoin.StateEncodeParams", $$"""{{codes.GetProperty("init")}},2,{"CodeCID":{{codes.GetProperty("multisig")}},"ConstructorParams":"{{constructor}}"}"""))!;
        JsonElement made = await SendAsync(net, $$"""{"From":{{one}},"To":"t01","Value":"1000000000000000000","Method":2,"Params":"{{exec}}"}""");
        string wallet = "\"" + Fvm.Protocol.Address.FromId(ReadId(made.GetProperty("Return").GetBytesFromBase64())).ToString(Fvm.Protocol.AddressNetwork.Testnet) + "\"";
        string start = (await net.ResultAsync("Filecoin.ChainHead")).GetProperty("Cids").ToString();
        string propose = (await net.TextAsync("Filecoin.StateEncodeParams", $$"""{{codes.GetProperty("multisig")}},2,{"To":"t099","Value":"7","Method":0,"Params":""}"""))!;
        await SendAsync(net, $$"""{"From":{{one}},"To":{{wallet}},"Method":2,"Params":"{{propose}}"}""");
        await net.Net.MineAsync((int)(50 - net.Net.Head.Height));
        Assert.Equal("""{"InitialBalance":"1000000000000000000","StartEpoch":0,"UnlockDuration":100}""", (await net.ResultAsync("Filecoin.MsigGetVestingSchedule", wallet + ",null")).ToString());
        Assert.Equal("500000000000000000", await net.TextAsync("Filecoin.MsigGetAvailableBalance", wallet + ",null"));
        long from = (await net.ResultAsync("Filecoin.ChainGetTipSet", start)).GetProperty("Height").GetInt64();
        Assert.Equal($"{(50 - from) * 10_000_000_000_000_000}", await net.TextAsync("Filecoin.MsigGetVested", $"{wallet},{start},null"));
        JsonElement pending = await net.ResultAsync("Filecoin.MsigGetPending", wallet + ",null");
        string signer = (await net.TextAsync("Filecoin.StateLookupID", one + ",null"))!;
        Assert.Equal($$"""[{"ID":0,"To":"t099","Value":"7","Method":0,"Params":null,"Approved":["{{signer}}"]}]""", pending.ToString());
        Assert.Contains("is no multisig actor", (await net.ErrorAsync("Filecoin.MsigGetPending", one + ",null")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_is_alone_says_so()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Assert.Equal((4, "f3 is disabled"), await net.ErrorAsync("Filecoin.F3GetLatestCertificate"));
        Assert.Equal("[]", (await net.ResultAsync("Filecoin.NetPeers")).ToString());
        Assert.Equal("[\"read\",\"write\",\"sign\",\"admin\"]", (await net.ResultAsync("Filecoin.AuthVerify", "\"x\"")).ToString());
        JsonElement sync = (await net.ResultAsync("Filecoin.SyncState")).GetProperty("ActiveSyncs")[0];
        Assert.Equal((4, 0L), (sync.GetProperty("Stage").GetInt32(), sync.GetProperty("Target").GetProperty("Height").GetInt64()));
        await net.Net.MineAsync(2);
        JsonElement status = await net.ResultAsync("Filecoin.NodeStatus", "true");
        Assert.Equal(2, status.GetProperty("SyncStatus").GetProperty("Epoch").GetInt64());
        Assert.Equal(1.0, status.GetProperty("ChainStatus").GetProperty("BlocksPerTipsetLast100").GetDouble());
    }

    private static async Task<JsonElement> SendAsync(RpcDevnet net, string message)
    {
        JsonElement sent = await net.ResultAsync("Filecoin.MpoolPushMessage", message + ",null");
        JsonElement receipt = (await net.ResultAsync("Filecoin.StateSearchMsg", $"null,{sent.GetProperty("CID")},-1,true")).GetProperty("Receipt");
        Assert.Equal(0, receipt.GetProperty("ExitCode").GetInt32());
        return receipt;
    }

    private static ulong ReadId(byte[] returned)
    {
        var reader = new Fvm.Ipld.Cbor.CborReader(returned);
        reader.ReadArrayHeader(2);
        Assert.True(Fvm.Protocol.Address.Read(ref reader)!.TryGetId(out ulong id));
        return id;
    }

    private static IEnumerable<string> Steps(JsonElement path) =>
        path.EnumerateArray().Select(static step => $"{step.GetProperty("Type").GetString()} {step.GetProperty("Val").GetProperty("Height").GetInt64()}");
}
