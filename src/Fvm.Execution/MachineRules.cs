using Fvm.Abi;
using Fvm.Execution.Gas;
using Fvm.Execution.Gas.Prices;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Execution;

/// <summary>What differs between network versions, but for prices: small named rules. A version is a delta on the one before.</summary>
internal sealed record MachineRules
{
    /// <summary>The prices.</summary>
    public required PriceList Prices { get; init; }

    /// <summary>The newest version of the state tree that fits.</summary>
    public required StateTreeVersion StateTree { get; init; }

    /// <summary>The oldest version of the state tree that fits: FVM v2 takes two, later ones one.</summary>
    public required StateTreeVersion OldestStateTree { get; init; }

    /// <summary>The built-in actors without which the machine does not start.</summary>
    public required IReadOnlyList<BuiltinActor> RequiredActors { get; init; }

    /// <summary>FVM v2 counts gas in signed 64 bits: charges may be negative, and sums stop at the greatest amount.</summary>
    public bool SignedGas { get; init; }

    /// <summary>FVM v2 knows DAG-CBOR only, and takes parameters of messages for it; block sizes are not bounded.</summary>
    public bool OnlyDagCbor { get; init; }

    /// <summary>FVM v2 does not count the outermost call: one frame more (vm-facts 8 #19).</summary>
    public bool AllowsOneFrameMore { get; init; }

    /// <summary>FVM v2 charges a call before it moves its value, both at once, and the return value when the outermost call is over.</summary>
    public bool ChargesCallsAtOnce { get; init; }

    /// <summary>FVM v2 charges for an account before it refuses the BLS zero address, and for a hash before its code.</summary>
    public bool ChargesBeforeChecks { get; init; }

    /// <summary>FVM v2 verifies signatures of f0 and f2 addresses by the keys in their accounts' states.</summary>
    public bool ResolvesSigners { get; init; }

    /// <summary>FVM v2 lets all actors create actors, of built-in code.</summary>
    public bool AnyoneCreatesActors { get; init; }

    /// <summary>From FVM v3 on the first access to an actor's state is charged (FIP-0057).</summary>
    public bool PricesStateAccess { get; init; }

    /// <summary>From FVM v3 on a batch of seals is charged, one by one.</summary>
    public bool ChargesBatchSeals { get; init; }

    /// <summary>From FVM v3 on the memory of instances is bounded.</summary>
    public bool BoundsMemory { get; init; }

    /// <summary>From FVM v3 on there are f4 addresses, and placeholders for those that a send meets first (FIP-0048, FIP-0055).</summary>
    public bool HasDelegatedAddresses { get; init; }

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

    private static MachineRules V2 { get; } = new()
    {
        Prices = SkyrPrices.List,
        StateTree = StateTreeVersion.V4,
        OldestStateTree = StateTreeVersion.V3,
        RequiredActors = [BuiltinActor.Account, BuiltinActor.System, BuiltinActor.Init],
        SignedGas = true,
        OnlyDagCbor = true,
        AllowsOneFrameMore = true,
        ChargesCallsAtOnce = true,
        ChargesBeforeChecks = true,
        ResolvesSigners = true,
        AnyoneCreatesActors = true,
    };

    private static MachineRules V3 { get; } = V2 with
    {
        Prices = HyggePrices.List,
        StateTree = StateTreeVersion.V5,
        OldestStateTree = StateTreeVersion.V5,
        RequiredActors = [.. V2.RequiredActors, BuiltinActor.Placeholder, BuiltinActor.Eam, BuiltinActor.EthAccount],
        SignedGas = false,
        OnlyDagCbor = false,
        AllowsOneFrameMore = false,
        ChargesCallsAtOnce = false,
        ChargesBeforeChecks = false,
        ResolvesSigners = false,
        AnyoneCreatesActors = false,
        PricesStateAccess = true,
        ChargesBatchSeals = true,
        BoundsMemory = true,
        HasDelegatedAddresses = true,
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
            case NetworkVersion.V16 or NetworkVersion.V17:
                return V2;
            case >= NetworkVersion.V18 and <= NetworkVersion.V20:
                return V3;
            case >= NetworkVersion.V21 and <= NetworkVersion.V24:
                return V4;
            case >= NetworkVersion.V25 and <= NetworkVersion.V29:
                return Teep;
            default:
                FatalException.Throw($"network version {(uint)version} is not one this machine has (16 to 29)");
                return V3;
        }
    }

    /// <summary>
    /// The codec of parameters that come from outside of actors. From FVM v3 on they are CBOR and not DAG-CBOR: links that come from outside
    /// the chain reach nothing. Those of method 0 are raw.
    /// </summary>
    public ulong ParametersCodec(ulong method) =>
        OnlyDagCbor ? Multicodec.DagCbor : method == MethodNumber.Send ? Multicodec.Raw : Multicodec.Cbor;
}
