using Fvm.Protocol.State;
using static Fvm.Protocol.NetworkVersion;

namespace Fvm.Protocol;

/// <summary>
/// The network's upgrades. Names: fvm_shared <c>version/mod.rs</c>; epochs: lotus <c>build/buildconstants</c>; VM majors: filecoin-ffi
/// <c>rust/src/fvm/engine.rs</c>. An upgrade at epoch H takes effect at H + 1; its migration runs between the two.
/// </summary>
public static class NetworkUpgrades
{
    private static readonly NetworkUpgrade[] Table =
    [
        Early(V0, "Genesis", StateTreeVersion.V0), Early(V1, "Breeze", StateTreeVersion.V0), Early(V2, "Smoke", StateTreeVersion.V0),
        Early(V3, "Ignition", StateTreeVersion.V0), Early(V4, "Actors v2", StateTreeVersion.V1), Early(V5, "Tape", StateTreeVersion.V1),
        Early(V6, "Kumquat", StateTreeVersion.V1), Early(V7, "Calico", StateTreeVersion.V1), Early(V8, "Persian", StateTreeVersion.V1),
        Early(V9, "Orange", StateTreeVersion.V1), Early(V10, "Trust", StateTreeVersion.V2), Early(V11, "Norwegian", StateTreeVersion.V2),
        Early(V12, "Turbo", StateTreeVersion.V3), Early(V13, "HyperDrive", StateTreeVersion.V4), Early(V14, "Chocolate", StateTreeVersion.V4),
        Early(V15, "OhSnap", StateTreeVersion.V4),
        new(V16, "Skyr", 8, 2, StateTreeVersion.V4, 1960320, 510),
        new(V17, "Shark", 9, 2, StateTreeVersion.V4, 2383680, 16800),
        new(V18, "Hygge", 10, 3, StateTreeVersion.V5, 2683348, 322354),
        new(V19, "Lightning", 11, 3, StateTreeVersion.V5, 2809800, 489094),
        new(V20, "Thunder", 11, 3, StateTreeVersion.V5, 2870280, 492214),
        new(V21, "Watermelon", 12, 4, StateTreeVersion.V5, 3469380, 1013134),
        new(V22, "Dragon", 13, 4, StateTreeVersion.V5, 3855360, 1427974),
        new(V23, "Waffle", 14, 4, StateTreeVersion.V5, 4154640, 1779094),
        new(V24, "TukTuk", 15, 4, StateTreeVersion.V5, 4461240, 2078794),
        new(V25, "Teep", 16, 4, StateTreeVersion.V5, 4878840, 2523454),
        new(V26, "Tock", 16, 4, StateTreeVersion.V5, 5138040, 2543614),
        new(V27, "GoldenWeek", 17, 4, StateTreeVersion.V5, 5348280, 3007294),
        new(V28, "FireHorse", 18, 4, StateTreeVersion.V5, 6052800, 3694534),
        new(V29, "Xx", 19, 4, StateTreeVersion.V5, null, null),
    ];

    /// <summary>All upgrades, by version.</summary>
    public static IReadOnlyList<NetworkUpgrade> All => Table;

    /// <summary>The upgrade that brought <paramref name="version"/>; false above <see cref="NetworkVersion.V29"/>.</summary>
    public static bool TryGet(NetworkVersion version, out NetworkUpgrade upgrade)
    {
        bool known = (uint)version < (uint)Table.Length;
        upgrade = Table[known ? (int)version : 0];
        return known;
    }

    private static NetworkUpgrade Early(NetworkVersion version, string name, StateTreeVersion tree) => new(version, name, 0, 0, tree, null, null);
}
