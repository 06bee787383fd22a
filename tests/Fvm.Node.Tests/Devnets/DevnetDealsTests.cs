using System.Globalization;
using System.Text.Json;
using Fvm.Node.Tests.Rpc;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Devnets;

/// <summary>Deals that are published and become active, by the market's and the miner's own methods. All but the refusals need FVM_BUNDLES.</summary>
public sealed class DevnetDealsTests
{
    [Fact]
    public async Task Without_a_market_there_are_no_deals()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Assert.Equal((-32000, "there is no market in C# yet: deals are made on a bundle (fvm devnet --actors FILE.car)"), await net.ErrorAsync("fvm_activateDeal"));
        Assert.StartsWith("there is no market in C# yet", (await net.ErrorAsync("fvm_publishDeal", "{}")).Message, StringComparison.Ordinal);
        Assert.Contains("there is no such term", (await net.ErrorAsync("fvm_publishDeal", """{"Price":"1"}""")).Message, StringComparison.Ordinal);
        Assert.Contains("publish it yourself", (await net.ErrorAsync("fvm_activateDeal", """{"Client":"t0999"}""")).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DevnetException>(() => net.Net.Deals.ActivateAsync(0));
    }

    [Fact]
    public async Task A_deal_is_published_gets_into_a_sector_and_is_paid()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Bundle = BundleTests.Bundle(), Heartbeat = null });
        JsonElement made = await net.ResultAsync("fvm_activateDeal");
        // A tipset, since a seal is of an epoch before, and 151 epochs until its proof.
        Assert.Equal((0, 0, 152L), (made.GetProperty("DealID").GetInt32(), made.GetProperty("SectorNumber").GetInt32(), made.GetProperty("SectorStartEpoch").GetInt64()));
        Assert.Equal(152, net.Net.Head.Height);
        JsonElement deal = await net.ResultAsync("Filecoin.StateMarketStorageDeal", "0,null");
        Assert.Equal("""{"SectorNumber":0,"SectorStartEpoch":152,"LastUpdatedEpoch":-1,"SlashEpoch":-1}""", deal.GetProperty("State").ToString());
        Assert.Equal(made.GetProperty("Provider").GetString(), deal.GetProperty("Proposal").GetProperty("Provider").GetString());
        Assert.Equal(made.GetProperty("Deadline").GetInt32(), (await net.ResultAsync("Filecoin.StateSectorPartition", "\"t01000\",0,null")).GetProperty("Deadline").GetInt32());
        JsonElement sector = await net.ResultAsync("Filecoin.StateSectorGetInfo", "\"t01000\",0,null");
        Assert.Equal((8, made.GetProperty("Expiration").GetInt64()), (sector.GetProperty("SealProof").GetInt32(), sector.GetProperty("Expiration").GetInt64()));
        Assert.Contains("deal 0 is active since epoch 152", (await net.ErrorAsync("fvm_activateDeal", "0")).Message, StringComparison.Ordinal);
        Assert.Contains("there is no deal 9", (await net.ErrorAsync("fvm_activateDeal", "9")).Message, StringComparison.Ordinal);

        // In its deadline it is proven as any sector is, and has power.
        await net.Net.MineAsync(1, nullRounds: (int)(made.GetProperty("Opens").GetInt64() - net.Net.Head.Height - 1));
        await net.Net.MineAsync();
        Assert.Equal(made.GetProperty("Deadline").GetInt32(), (await net.ResultAsync("fvm_proveDeadline")).GetProperty("Deadline").GetInt32());
        Assert.Equal("34359738368", (await net.ResultAsync("Filecoin.StateMinerPower", "\"t01000\",null")).GetProperty("MinerPower").GetProperty("RawBytePower").GetString());
    }

    /// <summary>Published here, made active later by its number; who pays, and what is locked, is as agreed on.</summary>
    [Fact]
    public async Task Terms_are_the_deals()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Bundle = BundleTests.Bundle(), Heartbeat = null });
        string bls = StorageReadsTests.Quoted(net.Net.Bls.Address);
        string terms = $$"""{"Client":{{bls}},"PieceSize":"0x800","Label":"mine","StoragePricePerEpoch":"7","ClientCollateral":"100","StartEpoch":1000,"EndEpoch":520000}""";
        Assert.Equal(0, (await net.ResultAsync("fvm_publishDeal", terms)).GetInt32());
        JsonElement proposal = (await net.ResultAsync("Filecoin.StateMarketStorageDeal", "0,null")).GetProperty("Proposal");
        Assert.Equal(("mine", 2048, "7"), (proposal.GetProperty("Label").GetString(), proposal.GetProperty("PieceSize").GetInt32(), proposal.GetProperty("StoragePricePerEpoch").GetString()));
        string locked = (100 + (7L * (520000 - 1000))).ToString(CultureInfo.InvariantCulture);
        Assert.Equal($$"""{"Escrow":"{{locked}}","Locked":"{{locked}}"}""", (await net.ResultAsync("Filecoin.StateMarketBalance", $"{bls},null")).ToString());
        Assert.Contains("PublishStorageDeals fails with exit 16", (await net.ErrorAsync("fvm_publishDeal", """{"StartEpoch":10,"EndEpoch":20}""")).Message, StringComparison.Ordinal);
        // Nothing of a refused one stays, its provider's money neither.
        Assert.Equal("0", (await net.ResultAsync("Filecoin.StateMarketBalance", $"{StorageReadsTests.Quoted(net.Net.Secp.Address)},null")).GetProperty("Escrow").GetString());
        Assert.Equal(1, (await net.ResultAsync("fvm_publishDeal", """{"StartEpoch":100}""")).GetInt32());
        Assert.Contains("begins at epoch 100: its sector would be there at 152", (await net.ErrorAsync("fvm_activateDeal", "1")).Message, StringComparison.Ordinal);
        Assert.Equal(0, (await net.ResultAsync("fvm_activateDeal", "0")).GetProperty("DealID").GetInt32());
        Assert.Equal(TokenAmount.FromFil(2_000_000_000), net.Net.StateAt().View.Actors().Aggregate(TokenAmount.Zero, static (sum, one) => sum + one.Value.Balance));
    }

    /// <summary>The allocation that publishing made is claimed by the sector.</summary>
    [Fact]
    public async Task A_verified_deal_claims_its_allocation()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync(new DevnetOptions { Bundle = BundleTests.Bundle(), Heartbeat = null });
        string client = StorageReadsTests.Quoted(net.Net.Secp.Address);
        await net.ResultAsync("fvm_grantDataCap", $"{client},\"0x200000\"");
        JsonElement made = await net.ResultAsync("fvm_activateDeal", """{"VerifiedDeal":true}""");
        Assert.Equal("1048576", await net.TextAsync("Filecoin.StateVerifiedClientStatus", $"{client},null"));
        JsonElement claims = await net.ResultAsync("Filecoin.StateGetClaims", "\"t01000\",null");
        JsonElement claim = Assert.Single(claims.EnumerateObject()).Value;
        Assert.Equal((made.GetProperty("SectorNumber").GetInt32(), 1048576), (claim.GetProperty("Sector").GetInt32(), claim.GetProperty("Size").GetInt32()));
        Assert.Equal("{}", (await net.ResultAsync("Filecoin.StateGetAllocations", $"{client},null")).ToString());
    }
}
