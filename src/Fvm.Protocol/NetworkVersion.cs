namespace Fvm.Protocol;

/// <summary>The network version: which rules an epoch runs under. Upgrades are data, see <see cref="NetworkUpgrades"/>.</summary>
public enum NetworkVersion : uint
{
    /// <summary>Genesis.</summary>
    V0 = 0,

    /// <summary>Breeze.</summary>
    V1 = 1,

    /// <summary>Smoke.</summary>
    V2 = 2,

    /// <summary>Ignition.</summary>
    V3 = 3,

    /// <summary>Actors v2.</summary>
    V4 = 4,

    /// <summary>Tape.</summary>
    V5 = 5,

    /// <summary>Kumquat.</summary>
    V6 = 6,

    /// <summary>Calico.</summary>
    V7 = 7,

    /// <summary>Persian.</summary>
    V8 = 8,

    /// <summary>Orange.</summary>
    V9 = 9,

    /// <summary>Trust.</summary>
    V10 = 10,

    /// <summary>Norwegian.</summary>
    V11 = 11,

    /// <summary>Turbo.</summary>
    V12 = 12,

    /// <summary>HyperDrive.</summary>
    V13 = 13,

    /// <summary>Chocolate.</summary>
    V14 = 14,

    /// <summary>OhSnap.</summary>
    V15 = 15,

    /// <summary>Skyr.</summary>
    V16 = 16,

    /// <summary>Shark.</summary>
    V17 = 17,

    /// <summary>Hygge.</summary>
    V18 = 18,

    /// <summary>Lightning.</summary>
    V19 = 19,

    /// <summary>Thunder.</summary>
    V20 = 20,

    /// <summary>Watermelon.</summary>
    V21 = 21,

    /// <summary>Dragon.</summary>
    V22 = 22,

    /// <summary>Waffle.</summary>
    V23 = 23,

    /// <summary>TukTuk.</summary>
    V24 = 24,

    /// <summary>Teep.</summary>
    V25 = 25,

    /// <summary>Tock.</summary>
    V26 = 26,

    /// <summary>GoldenWeek.</summary>
    V27 = 27,

    /// <summary>FireHorse.</summary>
    V28 = 28,

    /// <summary>Not named yet.</summary>
    V29 = 29,
}
