namespace Fvm.Protocol.Sectors;

/// <summary>
/// The kinds of proof of spacetime.
/// Any other int64 decodes too and is refused where it is used. Source: fvm_shared <c>sector/registered_proof.rs</c>.
/// </summary>
public enum RegisteredPoStProof : long
{
    /// <summary>Winning PoSt, 2 KiB.</summary>
    StackedDRGWinning2KiBV1 = 0,

    /// <summary>Winning PoSt, 8 MiB.</summary>
    StackedDRGWinning8MiBV1 = 1,

    /// <summary>Winning PoSt, 512 MiB.</summary>
    StackedDRGWinning512MiBV1 = 2,

    /// <summary>Winning PoSt, 32 GiB.</summary>
    StackedDRGWinning32GiBV1 = 3,

    /// <summary>Winning PoSt, 64 GiB.</summary>
    StackedDRGWinning64GiBV1 = 4,

    /// <summary>Window PoSt, 2 KiB, first version (up to network version 20).</summary>
    StackedDRGWindow2KiBV1 = 5,

    /// <summary>Window PoSt, 8 MiB, first version (up to network version 20).</summary>
    StackedDRGWindow8MiBV1 = 6,

    /// <summary>Window PoSt, 512 MiB, first version (up to network version 20).</summary>
    StackedDRGWindow512MiBV1 = 7,

    /// <summary>Window PoSt, 32 GiB, first version (up to network version 20).</summary>
    StackedDRGWindow32GiBV1 = 8,

    /// <summary>Window PoSt, 64 GiB, first version (up to network version 20).</summary>
    StackedDRGWindow64GiBV1 = 9,

    /// <summary>Window PoSt, 2 KiB, version 1.1 (FIP-0061).</summary>
    StackedDRGWindow2KiBV1P1 = 10,

    /// <summary>Window PoSt, 8 MiB, version 1.1 (FIP-0061).</summary>
    StackedDRGWindow8MiBV1P1 = 11,

    /// <summary>Window PoSt, 512 MiB, version 1.1 (FIP-0061).</summary>
    StackedDRGWindow512MiBV1P1 = 12,

    /// <summary>Window PoSt, 32 GiB, version 1.1 (FIP-0061).</summary>
    StackedDRGWindow32GiBV1P1 = 13,

    /// <summary>Window PoSt, 64 GiB, version 1.1 (FIP-0061).</summary>
    StackedDRGWindow64GiBV1P1 = 14,
}
