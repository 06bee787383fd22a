using Fvm.Abi;
using Fvm.Protocol.Sectors;

namespace Fvm.Execution.Gas.Prices;

/// <summary>Network versions 25 to 29: seals repriced. ref-fvm <c>fvm/src/gas/price_list.rs</c>, TEEP_PRICES.</summary>
internal static class TeepPrices
{
    /// <summary>A non-interactive proof has 126 partitions' worth of challenges (FIP-0092).</summary>
    private const ulong NonInteractiveFactor = 126;

    public static PriceList List { get; } = WatermelonPrices.List with
    {
        VerifySeal = Gas(42_000_000),
        VerifyAggregate = new Dictionary<RegisteredSealProof, AggregateCost>(WatermelonPrices.List.VerifyAggregate)
        {
            [RegisteredSealProof.StackedDRG32GiBV1P2_Feat_NiPoRep] = new(Gas(44_990 * NonInteractiveFactor), new StepCost(
                (1, Gas(112_356_810)), (2, Gas(122_912_610)), (3, Gas(137_559_930)), (5, Gas(162_039_100)),
                (9, Gas(210_960_780)), (17, Gas(318_351_180)), (33, Gas(528_274_980)))),
            [RegisteredSealProof.StackedDRG64GiBV1P2_Feat_NiPoRep] = new(Gas(35_928 * NonInteractiveFactor), new StepCost(
                (1, Gas(110_803_030)), (2, Gas(120_803_700)), (3, Gas(134_642_130)), (5, Gas(157_357_890)),
                (9, Gas(203_017_690)), (17, Gas(304_253_590)), (33, Gas(509_880_640)))),
        },
    };

    private static GasAmount Gas(ulong gas) => GasAmount.FromGas(gas);
}
