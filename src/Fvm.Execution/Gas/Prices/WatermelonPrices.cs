using Fvm.Abi;

namespace Fvm.Execution.Gas.Prices;

/// <summary>Network versions 21 to 24: what FVM v4 changed. ref-fvm <c>fvm/src/gas/price_list.rs</c>, WATERMELON_PRICES.</summary>
internal static class WatermelonPrices
{
    public static PriceList List { get; } = HyggePrices.List with
    {
        // 5,800 for each of 19 steps of 20 epochs, 15,000 for the operation, 21,000 for asking the node; 75 an epoch.
        Lookback = new(Gas((5_800 * 19) + 15_000 + 21_000), Gas(75)),

        EventEntries = new(Gas(2_000), Gas(1_400)),
        Utf8 = new(Gas(500), Gas(16)),

        BlsPairing = Gas(8_299_302),
        BlsHashPerByte = Gas(7),

        ScanPerField = Gas(35),
        ScanPerCid = Gas(400),
        LinkTracked = Gas(300),
        LinkChecked = Gas(300),
    };

    private static GasAmount Gas(ulong gas) => GasAmount.FromGas(gas);
}
