using System.Text.Json;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Rpc;

/// <summary>Filecoin's methods over a real chain, as lotus answers them.</summary>
public sealed class FilecoinMethodsTests
{
    private const string Alice = "\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\"";

    [Fact]
    public async Task AMessageIsEstimatedPushedFoundAndReplayed()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string from = net.Net.Secp.Address.ToString(AddressNetwork.Testnet);
        string to = net.Net.Bls.Address.ToString(AddressNetwork.Testnet);
        JsonElement filled = await net.ResultAsync(
            "Filecoin.GasEstimateMessageGas", $$"""{"From":"{{from}}","To":"{{to}}","Value":"5","Method":0,"Params":null},{"MaxFee":"0"},null""");
        Assert.True(filled.GetProperty("GasLimit").GetInt64() > 0);
        JsonElement sent = await net.ResultAsync("Filecoin.MpoolPushMessage", $"{filled},null");
        string cid = sent.GetProperty("CID").ToString();
        JsonElement found = await net.ResultAsync("Filecoin.StateWaitMsg", $"{cid},2,100,true");
        Assert.Equal(0, found.GetProperty("Receipt").GetProperty("ExitCode").GetInt32());
        Assert.Equal(3, net.Net.Head.Height);
        Assert.Equal(found.ToString(), (await net.ResultAsync("Filecoin.StateSearchMsg", $"null,{cid},-1,true")).ToString());
        JsonElement messages = await net.ResultAsync("Filecoin.ChainGetParentMessages", found.GetProperty("TipSet")[0].ToString());
        Assert.Equal(cid, messages[0].GetProperty("Cid").ToString());
        JsonElement replay = await net.ResultAsync("Filecoin.StateReplay", $"null,{cid}");
        Assert.Equal(
            found.GetProperty("Receipt").GetProperty("GasUsed").GetInt64(),
            replay.GetProperty("ExecutionTrace").GetProperty("GasCharges").EnumerateArray().Sum(static charge => charge.GetProperty("tg").GetInt64()), 5.0);
        string hash = (await net.TextAsync("Filecoin.EthGetTransactionHashByCid", cid))!;
        Assert.Equal(cid, (await net.ResultAsync("Filecoin.EthGetMessageCidByTransactionHash", $"\"{hash}\"")).ToString());
    }

    /// <summary>A message runs when its tipset is made: who waits for no epoch on top waits for none, and a search makes none.</summary>
    [Fact]
    public async Task NoTipsetIsMadeForAMessageThatHasRun()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string from = net.Net.Secp.Address.ToString(AddressNetwork.Testnet);
        JsonElement sent = await net.ResultAsync("Filecoin.MpoolPushMessage", $$"""{"From":"{{from}}","To":"t0100","Value":"5","Method":0},null""");
        string cid = sent.GetProperty("CID").ToString();
        JsonElement found = await net.ResultAsync("Filecoin.StateWaitMsg", $"{cid},0,100,true");
        Assert.Equal((1, 1), (found.GetProperty("Height").GetInt64(), net.Net.Head.Height));
        Assert.Equal(found.ToString(), (await net.ResultAsync("Filecoin.StateSearchMsg", $"null,{cid},-1,true")).ToString());
        Assert.Equal(1, net.Net.Head.Height);
        found = await net.ResultAsync("Filecoin.StateWaitMsg", $"{cid},1,100,true");
        Assert.Equal((2, 2), (found.GetProperty("Height").GetInt64(), net.Net.Head.Height));
    }

    [Fact]
    public async Task AnAccountIsKnownInAllItsForms()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string delegated = (await net.TextAsync("Filecoin.EthAddressToFilecoinAddress", $"{Alice},\"finalized\""))!;
        Assert.Equal("t410f6op5nzi2vwepn5gonk4ie4tzz773sitggxp4hiy", delegated);
        string id = (await net.TextAsync("Filecoin.StateLookupID", $"\"{delegated}\",null"))!;
        Assert.Equal("t0100", id);
        Assert.Equal(delegated, await net.TextAsync("Filecoin.StateLookupRobustAddress", $"\"{id}\",null"));
        Assert.Equal(Alice.Trim('"').ToLowerInvariant(), await net.TextAsync("Filecoin.FilecoinAddressToEthAddress", $"\"{id}\",\"latest\""));
        string secp = net.Net.Secp.Address.ToString(AddressNetwork.Testnet);
        JsonElement state = await net.ResultAsync("Filecoin.StateReadState", $"\"{secp}\",null");
        Assert.Equal(secp, state.GetProperty("State").GetProperty("Address").GetString());
        Assert.Equal(11, (await net.ErrorAsync("Filecoin.StateGetActor", "\"t0999999\",null")).Code);
    }

    [Theory]
    [InlineData("Filecoin.ChainGetTipSetByHeight", "-5,null", null)]
    [InlineData("Filecoin.ChainGetTipSetByHeight", "5,null", "height greater than start point")]
    [InlineData("Filecoin.ChainGetTipSet", "[{\"/\":\"bafkqaaa\"}]", "there is no such tipset")]
    [InlineData("Filecoin.ChainReadObj", "{\"/\":\"bafy2bzaced3zgbe4fugrz7y7ugx7ml6ffsrp2bl6owi5rwaeqc5owp7ipbeim\"}", "block not found")]
    [InlineData("Filecoin.MpoolPush", "{\"Message\":{\"From\":\"t0100\",\"To\":\"t0101\"},\"Signature\":{\"Type\":9,\"Data\":\"\"}}", "1 (secp256k1)")]
    [InlineData("Filecoin.MpoolPushMessage", "{\"From\":\"t01\",\"To\":\"t0101\",\"Value\":\"-1\"}", "not negative")]
    [InlineData("Filecoin.ChainNotify", "", "connect by WebSocket")]
    [InlineData("Filecoin.StateDecodeParams", "\"t01\",2,\"AAAA\",null", "do not fit")]
    public async Task SaysWhatIsWrong(string method, string parameters, string? message)
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        if (message is null)
            await net.ResultAsync(method, parameters);
        else
            Assert.Contains(message, (await net.ErrorAsync(method, parameters)).Message, StringComparison.Ordinal);
    }
}
