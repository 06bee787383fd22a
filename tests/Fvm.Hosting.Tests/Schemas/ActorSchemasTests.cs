using System.Text.Json.Nodes;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Tests.Schemas;

public class ActorSchemasTests
{
    public static TheoryData<BuiltinActor> Actors => [.. Enum.GetValues<BuiltinActor>()];

    [Theory]
    [MemberData(nameof(Actors))]
    public void Every_actor_has_a_schema_without_a_number_twice(BuiltinActor actor)
    {
        ActorSchema schema = ActorSchemas.Of(actor);
        Assert.Equal(actor, schema.Actor);
        ulong[] numbers = [.. schema.Methods.SelectMany(method => method.Numbers)];
        Assert.Equal(numbers.Distinct().Count(), numbers.Length);
        foreach (ulong number in numbers)
            Assert.NotNull(schema.Method(number));
    }

    /// <summary>Numbers as builtin-actors v18 has them, computed there by the macro method_hash and typed in here.</summary>
    [Theory]
    [InlineData(BuiltinActor.Account, 2643134072, "AuthenticateMessage")]
    [InlineData(BuiltinActor.Power, 1173380165, "CreateMiner")]
    [InlineData(BuiltinActor.Power, 931722534, "NetworkRawPower")]
    [InlineData(BuiltinActor.Power, 3753401894, "MinerRawPower")]
    [InlineData(BuiltinActor.Power, 1987646258, "MinerCount")]
    [InlineData(BuiltinActor.Power, 196739875, "MinerConsensusCount")]
    [InlineData(BuiltinActor.Power, 36284446, "MinerPower")]
    [InlineData(BuiltinActor.Miner, 3302309124, "ChangeWorkerAddress")]
    [InlineData(BuiltinActor.Miner, 2280458852, "WithdrawBalance")]
    [InlineData(BuiltinActor.Miner, 2354970453, "ConfirmChangeWorkerAddress")]
    [InlineData(BuiltinActor.Miner, 1010589339, "ChangeOwnerAddress")]
    [InlineData(BuiltinActor.Miner, 4158972569, "GetBeneficiary")]
    [InlineData(BuiltinActor.Miner, 3275365574, "GetOwner")]
    [InlineData(BuiltinActor.Miner, 4127382196, "MaxTerminationFee")]
    [InlineData(BuiltinActor.Miner, 1321604665, "GenerateSectorLocation")]
    [InlineData(BuiltinActor.Miner, 3010055991, "GetNominalSectorExpiration")]
    [InlineData(BuiltinActor.Market, 822473126, "AddBalance")]
    [InlineData(BuiltinActor.Market, 2236929350, "PublishStorageDeals")]
    [InlineData(BuiltinActor.Market, 1157985802, "GetDealDataCommitment")]
    [InlineData(BuiltinActor.Market, 2611213344, "GetDealSector")]
    [InlineData(BuiltinActor.Market, 1900091594, "SettleDealPayments")]
    [InlineData(BuiltinActor.Market, 2034386435, "SectorContentChanged")]
    [InlineData(BuiltinActor.Multisig, 3726118371, "UniversalReceiverHook")]
    [InlineData(BuiltinActor.VerifiedRegistry, 3916220144, "AddVerifiedClient")]
    [InlineData(BuiltinActor.VerifiedRegistry, 1752273514, "ExtendClaimTerms")]
    [InlineData(BuiltinActor.VerifiedRegistry, 3726118371, "UniversalReceiverHook")]
    [InlineData(BuiltinActor.DataCap, 116935346, "Mint")]
    [InlineData(BuiltinActor.DataCap, 3621052141, "TransferFrom")]
    [InlineData(BuiltinActor.DataCap, 4205072950, "Allowance")]
    [InlineData(BuiltinActor.Evm, 3844450837, "InvokeContract")]
    [InlineData(BuiltinActor.Miner, 36, "ProveCommitSectorsNI")]
    [InlineData(BuiltinActor.Market, 9, "CronTick")]
    [InlineData(BuiltinActor.VerifiedRegistry, 12, "RemoveExpiredClaims")]
    [InlineData(BuiltinActor.Eam, 4, "CreateExternal")]
    public void Numbers_are_those_of_the_network(BuiltinActor actor, ulong number, string name) => Assert.Equal(name, ActorSchemas.Of(actor).Method(number)?.Name);

    [Fact]
    public void Numbers_that_were_removed_are_unknown()
    {
        foreach (ulong removed in (ulong[])[6, 7, 8, 25, 26, 27, 29, 33])
            Assert.Null(ActorSchemas.Of(BuiltinActor.Miner).Method(removed));
    }

    /// <summary>Each form of JSON beside its CBOR, both ways.</summary>
    [Theory]
    [InlineData("multisig", "AddSigner", "824200640F5", null)]
    [InlineData("multisig", "AddSigner", "82420064F5", """{"Signer":"f0100","Increase":true}""")]
    [InlineData("multisig", "Approve", "822043010203", """{"ID":-1,"ProposalHash":"AQID"}""")]
    [InlineData("account", "Constructor", "420064", "\"f0100\"")]
    [InlineData("reward", "Constructor", "F6", "null")]
    [InlineData("reward", "Constructor", "420105", "\"-5\"")]
    [InlineData("storageminer", "CompactSectorNumbers", "814102", null)]
    [InlineData("storageminer", "CompactSectorNumbers", "8140", """{"MaskSectorNumbers":[0]}""")]
    [InlineData("storageminer", "CompactSectorNumbers", "81420C15", null)]
    [InlineData("storagemarket", "GetBalance", "42008001", null)]
    [InlineData("datacap", "Allowance", "8242006442006581", null)]
    public void Json_and_cbor(string actor, string method, string hex, string? json)
    {
        Assert.True(BuiltinActorNames.TryFromManifestName(actor, out BuiltinActor type));
        SchemaType parameters = ActorSchemas.Of(type).Method(method)!.Parameters!;
        bool read = hex.Length % 2 == 0 & SchemaReader.TryRead(parameters, Hex(hex), out JsonNode? value, out CborError _);
        Assert.Equal(json is not null, read);
        if (json is null)
            return;
        Assert.Equal(json, value?.ToJsonString() ?? "null");
        Assert.Equal(hex, Convert.ToHexString(SchemaWriter.Write(parameters, JsonNode.Parse(json))));
    }

    [Theory]
    [InlineData("""{"Signer":"f0100"}""", "$.Increase is missing")]
    [InlineData("""{"Signer":"f0100","Increase":1}""", "$.Increase is neither true nor false")]
    [InlineData("""{"Signer":"g0100","Increase":true}""", "$.Signer is no address")]
    [InlineData("""{"Signer":"f0100","Increase":true,"By":1}""", "$.By is unknown")]
    [InlineData("[]", "$ is no object")]
    public void Json_that_does_not_fit_says_where(string json, string expected)
    {
        SchemaType parameters = ActorSchemas.Of(BuiltinActor.Multisig).Method("AddSigner")!.Parameters!;
        SchemaException refused = Assert.Throws<SchemaException>(() => SchemaWriter.Write(parameters, JsonNode.Parse(json)));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>The forms of go-bitfield (rlepluslazy json.go): runs in turn, zeros first.</summary>
    [Fact]
    public void Bitfields_are_run_lengths()
    {
        SchemaType type = new ScalarType(ScalarKind.Bitfield);
        foreach (string json in (string[])["[0]", "[0,1]", "[3,2,5,1]", "[0,4,1,1]"])
        {
            byte[] cbor = SchemaWriter.Write(type, JsonNode.Parse(json));
            Assert.True(SchemaReader.TryRead(type, cbor, out JsonNode? back, out _));
            Assert.Equal(json, back!.ToJsonString());
        }
    }

    /// <summary>Records of sectors grew a field at their end; both widths are read, and written as they were.</summary>
    [Fact]
    public void Fields_that_may_be_absent()
    {
        var type = new TupleType([new SchemaField("A", new ScalarType(ScalarKind.UInt), false), new SchemaField("B", new ScalarType(ScalarKind.Amount), true)]);
        foreach (string hex in (string[])["8101", "820140"])
        {
            Assert.True(SchemaReader.TryRead(type, Hex(hex), out JsonNode? json, out _));
            Assert.Equal(hex, Convert.ToHexString(SchemaWriter.Write(type, json)));
        }

        Assert.False(SchemaReader.TryRead(type, Hex("83014000"), out _, out _));
    }

    [Fact]
    public void Any_value_is_dag_json()
    {
        SchemaType type = new ScalarType(ScalarKind.Any);
        byte[] cbor = Hex("84A1616143010203F63903E7" + "D82A5827000171A0E402200000000000000000000000000000000000000000000000000000000000000000");
        Assert.True(SchemaReader.TryRead(type, cbor, out JsonNode? json, out CborError error), error.ToString());
        Assert.StartsWith("""[{"a":{"/":{"bytes":"AQID"}}},null,-1000,{"/":"baf""", json!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(Convert.ToHexString(cbor), Convert.ToHexString(SchemaWriter.Write(type, json)));
    }

    private static byte[] Hex(string hex) => Convert.FromHexString(hex.Length % 2 == 0 ? hex : hex + "0");
}
