using System.Text.Json;
using Fvm.Hosting.Tracing;
using Fvm.Ipld;
using Fvm.Node.Queries;
using Fvm.Node.Tests.Rpc;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Tests.Devnets;

/// <summary>Actors of anybody's own code, cron and miners, by the methods of <c>fvm_</c>.</summary>
public sealed class DevnetActorsTests
{
    /// <summary>(module (memory (export "memory") 1) (func (export "invoke") (param i32) (result i32) i32.const 0)): every method does nothing and returns nothing.</summary>
    internal const string Idle = "0x0061736d01000000010601" + "60017f017f" + "03020100" + "0503010001" + "071302" + "066d656d6f72790200" + "06696e766f6b650000" + "0a0601040041000b";

    /// <summary>The same with unreachable: every method, the constructor too, traps.</summary>
    private const string Trap = "0x0061736d01000000010601" + "60017f017f" + "03020100" + "0503010001" + "071302" + "066d656d6f72790200" + "06696e766f6b650000" + "0a05010300000b";

    /// <summary>On actors in C#, too: whoever is not one of them runs as WebAssembly.</summary>
    [Fact]
    public async Task Installed_code_becomes_an_actor_that_answers_messages()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        JsonElement code = await net.ResultAsync("fvm_installCode", $"\"{Idle}\"");
        Assert.Equal(code.ToString(), (await net.ResultAsync("fvm_installCode", $"\"{Idle}\"")).ToString());
        JsonElement first = await net.ResultAsync("fvm_createActor", code.ToString());
        JsonElement second = await net.ResultAsync("fvm_createActor", $"\"{code.GetProperty("/").GetString()}\",\"0x80\",\"0x64\"");
        string address = second.GetProperty("RobustAddress").GetString()!;
        Assert.StartsWith("t2", address, StringComparison.Ordinal);
        Assert.NotEqual(first.GetProperty("RobustAddress").GetString(), address);
        Assert.Equal(second.GetProperty("IDAddress").GetString(), await net.TextAsync("Filecoin.StateLookupID", $"\"{address}\",null"));
        JsonElement actor = await net.ResultAsync("Filecoin.StateGetActor", $"\"{address}\",null");
        Assert.Equal((code.ToString(), "100"), (actor.GetProperty("Code").ToString(), actor.GetProperty("Balance").GetString()));
        Assert.Equal(TokenAmount.FromFil(2_000_000_000), net.Net.StateAt().View.Actors().Aggregate(TokenAmount.Zero, static (sum, one) => sum + one.Value.Balance));

        CallResult call = await net.Net.CallAsync(new Message { From = net.Net.Secp.Address, To = Address.Parse(address), MethodNum = 7 }, options: new CallOptions { Trace = Fvm.Hosting.TraceDetail.Events });
        Assert.Equal((0U, 0), (call.Receipt.ExitCode.Value, call.Receipt.ReturnData.Length));
        Assert.Equal(code.GetProperty("/").GetString(), TraceTree.Build(call.Trace).Call!.Invoked!.Code.ToString());
        await net.Net.SendAsync(net.Net.Secp, new Message { From = net.Net.Secp.Address, To = Address.Parse(address), MethodNum = 7, Value = TokenAmount.FromFil(1) });
        Assert.Equal(TokenAmount.FromFil(1) + TokenAmount.FromAtto(100), net.Net.StateAt().BalanceOf(Address.Parse(address)));
    }

    [Fact]
    public async Task What_cannot_be_an_actor_is_refused_and_leaves_nothing()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Assert.StartsWith("that is no actor's code: ", (await net.ErrorAsync("fvm_installCode", "\"0x0061736d\"")).Message, StringComparison.Ordinal);
        JsonElement trap = await net.ResultAsync("fvm_installCode", $"\"{Trap}\"");
        Cid before = net.Net.Head.StateRoot;
        Assert.StartsWith("the constructor fails with exit 4", (await net.ErrorAsync("fvm_createActor", trap.ToString())).Message, StringComparison.Ordinal);
        Assert.Contains("there is no code", (await net.ErrorAsync("fvm_createActor", """{"/":"bafk2bzacecwxsiozawqvqjjbrrjoixqbyd3mw7gfugnlxjz5yaqvn36sevm2i"}""")).Message, StringComparison.Ordinal);
        Assert.Contains("no second init actor", (await net.ErrorAsync("fvm_createActor", "\"init\"")).Message, StringComparison.Ordinal);
        JsonElement garbage = await net.ResultAsync("Filecoin.ChainPutObj", """{"Cid":{"/":"bafkqaaa"},"Data":""}""");
        Assert.Equal(-32000, (await net.ErrorAsync("fvm_createActor", garbage.ToString())).Code);
        Assert.Equal(before, net.Net.Head.StateRoot);
    }

    /// <summary>A multisig without a wallet's help: the constructor's parameters in CBOR.</summary>
    [Fact]
    public async Task Built_in_code_that_may_stand_several_times_can_be_made()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        // [[t0100], 1, 0, 0]
        JsonElement made = await net.ResultAsync("fvm_createActor", "\"multisig\",\"0x84814200" + "64010000\"");
        Assert.Equal("[]", (await net.ResultAsync("Filecoin.MsigGetPending", $"{made.GetProperty("IDAddress").GetRawText()},null")).ToString());
    }

    [Fact]
    public async Task Cron_runs_when_it_is_asked_to()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Assert.Equal(0, (await net.ResultAsync("fvm_runCron")).GetProperty("ExitCode").GetInt32());
        Assert.Equal(0, net.Net.Head.Height);
    }

    [Fact]
    public async Task Without_actors_of_storage_there_are_no_miners_and_no_other_versions()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Assert.Equal((-32000, "there is no power actor in C# yet: miners are made on a bundle (fvm devnet --actors FILE.car)"), await net.ErrorAsync("fvm_createMiner", "\"t0100\""));
        Assert.StartsWith("there are no miners in C# yet", (await net.ErrorAsync("fvm_proveSector")).Message, StringComparison.Ordinal);
        Assert.StartsWith("f0100 is no miner", (await net.ErrorAsync("fvm_proveDeadline", "\"t0100\"")).Message, StringComparison.Ordinal);
        Assert.True((await net.ResultAsync("fvm_setNetworkVersion", "28")).GetBoolean());
        Assert.Equal((-32000, "network version 29 has the actors v19: a bundle of them is needed"), await net.ErrorAsync("fvm_setNetworkVersion", "29"));
    }

    /// <summary>A sector without data and without an interactive proof (FIP-0092) has power once its deadline is proven, and can be chosen to win a block.</summary>
    [Fact]
    public async Task A_sector_is_committed_proven_and_has_power()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Bundle = BundleTests.Bundle(), Heartbeat = null });
        const string Miner = "\"t01000\",null";
        Assert.Contains("mine a tipset first", (await net.ErrorAsync("fvm_proveSector")).Message, StringComparison.Ordinal);
        await net.Net.MineAsync();
        JsonElement sector = await net.ResultAsync("fvm_proveSector");
        Assert.Equal(0, sector.GetProperty("SectorNumber").GetInt32());
        Assert.Equal(1, (await net.ResultAsync("fvm_proveSector")).GetProperty("SectorNumber").GetInt32());
        Assert.Contains("fails with exit", (await net.ErrorAsync("fvm_proveSector", "null,1")).Message, StringComparison.Ordinal);
        Assert.Contains("has nothing to prove", (await net.ErrorAsync("fvm_proveDeadline")).Message, StringComparison.Ordinal);
        JsonElement info = await net.ResultAsync("Filecoin.StateSectorGetInfo", "\"t01000\",0,null");
        Assert.Equal(sector.GetProperty("Expiration").GetInt64(), info.GetProperty("Expiration").GetInt64());
        Assert.Equal(sector.GetProperty("Deadline").GetInt32(), (await net.ResultAsync("Filecoin.StateSectorPartition", "\"t01000\",0,null")).GetProperty("Deadline").GetInt32());
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("Filecoin.MinerGetBaseInfo", $"\"t01000\",{net.Net.Head.Height + 1},null")).ValueKind);

        await net.Net.MineAsync((int)(sector.GetProperty("Opens").GetInt64() - net.Net.Head.Height) + 1);
        Assert.Equal($$"""{"Deadline":{{sector.GetProperty("Deadline")}},"Partitions":1}""", (await net.ResultAsync("fvm_proveDeadline")).ToString());
        Assert.Equal((68719476736L).ToString(System.Globalization.CultureInfo.InvariantCulture), (await net.ResultAsync("Filecoin.StateMinerPower", Miner)).GetProperty("MinerPower").GetProperty("RawBytePower").GetString());
        Assert.Equal("""{"Live":2,"Active":2,"Faulty":0}""", (await net.ResultAsync("Filecoin.StateMinerSectorCount", Miner)).ToString());
        await CheckBaseInfoAsync(net);
        // The deadline ends, cron looks: what was proven is not faulty.
        await net.Net.MineAsync(61);
        Assert.Equal("""{"Live":2,"Active":2,"Faulty":0}""", (await net.ResultAsync("Filecoin.StateMinerSectorCount", Miner)).ToString());
    }

    /// <summary>The state that counts is that of 900 epochs before, or after genesis; here developers made it so after the head, so a head is mined on it.</summary>
    private static async Task CheckBaseInfoAsync(RpcDevnet net)
    {
        await net.Net.MineAsync(1, nullRounds: 905);
        await net.Net.MineAsync();
        JsonElement info = await net.ResultAsync("Filecoin.MinerGetBaseInfo", $"\"t01000\",{net.Net.Head.Height + 1},null");
        if (info.ValueKind == JsonValueKind.Null)
            Assert.Fail("no sector to prove");
        JsonElement chosen = Assert.Single(info.GetProperty("Sectors").EnumerateArray());
        Assert.Contains(chosen.GetProperty("SectorNumber").GetInt32(), (int[])[0, 1]);
        Assert.Equal(18, chosen.GetProperty("SealProof").GetInt32());
        Assert.Equal(StorageReadsTests.Quoted(net.Net.Bls.Address), info.GetProperty("WorkerKey").GetRawText());
        Assert.Equal(34359738368L, info.GetProperty("SectorSize").GetInt64());
        Assert.Equal(net.Net.Head.Height, info.GetProperty("PrevBeaconEntry").GetProperty("Round").GetInt64());
        Assert.Equal(net.Net.Head.Height + 1, info.GetProperty("BeaconEntries")[0].GetProperty("Round").GetInt64());
        Assert.False(info.GetProperty("EligibleForMining").GetBoolean());
    }

    [Fact]
    public async Task A_bundle_makes_miners_and_runs_cron_once_more()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Bundle = BundleTests.Bundle(), Heartbeat = null });
        string owner = StorageReadsTests.Quoted(net.Net.Bls.Address);
        JsonElement made = await net.ResultAsync("fvm_createMiner", $"{owner},null,\"50000000000000000000000\"");
        string id = made.GetProperty("IDAddress").GetRawText();
        Assert.Equal(2, (await net.ResultAsync("Filecoin.StateListMiners", "null")).GetArrayLength());
        Assert.Equal(net.Net.IdOf(net.Net.Bls.Address)!.Value.ToAddress().ToString(AddressNetwork.Testnet), (await net.ResultAsync("Filecoin.StateMinerInfo", $"{id},null")).GetProperty("Owner").GetString());
        Assert.Equal("50000000000000000000000", (await net.ResultAsync("Filecoin.StateGetActor", $"{id},null")).GetProperty("Balance").GetString());
        Assert.StartsWith("CreateMiner fails with exit", (await net.ErrorAsync("fvm_createMiner", "\"t06\"")).Message, StringComparison.Ordinal);
        Cid before = net.Net.Head.StateRoot;
        Assert.Equal(0, (await net.ResultAsync("fvm_runCron")).GetProperty("ExitCode").GetInt32());
        Assert.NotEqual(before, net.Net.Head.StateRoot);
        await net.Net.MineAsync(2);
        Assert.Equal(BuiltinActor.Miner, net.Net.StateAt().TypeOf(net.Net.StateAt().Actor(Address.Parse(made.GetProperty("RobustAddress").GetString()!))!));
    }
}
