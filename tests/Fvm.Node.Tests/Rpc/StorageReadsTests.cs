using System.Text.Json;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Node.Tests.Devnets;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Rpc;

/// <summary>What lotus tells of the verified registry, the market and miners: on actors in C#, and on a bundle (FVM_BUNDLES), where there is a miner.</summary>
public sealed class StorageReadsTests
{
    private const string Root = "\"t080\"";

    [Fact]
    public async Task Verifiers_and_clients_have_the_data_cap_they_were_given()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string verifier = Quoted(net.Net.Secp.Address);
        string client = Quoted(net.Net.Bls.Address);
        Assert.Equal("t080", await net.TextAsync("Filecoin.StateVerifiedRegistryRootKey", "null"));
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("Filecoin.StateVerifierStatus", verifier + ",null")).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("Filecoin.StateVerifiedClientStatus", client + ",null")).ValueKind);
        await GrantAsync(net, verifier, client, 1 << 20);
        Assert.Equal("1099510579200", await net.TextAsync("Filecoin.StateVerifierStatus", verifier + ",[]"));
        Assert.Equal("1048576", await net.TextAsync("Filecoin.StateVerifiedClientStatus", client + ",null"));
        Assert.Equal("{}", (await net.ResultAsync("Filecoin.StateGetAllocations", client + ",null")).ToString());
        Assert.Equal("{}", (await net.ResultAsync("Filecoin.StateGetClaims", Root + ",null")).ToString());
        Assert.Equal("{}", (await net.ResultAsync("Filecoin.StateGetAllAllocations", "null")).ToString());
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("Filecoin.StateGetAllocation", client + ",1,null")).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("Filecoin.StateGetClaim", client + ",1,null")).ValueKind);
        Assert.Equal(11, (await net.ErrorAsync("Filecoin.StateVerifierStatus", "\"t1ojyfm5btrqq63zquewexr4hecynvq6yjyk5xv6q\",null")).Code);
    }

    /// <summary>Genesis on actors in C# has power and market, without anything in them.</summary>
    [Fact]
    public async Task Without_miners_lists_are_empty_and_balances_zero()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string client = Quoted(net.Net.Bls.Address);
        Assert.Equal("[]", (await net.ResultAsync("Filecoin.StateListMiners", "null")).ToString());
        Assert.Equal("{}", (await net.ResultAsync("Filecoin.StateMarketDeals", "null")).ToString());
        Assert.Equal("{}", (await net.ResultAsync("Filecoin.StateMarketParticipants", "null")).ToString());
        Assert.Equal("""{"Escrow":"0","Locked":"0"}""", (await net.ResultAsync("Filecoin.StateMarketBalance", client + ",null")).ToString());
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("Filecoin.StateGetAllocationForPendingDeal", "7,null")).ValueKind);
        Assert.StartsWith("deal 7 not found", (await net.ErrorAsync("Filecoin.StateMarketStorageDeal", "7,null")).Message, StringComparison.Ordinal);
        Assert.Equal(
            """{"MinerPower":{"RawBytePower":"0","QualityAdjPower":"0"},"TotalPower":{"RawBytePower":"0","QualityAdjPower":"0"},"HasMinPower":false}""",
            (await net.ResultAsync("Filecoin.StateMinerPower", client + ",null")).ToString());
        JsonElement bounds = await net.ResultAsync("Filecoin.StateDealProviderCollateralBounds", "34359738368,false,null");
        Assert.Equal("2000000000000000000000000000", bounds.GetProperty("Max").GetString());
        (int code, string message) = await net.ErrorAsync("Filecoin.StateMinerInfo", "\"t01000\",null");
        Assert.Equal((11, "actor not found: t01000"), (code, message));
        Assert.Equal("failed to load storageminer actor state: t06 is no storageminer actor", (await net.ErrorAsync("Filecoin.StateMinerInfo", "\"t06\",null")).Message);
    }

    [Fact]
    public async Task A_bundle_has_a_miner_with_deadlines_and_without_sectors()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Bundle = BundleTests.Bundle(), Heartbeat = null });
        const string Miner = "\"t01000\"";
        Assert.Equal("[\"t01000\"]", (await net.ResultAsync("Filecoin.StateListMiners", "null")).ToString());
        JsonElement info = await net.ResultAsync("Filecoin.StateMinerInfo", Miner + ",null");
        string owner = (await net.TextAsync("Filecoin.StateLookupID", Quoted(net.Net.Bls.Address) + ",null"))!;
        Assert.Equal((owner, owner, owner), (Text(info, "Owner"), Text(info, "Worker"), Text(info, "Beneficiary")));
        Assert.Equal(("<empty>", -1L, 34359738368L), (Text(info, "NewWorker"), info.GetProperty("WorkerChangeEpoch").GetInt64(), info.GetProperty("SectorSize").GetInt64()));
        Assert.Equal(JsonValueKind.Null, info.GetProperty("PeerId").ValueKind);
        Assert.Equal("""{"Quota":"0","UsedQuota":"0","Expiration":0}""", info.GetProperty("BeneficiaryTerm").ToString());
        JsonElement power = await net.ResultAsync("Filecoin.StateMinerPower", Miner + ",null");
        Assert.Equal("0", Text(power.GetProperty("MinerPower"), "RawBytePower"));
        Assert.False(power.GetProperty("HasMinPower").GetBoolean());
        JsonElement deadlines = await net.ResultAsync("Filecoin.StateMinerDeadlines", Miner + ",null");
        Assert.Equal(48, deadlines.GetArrayLength());
        Assert.Equal("""{"PostSubmissions":[0],"DisputableProofCount":0,"DailyFee":"0"}""", deadlines[47].ToString());
        JsonElement deadline = await net.ResultAsync("Filecoin.StateMinerProvingDeadline", Miner + ",null");
        Assert.True(deadline.GetProperty("Close").GetInt64() > net.Net.Head.Height);
        Assert.Equal(60, deadline.GetProperty("Close").GetInt64() - deadline.GetProperty("Open").GetInt64());
        Assert.Equal("[]", (await net.ResultAsync("Filecoin.StateMinerSectors", Miner + ",null,null")).ToString());
        Assert.Equal("[]", (await net.ResultAsync("Filecoin.StateMinerPartitions", Miner + ",0,null")).ToString());
        Assert.Equal("""{"Live":0,"Active":0,"Faulty":0}""", (await net.ResultAsync("Filecoin.StateMinerSectorCount", Miner + ",null")).ToString());
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("Filecoin.StateSectorGetInfo", Miner + ",5,null")).ValueKind);
        Assert.Equal("can't find sector 3", (await net.ErrorAsync("Filecoin.StateMinerSectors", Miner + ",[3,1],null")).Message);
        TokenAmount available = TokenAmount.FromAtto(System.Numerics.BigInteger.Parse((await net.TextAsync("Filecoin.StateMinerAvailableBalance", Miner + ",null"))!));
        Assert.True(available > TokenAmount.Zero && available < net.Net.StateAt().BalanceOf(net.Net.Miner));
    }

    /// <summary>A client sets data cap aside for the miner (FIP-0045); a balance in the market is escrow.</summary>
    [Fact]
    public async Task A_bundle_tells_allocations_and_escrow()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Bundle = BundleTests.Bundle(), Heartbeat = null });
        string verifier = Quoted(net.Net.Secp.Address);
        string client = Quoted(net.Net.Bls.Address);
        await GrantAsync(net, verifier, client, 1 << 21);
        string piece = """{"/":"baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq"}""";
        string request = AllocationRequest(piece);
        await SendAsync(net, client, "t07", MethodNumber.FromName("Transfer"), await ParametersAsync(
            net, "datacap", MethodNumber.FromName("Transfer"), $$"""{"To":"t06","Amount":"{{System.Numerics.BigInteger.Pow(10, 18) << 20}}","OperatorData":"{{request}}"}"""));
        JsonElement allocations = await net.ResultAsync("Filecoin.StateGetAllocations", client + ",null");
        JsonElement allocation = allocations.GetProperty("1");
        Assert.Equal((1000, 1 << 20), (allocation.GetProperty("Provider").GetInt32(), allocation.GetProperty("Size").GetInt32()));
        Assert.Equal(piece, allocation.GetProperty("Data").ToString());
        Assert.Equal(allocation.ToString(), (await net.ResultAsync("Filecoin.StateGetAllocation", client + ",1,null")).ToString());
        Assert.Equal(allocations.ToString(), (await net.ResultAsync("Filecoin.StateGetAllAllocations", "null")).ToString());
        await SendAsync(net, client, "t05", 2, await ParametersAsync(net, "storagemarket", 2, client), "7000");
        Assert.Equal("""{"Escrow":"7000","Locked":"0"}""", (await net.ResultAsync("Filecoin.StateMarketBalance", client + ",null")).ToString());
        Assert.Single((await net.ResultAsync("Filecoin.StateMarketParticipants", "null")).EnumerateObject());
    }

    /// <summary>The root makes a verifier of 1 TiB, who gives a client some of it.</summary>
    internal static async Task GrantAsync(RpcDevnet net, string verifier, string client, long bytes)
    {
        await net.ResultAsync("anvil_impersonateAccount", Root);
        await net.ResultAsync("fvm_fund", Root + ",\"1000000000000000000\"");
        await SendAsync(net, Root, "t06", 2, await ParametersAsync(net, "verifiedregistry", 2, $$"""{"Address":{{verifier}},"Allowance":"{{1L << 40}}"}"""));
        await SendAsync(net, verifier, "t06", 4, await ParametersAsync(net, "verifiedregistry", 4, $$"""{"Address":{{client}},"Allowance":"{{bytes}}"}"""));
    }

    internal static string Quoted(Address address) => $"\"{address.ToString(AddressNetwork.Testnet)}\"";

    private static async Task<string> ParametersAsync(RpcDevnet net, string actor, ulong method, string json)
    {
        JsonElement codes = await net.ResultAsync("Filecoin.StateActorCodeCIDs", "28");
        return (await net.TextAsync("Filecoin.StateEncodeParams", $"{codes.GetProperty(actor)},{method},{json}"))!;
    }

    private static async Task SendAsync(RpcDevnet net, string from, string to, ulong method, string parameters, string value = "0")
    {
        JsonElement sent = await net.ResultAsync("Filecoin.MpoolPushMessage", $$"""{"From":{{from}},"To":"{{to}}","Value":"{{value}}","Method":{{method}},"Params":"{{parameters}}"},null""");
        JsonElement found = await net.ResultAsync("Filecoin.StateSearchMsg", $"null,{sent.GetProperty("CID")},-1,true");
        Assert.Equal(0, found.GetProperty("Receipt").GetProperty("ExitCode").GetInt32());
    }

    /// <summary>AllocationRequests: one, of 1 MiB for f01000 for 180 to 540 days; no extensions.</summary>
    private static string AllocationRequest(string piece)
    {
        using JsonDocument document = JsonDocument.Parse(piece);
        var writer = new Fvm.Ipld.Cbor.CborWriter();
        writer.WriteArrayHeader(2);
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader(6);
        writer.WriteUInt64(1000);
        writer.WriteCid(Cid.Parse(document.RootElement.GetProperty("/").GetString()!));
        writer.WriteUInt64(1 << 20);
        writer.WriteInt64(180 * 2880);
        writer.WriteInt64(540 * 2880);
        writer.WriteInt64(60 * 2880);
        writer.WriteArrayHeader(0);
        return Convert.ToBase64String(writer.ToArray());
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
