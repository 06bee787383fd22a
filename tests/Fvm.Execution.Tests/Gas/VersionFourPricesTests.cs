using Fvm.Abi;
using Fvm.Execution.Gas;
using Fvm.Execution.Gas.Prices;
using Fvm.Protocol.Sectors;

namespace Fvm.Execution.Tests.Gas;

/// <summary>
/// What nv21 and nv25 changed, against the figures of ../shared/reference/vm-facts.md 3.2 and 3.5 and FIP-0072, FIP-0071, FIP-0092. In milligas.
/// </summary>
public class VersionFourPricesTests
{
    private static readonly PriceList Prices = WatermelonPrices.List;

    public static TheoryData<string, ulong, ulong> Figures() => new()
    {
        { "OnChainMessage 0", Prices.OnChainMessage(0).Amount.Milligas, 560_663_000 },
        { "OnMethodInvocation, no links", Prices.OnMethodInvocation(links: 0).Amount.Milligas, 75_000_000 },
        { "OnMethodInvocation, 3 links", Prices.OnMethodInvocation(links: 3).Amount.Milligas, 75_900_000 },
        { "OnReturnValue, 3 links", Prices.OnReturnValue(links: 3).Amount.Milligas, 900_000 },
        { "OnBlockOpenBase", Prices.OnBlockOpenBase().Amount.Milligas, 187_740_000 },
        { "OnBlockOpen 100, no links", Prices.OnBlockOpen(100, links: 0).Amount.Milligas, 1_000_000 },
        { "OnBlockOpen 100, 2 links", Prices.OnBlockOpen(100, links: 2).Amount.Milligas, 1_000_000 },
        { "OnBlockOpen 100, 3 links", Prices.OnBlockOpen(100, links: 3).Amount.Milligas, 1_140_000 },
        { "OnBlockCreate 100, 2 links", Prices.OnBlockCreate(100, links: 2).Amount.Milligas, 1_000_000 },
        { "OnBlockCreate 100, 3 links", Prices.OnBlockCreate(100, links: 3).Amount.Milligas, 1_140_000 },
        { "OnBlockLink 0", Prices.OnBlockLink(0).Amount.Milligas, 506_300_000 },
        { "OnBlockLink 1000", Prices.OnBlockLink(1_000).Amount.Milligas, 506_300_000 + 3_352_400_000 },
        { "OnActorGetRoot", Prices.OnActorGetRoot().Amount.Milligas, 300_000 },
        { "OnActorSetRoot", Prices.OnActorSetRoot().Amount.Milligas, 300_000 },
        { "OnGetRandomness, now", Prices.OnFetchRandomness(lookback: 0).Amount.Milligas, 146_200_000 },
        { "OnGetRandomness, 900 back", Prices.OnFetchRandomness(lookback: 900).Amount.Milligas, 213_700_000 },
        { "OnGetRandomness, future", Prices.OnFetchRandomness(lookback: -1).Amount.Milligas, ulong.MaxValue },
        { "OnTipsetCid, parent", Prices.OnTipsetCid(lookback: 1).Amount.Milligas, 146_275_000 },
        { "OnVerifyBlsAggregateSignature 0", Prices.OnVerifyBlsAggregateSignature(0, 0).Amount.Milligas, 8_299_302_000 },
        { "OnVerifyBlsAggregateSignature 2, 10", Prices.OnVerifyBlsAggregateSignature(2, 10).Amount.Milligas, 24_897_976_000 },
        { "OnActorEvent, empty", Prices.OnActorEvent(0, 0, 0).Amount.Milligas, 2_706_400 },
        // e = 12 + 18 + 5 + 7 = 42; 17.2 e + 2000 + 2800 + 500 + 80.
        { "OnActorEvent 2, 5, 7", Prices.OnActorEvent(2, 5, 7).Amount.Milligas, 6_102_400 },
        { "OnVerifySeal", Prices.OnVerifySeal().Amount.Milligas, 2_000_000 },
        { "OnVerifySeal from nv25", TeepPrices.List.OnVerifySeal().Amount.Milligas, 42_000_000_000 },
    };

    [Theory]
    [MemberData(nameof(Figures))]
    public void Charge_is_the_independent_figure(string charge, ulong actual, ulong expected) =>
        Assert.True(expected == actual, $"{charge}: {actual}, not {expected}");

    [Theory]
    [InlineData(1, 5_668_740ul + 112_356_810, 4_526_928ul + 110_803_030)]
    [InlineData(2, 11_337_480ul + 122_912_610, 9_053_856ul + 120_803_700)]
    [InlineData(4, 22_674_960ul + 137_559_930, 18_107_712ul + 134_642_130)]
    [InlineData(5, 28_343_700ul + 162_039_100, 22_634_640ul + 157_357_890)]
    [InlineData(16, 90_699_840ul + 210_960_780, 72_430_848ul + 203_017_690)]
    [InlineData(32, 181_399_680ul + 318_351_180, 144_861_696ul + 304_253_590)]
    [InlineData(65, 368_468_100ul + 528_274_980, 294_250_320ul + 509_880_640)]
    public void Non_interactive_aggregates_have_prices_of_their_own_from_nv25(ulong seals, ulong gas32, ulong gas64)
    {
        Assert.Equal(GasAmount.FromGas(gas32), Cost(TeepPrices.List, RegisteredSealProof.StackedDRG32GiBV1P2_Feat_NiPoRep));
        Assert.Equal(GasAmount.FromGas(gas64), Cost(TeepPrices.List, RegisteredSealProof.StackedDRG64GiBV1P2_Feat_NiPoRep));
        // Before, they paid as interactive ones of 32 GiB; those did not change.
        GasAmount interactive = Cost(HyggePrices.List, RegisteredSealProof.StackedDRG32GiBV1P1);
        Assert.Equal(interactive, Cost(WatermelonPrices.List, RegisteredSealProof.StackedDRG64GiBV1P2_Feat_NiPoRep));
        Assert.Equal(interactive, Cost(TeepPrices.List, RegisteredSealProof.StackedDRG32GiBV1P1));

        GasAmount Cost(PriceList prices, RegisteredSealProof proof) => prices.OnVerifyAggregateSeals(proof, seals).Amount;
    }
}
