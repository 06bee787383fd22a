using Fvm.Protocol;

namespace Fvm.Execution.Gas.Prices;

/// <summary>Which prices hold at which network version.</summary>
internal static class PriceLists
{
    /// <summary>The prices of a network version, or null when this machine does not have it.</summary>
    public static PriceList? ForNetworkVersion(NetworkVersion version) => version switch
    {
        >= NetworkVersion.V18 and <= NetworkVersion.V20 => HyggePrices.List,
        _ => null,
    };
}
