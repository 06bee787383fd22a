using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;
using Fvm.Ipld.Amts;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Tests.Rpc;

/// <summary>States of actors that are set; with them miners with sectors, and deals, which lotus's reads then tell.</summary>
public sealed class ActorStateTests
{
    private const string Miner = "\"t01000\"";
    private const string Piece = "baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq";
    private const string Peer = "QmaozNR7DZHQK1ZcU9p7QdrshMvXqWK6gpu5rmrkPdT3L4";

    [Fact]
    public async Task A_miner_with_sectors_is_told_as_lotus_does()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        await net.ResultAsync("fvm_setActorState", $"{Miner},{MinerState(net.Net.Chain.Blocks).ToJsonString()},\"storageminer\"");
        Assert.Equal([3, 5, 9], Numbers(await net.ResultAsync("Filecoin.StateMinerSectors", Miner + ",null,null")));
        Assert.Equal([3, 9], Numbers(await net.ResultAsync("Filecoin.StateMinerSectors", Miner + ",[3,1,5,1],null")));
        Assert.Equal([3], Numbers(await net.ResultAsync("Filecoin.StateMinerActiveSectors", Miner + ",null")));
        JsonElement sector = await net.ResultAsync("Filecoin.StateSectorGetInfo", Miner + ",5,null");
        Assert.False(sector.TryGetProperty("DeprecatedDealIDs", out _));
        Assert.Equal(("0", 2000L), (sector.GetProperty("DailyFee").GetString(), sector.GetProperty("Expiration").GetInt64()));
        Assert.Equal("""{"Live":3,"Active":1,"Faulty":1}""", (await net.ResultAsync("Filecoin.StateMinerSectorCount", Miner + ",null")).ToString());
        Assert.Equal(
            """[{"AllSectors":[3,1,1,1,3,1],"FaultySectors":[5,1],"RecoveringSectors":[5,1],"LiveSectors":[3,1,1,1,3,1],"ActiveSectors":[3,1]}]""",
            (await net.ResultAsync("Filecoin.StateMinerPartitions", Miner + ",2,null")).ToString());
        Assert.Equal("[5,1]", (await net.ResultAsync("Filecoin.StateMinerFaults", Miner + ",null")).ToString());
        Assert.Equal("[5,1]", (await net.ResultAsync("Filecoin.StateMinerRecoveries", Miner + ",null")).ToString());
        Assert.Equal("""{"Deadline":2,"Partition":0}""", (await net.ResultAsync("Filecoin.StateSectorPartition", Miner + ",9,null")).ToString());
        Assert.Equal("""{"OnTime":2000,"Early":0}""", (await net.ResultAsync("Filecoin.StateSectorExpiration", Miner + ",3,null")).ToString());
        Assert.Equal("""{"OnTime":0,"Early":1500}""", (await net.ResultAsync("Filecoin.StateSectorExpiration", Miner + ",5,null")).ToString());
        Assert.Equal("failed to find sector 4", (await net.ErrorAsync("Filecoin.StateSectorExpiration", Miner + ",4,null")).Message);
        Assert.True((await net.ResultAsync("Filecoin.StateMinerSectorAllocated", Miner + ",9,null")).GetBoolean());
        Assert.Equal("[3,1,1,1,3,1]", (await net.ResultAsync("Filecoin.StateMinerAllocated", Miner + ",null")).ToString());
        JsonElement info = await net.ResultAsync("Filecoin.StateMinerInfo", Miner + ",null");
        Assert.Equal((Peer, "t0102", 77L), (info.GetProperty("PeerId").GetString(), info.GetProperty("NewWorker").GetString(), info.GetProperty("WorkerChangeEpoch").GetInt64()));
        Assert.Contains("there are 48 deadlines", (await net.ErrorAsync("Filecoin.StateMinerPartitions", Miner + ",48,null")).Message, StringComparison.Ordinal);
    }

    /// <summary>The deadline of the state in the first period in which it is not over (go-state-types dline NextNotElapsed).</summary>
    [Fact]
    public async Task Deadlines_and_balances_of_a_miner()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        await net.ResultAsync("fvm_setActorState", $"{Miner},{MinerState(net.Net.Chain.Blocks).ToJsonString()},\"storageminer\"");
        Assert.Equal(
            """{"CurrentEpoch":0,"PeriodStart":-100,"Index":2,"Open":20,"Close":80,"Challenge":0,"FaultCutoff":-50,"WPoStPeriodDeadlines":48,"WPoStProvingPeriod":2880,"WPoStChallengeWindow":60,"WPoStChallengeLookback":20,"FaultDeclarationCutoff":70}""",
            (await net.ResultAsync("Filecoin.StateMinerProvingDeadline", Miner + ",null")).ToString());
        await net.Net.MineAsync(1, nullRounds: 80);
        Assert.Equal(2780, (await net.ResultAsync("Filecoin.StateMinerProvingDeadline", Miner + ",null")).GetProperty("PeriodStart").GetInt64());
        Assert.StartsWith("failed to get available balance", (await net.ErrorAsync("Filecoin.StateMinerAvailableBalance", Miner + ",null")).Message, StringComparison.Ordinal);
        await net.ResultAsync("fvm_fund", Miner + ",\"1000\"");
        Assert.Equal("913", await net.TextAsync("Filecoin.StateMinerAvailableBalance", Miner + ",null")); // 1000 - 50 locked - 30 - 20 pledged - 7 owed + 20 vested
    }

    [Fact]
    public async Task Deals_balances_and_power_are_told()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        IBlockstore blocks = net.Net.Chain.Blocks;
        JsonObject market = (JsonObject)JsonNode.Parse((await net.ResultAsync("Filecoin.StateReadState", "\"t05\",null")).GetProperty("State").GetRawText())!;
        var schema = (TupleType)ActorSchemas.Of(BuiltinActor.Market).State;
        market["Proposals"] = Array(blocks, (AmtType)Field(schema, "Proposals"), (4, Proposal("f0100")), (11, Proposal("some label")));
        market["States"] = Array(blocks, (AmtType)Field(schema, "States"), (4, new JsonObject { ["SectorNumber"] = 3, ["SectorStartEpoch"] = 5, ["LastUpdatedEpoch"] = 6, ["SlashEpoch"] = -1 }));
        market["EscrowTable"] = Map(blocks, (HamtType)Field(schema, "EscrowTable"), Address.FromId(100).ToBytes(), "900");
        market["LockedTable"] = Map(blocks, (HamtType)Field(schema, "LockedTable"), Address.FromId(100).ToBytes(), "300");
        await net.ResultAsync("fvm_setActorState", $"\"t05\",{market.ToJsonString()}");
        JsonElement deal = await net.ResultAsync("Filecoin.StateMarketStorageDeal", "4,null");
        Assert.Equal(("t0100", "t01000", "f0100"), (deal.GetProperty("Proposal").GetProperty("Client").GetString(), deal.GetProperty("Proposal").GetProperty("Provider").GetString(), deal.GetProperty("Proposal").GetProperty("Label").GetString()));
        Assert.Equal("""{"SectorNumber":3,"SectorStartEpoch":5,"LastUpdatedEpoch":6,"SlashEpoch":-1}""", deal.GetProperty("State").ToString());
        JsonElement deals = await net.ResultAsync("Filecoin.StateMarketDeals", "null");
        Assert.Equal(["11", "4"], deals.EnumerateObject().Select(static one => one.Name));
        Assert.Equal("""{"SectorNumber":0,"SectorStartEpoch":-1,"LastUpdatedEpoch":-1,"SlashEpoch":-1}""", deals.GetProperty("11").GetProperty("State").ToString());
        Assert.Equal("""{"Escrow":"900","Locked":"300"}""", (await net.ResultAsync("Filecoin.StateMarketBalance", "\"t0100\",null")).ToString());
        Assert.Equal("""{"t0100":{"Escrow":"900","Locked":"300"}}""", (await net.ResultAsync("Filecoin.StateMarketParticipants", "null")).ToString());

        JsonObject power = (JsonObject)JsonNode.Parse((await net.ResultAsync("Filecoin.StateReadState", "\"t04\",null")).GetProperty("State").GetRawText())!;
        power["Claims"] = Map(blocks, (HamtType)Field((TupleType)ActorSchemas.Of(BuiltinActor.Power).State, "Claims"), Address.FromId(1000).ToBytes(), new JsonObject { ["WindowPoStProofType"] = 13, ["RawBytePower"] = "64", ["QualityAdjPower"] = "640" });
        power["TotalRawBytePower"] = "64";
        await net.ResultAsync("fvm_setActorState", $"\"t04\",{power.ToJsonString()}");
        Assert.Equal("[\"t01000\"]", (await net.ResultAsync("Filecoin.StateListMiners", "null")).ToString());
        Assert.Equal("""{"RawBytePower":"64","QualityAdjPower":"640"}""", (await net.ResultAsync("Filecoin.StateMinerPower", Miner + ",null")).GetProperty("MinerPower").ToString());
        Assert.Equal("64", (await net.ResultAsync("Filecoin.StateMinerPower", Miner + ",null")).GetProperty("TotalPower").GetProperty("RawBytePower").GetString());
    }

    [Theory]
    [InlineData("\"t01\",{}", "$.AddressMap is missing")]
    [InlineData("\"t00\",{\"BuiltinActors\":{\"/\":\"bafy2bzaced3zgbe4fugrz7y7ugx7ml6ffsrp2bl6owi5rwaeqc5owp7ipbeim\"}}", "the node itself reads them")]
    [InlineData("\"t01000\",{}", "say which one it shall be")]
    [InlineData("\"t0100\",{\"/\":\"bafy2bzaced3zgbe4fugrz7y7ugx7ml6ffsrp2bl6owi5rwaeqc5owp7ipbeim\"}", "there is no such block")]
    [InlineData("\"t06\",{\"Power\":1}", "is unknown")]
    [InlineData("\"t0100\",{},\"minerstorage\"", "is no built-in actor")]
    public async Task A_state_that_does_not_fit_is_refused(string parameters, string message)
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Assert.Contains(message, (await net.ErrorAsync("fvm_setActorState", parameters)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_refused()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        JsonObject registry = (JsonObject)JsonNode.Parse((await net.ResultAsync("Filecoin.StateReadState", "\"t06\",null")).GetProperty("State").GetRawText())!;
        registry["Claims"] = new JsonObject { ["/"] = "bafy2bzaced3zgbe4fugrz7y7ugx7ml6ffsrp2bl6owi5rwaeqc5owp7ipbeim" };
        Assert.Contains("which is not there", (await net.ErrorAsync("fvm_setActorState", $"\"t06\",{registry.ToJsonString()}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_cap_is_granted_and_gas_is_profiled()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string client = StorageReadsTests.Quoted(net.Net.Bls.Address);
        await net.ResultAsync("fvm_grantDataCap", client + ",\"1048576\"");
        await net.ResultAsync("fvm_grantDataCap", client + ",1");
        Assert.Equal("1048577", await net.TextAsync("Filecoin.StateVerifiedClientStatus", client + ",null"));
        Assert.Equal(0, net.Net.Head.Height);
        Assert.Contains("fails with exit", (await net.ErrorAsync("fvm_grantDataCap", "\"t099999\",1")).Message, StringComparison.Ordinal);
        JsonElement sent = await net.ResultAsync("Filecoin.MpoolPushMessage", $$"""{"From":{{client}},"To":"t099","Value":"5"},null""");
        string cid = sent.GetProperty("CID").GetProperty("/").GetString()!;
        JsonElement profile = await net.ResultAsync("fvm_gasProfile", $"\"{cid}\"");
        JsonElement receipt = (await net.ResultAsync("Filecoin.StateSearchMsg", $"null,{sent.GetProperty("CID")},-1,true")).GetProperty("Receipt");
        Assert.Equal(receipt.GetProperty("GasUsed").GetInt64(), profile.GetProperty("milligas").GetInt64() / 1000.0, 1.0);
        Assert.NotEmpty(profile.GetProperty("categories").EnumerateObject());
    }

    /// <summary>The market has what an address put there.</summary>
    internal static async Task SetEscrowAsync(RpcDevnet net, Address owner, string amount)
    {
        JsonElement head = await net.ResultAsync("Filecoin.StateReadState", "\"t05\",null");
        JsonObject market = (JsonObject)JsonNode.Parse(head.GetProperty("State").GetRawText())!;
        market["EscrowTable"] = Map(net.Net.Chain.Blocks, (HamtType)Field((TupleType)ActorSchemas.Of(BuiltinActor.Market).State, "EscrowTable"), owner.ToBytes(), amount);
        await net.ResultAsync("fvm_setActorState", $"\"t05\",{market.ToJsonString()}");
    }

    private static IEnumerable<int> Numbers(JsonElement sectors) => sectors.EnumerateArray().Select(static sector => sector.GetProperty("SectorNumber").GetInt32());

    private static JsonObject Proposal(string label) => new()
    {
        ["PieceCID"] = Link(Piece),
        ["PieceSize"] = 128,
        ["VerifiedDeal"] = false,
        ["Client"] = "f0100",
        ["Provider"] = "f01000",
        ["Label"] = label,
        ["StartEpoch"] = 10,
        ["EndEpoch"] = 900_000,
        ["StoragePricePerEpoch"] = "1",
        ["ProviderCollateral"] = "2",
        ["ClientCollateral"] = "3",
    };

    /// <summary>Sectors 3, 5 and 9 in one partition of deadline 2; 5 is faulty and recovering, 9 not yet proven.</summary>
    internal static JsonObject MinerState(IBlockstore blocks)
    {
        var schema = (TupleType)ActorSchemas.Of(BuiltinActor.Miner).State;
        var deadline = (TupleType)Target(((ListType)Field((TupleType)Target(Field(schema, "Deadlines")), "Due")).Item);
        var partition = (AmtType)Field(deadline, "Partitions");
        var expirations = (AmtType)Field((TupleType)partition.Value, "ExpirationsEpochs");
        JsonObject none = Array(blocks, new AmtType(new ScalarType(ScalarKind.Bitfield), 3));
        JsonObject full = Array(blocks, partition, (0, new JsonObject
        {
            ["Sectors"] = Runs(3, 1, 1, 1, 3, 1),
            ["Unproven"] = Runs(9, 1),
            ["Faults"] = Runs(5, 1),
            ["Recoveries"] = Runs(5, 1),
            ["Terminated"] = Runs(0),
            ["ExpirationsEpochs"] = Array(blocks, expirations, (1500, Ending(Runs(0), Runs(5, 1))), (2000, Ending(Runs(3, 1, 5, 1), Runs(0)))),
            ["EarlyTerminated"] = none.DeepClone(),
            ["LivePower"] = Power(),
            ["UnprovenPower"] = Power(),
            ["FaultyPower"] = Power(),
            ["RecoveringPower"] = Power(),
        }));
        JsonObject[] deadlines = [.. Enumerable.Range(0, 48).Select(i => Put(blocks, deadline, Deadline(i == 2 ? full : none, none)))];
        return new JsonObject
        {
            ["Info"] = Put(blocks, Target(Field(schema, "Info")), Info()),
            ["PreCommitDeposits"] = "30",
            ["LockedFunds"] = "50",
            ["FeeDebt"] = "7",
            ["InitialPledge"] = "20",
            ["VestingFunds"] = new JsonObject
            {
                ["Head"] = new JsonObject { ["Epoch"] = 10, ["Amount"] = "15" },
                ["Tail"] = Put(blocks, new ListType(new TupleType([new SchemaField("Epoch", new ScalarType(ScalarKind.Int), false), new SchemaField("Amount", new ScalarType(ScalarKind.Amount), false)])),
                    new JsonArray(new JsonObject { ["Epoch"] = 80, ["Amount"] = "5" }, new JsonObject { ["Epoch"] = 81, ["Amount"] = "30" })),
            },
            ["PreCommittedSectors"] = Link(new Hamt<byte[]>(blocks, CborCodecs.Raw).Flush().ToString()),
            ["PreCommittedSectorsCleanUp"] = none.DeepClone(),
            ["AllocatedSectors"] = Put(blocks, new ScalarType(ScalarKind.Bitfield), Runs(3, 1, 1, 1, 3, 1)),
            ["Sectors"] = Array(blocks, (AmtType)Field(schema, "Sectors"), (3, Sector(3)), (5, Sector(5)), (9, Sector(9))),
            ["ProvingPeriodStart"] = -100,
            ["CurrentDeadline"] = 2,
            ["Deadlines"] = Put(blocks, Target(Field(schema, "Deadlines")), new JsonObject { ["Due"] = new JsonArray([.. deadlines]) }),
            ["EarlyTerminations"] = Runs(0),
            ["DeadlineCronActive"] = true,
        };
    }

    private static JsonObject Info() => new()
    {
        ["Owner"] = "f0100",
        ["Worker"] = "f0101",
        ["ControlAddresses"] = new JsonArray(),
        ["PendingWorkerKey"] = new JsonObject { ["NewWorker"] = "f0102", ["EffectiveAt"] = 77 },
        ["PeerID"] = Convert.ToBase64String(Cid.Parse(Peer).Bytes),
        ["Multiaddrs"] = new JsonArray(),
        ["WindowPoStProofType"] = 13,
        ["SectorSize"] = 34359738368,
        ["WindowPoStPartitionSectors"] = 2349,
        ["ConsensusFaultElapsed"] = -1,
        ["PendingOwnerAddress"] = null,
        ["Beneficiary"] = "f0100",
        ["BeneficiaryTerm"] = new JsonObject { ["Quota"] = "0", ["UsedQuota"] = "0", ["Expiration"] = 0 },
        ["PendingBeneficiaryTerm"] = null,
    };

    private static JsonObject Sector(int number) => new()
    {
        ["SectorNumber"] = number,
        ["SealProof"] = 8,
        ["SealedCID"] = Link(Piece),
        ["DeprecatedDealIDs"] = new JsonArray(),
        ["Activation"] = 1,
        ["Expiration"] = 2000,
        ["DealWeight"] = "0",
        ["VerifiedDealWeight"] = "0",
        ["InitialPledge"] = "0",
        ["ExpectedDayReward"] = null,
        ["ExpectedStoragePledge"] = null,
        ["PowerBaseEpoch"] = 1,
        ["ReplacedDayReward"] = null,
        ["SectorKeyCID"] = null,
        ["Flags"] = 0,
    };

    private static JsonObject Deadline(JsonObject partitions, JsonObject none) => new()
    {
        ["Partitions"] = partitions.DeepClone(),
        ["ExpirationsEpochs"] = none.DeepClone(),
        ["PartitionsPoSted"] = Runs(0),
        ["EarlyTerminations"] = Runs(0),
        ["LiveSectors"] = 0,
        ["TotalSectors"] = 0,
        ["FaultyPower"] = Power(),
        ["OptimisticPoStSubmissions"] = none.DeepClone(),
        ["SectorsSnapshot"] = none.DeepClone(),
        ["PartitionsSnapshot"] = none.DeepClone(),
        ["OptimisticPoStSubmissionsSnapshot"] = none.DeepClone(),
        ["LivePower"] = Power(),
        ["DailyFee"] = "0",
    };

    private static JsonObject Ending(JsonArray onTime, JsonArray early) => new()
    {
        ["OnTimeSectors"] = onTime,
        ["EarlySectors"] = early,
        ["OnTimePledge"] = "0",
        ["ActivePower"] = Power(),
        ["FaultyPower"] = Power(),
    };

    private static JsonObject Power() => new() { ["Raw"] = "0", ["QA"] = "0" };

    private static JsonArray Runs(params int[] runs) => new([.. runs.Select(static run => JsonValue.Create(run))]);

    private static JsonObject Link(string cid) => new() { ["/"] = cid };

    private static SchemaType Field(TupleType tuple, string name) => tuple.Fields.Single(field => field.Name == name).Type;

    private static SchemaType Target(SchemaType type) => ((LinkType)type).Target;

    private static JsonObject Put(IBlockstore blocks, SchemaType type, JsonNode value) => Link(blocks.PutDagCbor(SchemaWriter.Write(type, value)).ToString());

    private static JsonObject Array(IBlockstore blocks, AmtType type, params (ulong Index, JsonNode Value)[] entries)
    {
        var array = new Amt<byte[]>(blocks, CborCodecs.Raw, bitWidth: type.BitWidth);
        foreach ((ulong index, JsonNode value) in entries)
            array.Set(index, SchemaWriter.Write(type.Value, value));
        return Link(array.Flush().ToString());
    }

    private static JsonObject Map(IBlockstore blocks, HamtType type, byte[] key, JsonNode value)
    {
        var map = new Hamt<byte[]>(blocks, CborCodecs.Raw, new HamtOptions(type.BitWidth));
        map.Set(key, SchemaWriter.Write(type.Value!, value));
        return Link(map.Flush().ToString());
    }
}
