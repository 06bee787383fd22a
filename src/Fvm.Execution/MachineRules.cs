using Fvm.Abi;
using Fvm.Execution.Gas;
using Fvm.Execution.Gas.Prices;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution;

/// <summary>What differs between network versions, but for prices: small named rules. A version is a delta on the one before.</summary>
internal sealed record MachineRules
{
    /// <summary>The prices.</summary>
    public required PriceList Prices { get; init; }

    /// <summary>The one version of the state tree that fits.</summary>
    public required StateTreeVersion StateTree { get; init; }

    /// <summary>FVM v4: blocks are scanned for links, and only what is reachable can be opened, linked to or made the root.</summary>
    public bool TracksReachability { get; init; }

    /// <summary>FVM v3 forgets to pop a send's gas limit when it refuses the call for its depth (vm-facts 8 #19).</summary>
    public bool LeaksLimitAtGreatestDepth { get; init; }

    /// <summary>FVM v3 traces the constructor of an account that a send creates as an invocation.</summary>
    public bool TracesImplicitConstructors { get; init; }

    /// <summary>FVM v3 cannot tell the CID of a tipset this many epochs back or more; null for no bound.</summary>
    public long? TipsetCidBound { get; init; }

    /// <summary>FVM v3 takes 32 GiB V1P1 window PoSts on calibration to epoch 498,691 for V1, which fails them: the network did so once.</summary>
    public bool FailsEarlyCalibrationPoSts { get; init; }

    private static MachineRules V3 { get; } = new()
    {
        Prices = HyggePrices.List,
        StateTree = StateTreeVersion.V5,
        LeaksLimitAtGreatestDepth = true,
        TracesImplicitConstructors = true,
        TipsetCidBound = 900,
        FailsEarlyCalibrationPoSts = true,
    };

    private static MachineRules V4 { get; } = V3 with
    {
        Prices = WatermelonPrices.List,
        TracksReachability = true,
        LeaksLimitAtGreatestDepth = false,
        TracesImplicitConstructors = false,
        TipsetCidBound = null,
        FailsEarlyCalibrationPoSts = false,
    };

    private static MachineRules Teep { get; } = V4 with { Prices = TeepPrices.List };

    /// <summary>The rules of a network version.</summary>
    /// <exception cref="FatalException">This machine does not have it.</exception>
    public static MachineRules Of(NetworkVersion version)
    {
        switch (version)
        {
            case >= NetworkVersion.V18 and <= NetworkVersion.V20:
                return V3;
            case >= NetworkVersion.V21 and <= NetworkVersion.V24:
                return V4;
            case >= NetworkVersion.V25 and <= NetworkVersion.V29:
                return Teep;
            default:
                FatalException.Throw($"network version {(uint)version} is not one this machine has (18 to 29)");
                return V3;
        }
    }
}
