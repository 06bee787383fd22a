using System.Text.Json;
using Fvm.Evm;
using Fvm.Node.Ledger;
using Fvm.Node.Tests.Devnets;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Rpc;

/// <summary>States that no tipset has, differences, the messages of a stretch of the chain, the size of what a block links to.</summary>
public sealed class ComputeTests
{
    [Fact]
    public async Task Messages_are_computed_on_a_tipset_and_leave_nothing()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        AppliedMessage made = await net.Net.DeployEvmAsync(net.Net.Accounts[0], DevnetStartTests.Counter);
        string key = (await net.ResultAsync("Filecoin.ChainHead")).GetProperty("Cids").ToString();
        string from = StorageReadsTests.Quoted(net.Net.Secp.Address);
        string to = StorageReadsTests.Quoted(net.Net.Bls.Address);
        string Transfer(int nonce, string gas) =>
            $$"""{"To":{{to}},"From":{{from}},"Nonce":{{nonce}},"Value":"5","GasLimit":{{gas}},"GasFeeCap":"1000","GasPremium":"10","Method":0,"Params":""}""";
        JsonElement computed = await net.ResultAsync("Filecoin.StateCompute", $"7,[{Transfer(0, "10000000")},{Transfer(1, "10000000")},{Transfer(7, "10000000")}],{key}");
        JsonElement trace = computed.GetProperty("Trace");
        // The tipset's own message comes first.
        Assert.Equal(4, trace.GetArrayLength());
        Assert.Equal(made.Cid.ToString(), trace[0].GetProperty("MsgCid").GetProperty("/").GetString());
        Assert.Equal([0, 0, 0, 2], trace.EnumerateArray().Select(static one => one.GetProperty("MsgRct").GetProperty("ExitCode").GetInt32()));
        Assert.Equal("5", trace[1].GetProperty("ExecutionTrace").GetProperty("Msg").GetProperty("Value").GetString());
        Assert.NotEqual(net.Net.Head.StateRoot.ToString(), computed.GetProperty("Root").GetProperty("/").GetString());
        Assert.Equal(0UL, net.Net.StateAt().NonceOf(net.Net.Secp.Address));
        Assert.Equal(net.Net.Head.StateRoot.ToString(), (await net.ResultAsync("Filecoin.StateCompute", "1,[],null")).GetProperty("Root").GetProperty("/").GetString());
        (int code, string message) = await net.ErrorAsync("Filecoin.StateCompute", $"7,[{Transfer(0, "0")}],null");
        Assert.Equal(-32000, code);
        Assert.StartsWith("applying message bafy", message, StringComparison.Ordinal);
        Assert.Equal(-32602, (await net.ErrorAsync("Filecoin.StateCompute", "-1,[],null")).Code);
    }

    /// <summary>What the network does itself is told too, in the order in which it is done: cron of the null rounds, the messages, the block's reward, cron.</summary>
    [Fact]
    public async Task Rewards_and_cron_of_a_bundle_are_in_the_trace()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Bundle = BundleTests.Bundle(), Heartbeat = null, Mining = MiningMode.Manual });
        await net.Net.PushAsync(net.Net.Secp.Sign(new Message { From = net.Net.Secp.Address, To = net.Net.Bls.Address, Value = TokenAmount.FromFil(1), GasLimit = 10_000_000, GasFeeCap = TokenAmount.FromAtto(1000), GasPremium = TokenAmount.FromAtto(10) }));
        ExecutedTipset made = await net.Net.MineAsync(1, nullRounds: 2);
        Assert.Single(made.Messages);
        JsonElement computed = await net.ResultAsync("Filecoin.StateCompute", "3,[],null");
        Assert.Equal(made.StateRoot.ToString(), computed.GetProperty("Root").GetProperty("/").GetString());
        JsonElement[] trace = [.. computed.GetProperty("Trace").EnumerateArray()];
        Assert.Equal(
            [("t03", 2, 1), ("t03", 2, 2), (net.Net.Bls.Address.ToString(AddressNetwork.Testnet), 0, 0), ("t02", 2, 3), ("t03", 2, 3)],
            trace.Select(static one => one.GetProperty("Msg")).Select(static message => (message.GetProperty("To").GetString()!, message.GetProperty("Method").GetInt32(), message.GetProperty("Nonce").GetInt32())));
        Assert.Equal(made.Messages[0].Cid.ToString(), trace[2].GetProperty("MsgCid").GetProperty("/").GetString());
        foreach (JsonElement one in (JsonElement[])[trace[0], trace[3], trace[4]])
        {
            Assert.Equal(("t00", 0, 4611686018427387903L), (one.GetProperty("Msg").GetProperty("From").GetString(), one.GetProperty("MsgRct").GetProperty("ExitCode").GetInt32(), one.GetProperty("Msg").GetProperty("GasLimit").GetInt64()));
            Assert.Equal((JsonValueKind.Null, "0"), (one.GetProperty("GasCost").GetProperty("Message").ValueKind, one.GetProperty("GasCost").GetProperty("GasUsed").GetString()));
            Assert.True(one.GetProperty("ExecutionTrace").GetProperty("Subcalls").GetArrayLength() > 0);
        }
    }

    [Fact]
    public async Task Actors_that_a_message_changed_are_told()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string before = net.Net.Head.StateRoot.ToString();
        await net.Net.SendAsync(net.Net.Secp, new Message { From = net.Net.Secp.Address, To = net.Net.Bls.Address, Value = TokenAmount.FromFil(1) });
        string after = net.Net.Head.StateRoot.ToString();
        JsonElement changed = await net.ResultAsync("Filecoin.StateChangedActors", $$"""{"/":"{{before}}"},{"/":"{{after}}"}""");
        // The sender, the receiver, the burnt funds, the reward actor, which has the tip.
        Assert.Equal(
            new SortedSet<string> { net.Net.IdOf(net.Net.Secp.Address)!.Value.ToAddress().ToString(AddressNetwork.Testnet), net.Net.IdOf(net.Net.Bls.Address)!.Value.ToAddress().ToString(AddressNetwork.Testnet), "t099", "t02" },
            new SortedSet<string>(changed.EnumerateObject().Select(static actor => actor.Name)));
        Assert.Equal(1, changed.GetProperty(net.Net.IdOf(net.Net.Secp.Address)!.Value.ToAddress().ToString(AddressNetwork.Testnet)).GetProperty("Nonce").GetInt32());
        Assert.Equal("{}", (await net.ResultAsync("Filecoin.StateChangedActors", $$"""{"/":"{{after}}"},{"/":"{{after}}"}""")).ToString());
        Assert.Contains("failed to load state tree", (await net.ErrorAsync("Filecoin.StateChangedActors", """{"/":"bafkqaaa"},{"/":"bafkqaaa"}""")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_are_listed_from_a_tipset_back_by_their_addresses()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string secp = StorageReadsTests.Quoted(net.Net.Secp.Address);
        string bls = StorageReadsTests.Quoted(net.Net.Bls.Address);
        var cids = new List<string>();
        for (int i = 0; i < 3; i++)
        {
            AppliedMessage sent = await net.Net.SendAsync(net.Net.Secp, new Message { From = net.Net.Secp.Address, To = net.Net.Bls.Address, Value = TokenAmount.FromFil(1) });
            cids.Insert(0, sent.Cid.ToString());
        }

        Assert.Equal(cids, Cids(await net.ResultAsync("Filecoin.StateListMessages", $$"""{"From":{{secp}}},null,0""")));
        Assert.Equal(cids.Take(2), Cids(await net.ResultAsync("Filecoin.StateListMessages", $$"""{"From":{{secp}},"To":{{bls}}},[],2""")));
        Assert.Empty(Cids(await net.ResultAsync("Filecoin.StateListMessages", $$"""{"From":{{bls}}},null,0""")));
        Assert.Empty(Cids(await net.ResultAsync("Filecoin.StateListMessages", """{"To":"t0999999"},null,0""")));
        Assert.Contains("must specify at least To or From", (await net.ErrorAsync("Filecoin.StateListMessages", "{},null,0")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_size_of_a_dag_is_told_without_what_another_one_has()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        JsonElement leaf = await net.ResultAsync("Filecoin.ChainPutObj", "\"gwECAw==\""); // [1, 2, 3], 4 bytes
        Assert.Equal("""{"Size":4,"Links":1}""", (await net.ResultAsync("Filecoin.ChainStatObj", $"{leaf},null")).ToString());
        string root = $$"""{"/":"{{net.Net.Head.StateRoot}}"}""";
        JsonElement whole = await net.ResultAsync("Filecoin.ChainStatObj", $"{root},null");
        Assert.True(whole.GetProperty("Size").GetInt64() > 1000 && whole.GetProperty("Links").GetInt64() > 10);
        await net.Net.SendAsync(net.Net.Secp, new Message { From = net.Net.Secp.Address, To = net.Net.Bls.Address, Value = TokenAmount.FromFil(1) });
        JsonElement added = await net.ResultAsync("Filecoin.ChainStatObj", $$"""{"/":"{{net.Net.Head.StateRoot}}"},{{root}}""");
        Assert.InRange(added.GetProperty("Links").GetInt64(), 2, whole.GetProperty("Links").GetInt64() - 1);
        Assert.Equal(-32001, (await net.ErrorAsync("Filecoin.ChainStatObj", """{"/":"bafy2bzaced2kktxdkqw5pey5of3wtahz5imm7ta4ymegah466dsc5fonj73u2"},null""")).Code);
    }

    /// <summary>Without sectors there is nothing to prove; a lookback that is no past is an error, in lotus's words.</summary>
    [Fact]
    public async Task A_miner_without_sectors_has_no_base_to_mine_on()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Bundle = BundleTests.Bundle(), Heartbeat = null });
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("Filecoin.MinerGetBaseInfo", "\"t01000\",1,null")).ValueKind);
        await net.Net.MineAsync(2);
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("Filecoin.MinerGetBaseInfo", "\"t01000\",3,null")).ValueKind);
        Assert.Contains("is no storageminer", (await net.ErrorAsync("Filecoin.MinerGetBaseInfo", "\"t06\",3,null")).Message, StringComparison.Ordinal);
        Assert.Contains("is at or after base height 2", (await net.ErrorAsync("Filecoin.MinerGetBaseInfo", "\"t01000\",5000,null")).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Cids(JsonElement list) => list.EnumerateArray().Select(static cid => cid.GetProperty("/").GetString());
}
