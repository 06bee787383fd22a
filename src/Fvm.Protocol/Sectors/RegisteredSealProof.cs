namespace Fvm.Protocol.Sectors;

/// <summary>
/// The kinds of seal: version and sector size.
/// Any other int64 decodes too and is refused where it is used. Source: fvm_shared <c>sector/registered_proof.rs</c>.
/// </summary>
public enum RegisteredSealProof : long
{
    /// <summary>2 KiB, first version.</summary>
    StackedDRG2KiBV1 = 0,

    /// <summary>8 MiB, first version.</summary>
    StackedDRG8MiBV1 = 1,

    /// <summary>512 MiB, first version.</summary>
    StackedDRG512MiBV1 = 2,

    /// <summary>32 GiB, first version.</summary>
    StackedDRG32GiBV1 = 3,

    /// <summary>64 GiB, first version.</summary>
    StackedDRG64GiBV1 = 4,

    /// <summary>2 KiB, version 1.1 (network version 7).</summary>
    StackedDRG2KiBV1P1 = 5,

    /// <summary>8 MiB, version 1.1 (network version 7).</summary>
    StackedDRG8MiBV1P1 = 6,

    /// <summary>512 MiB, version 1.1 (network version 7).</summary>
    StackedDRG512MiBV1P1 = 7,

    /// <summary>32 GiB, version 1.1 (network version 7).</summary>
    StackedDRG32GiBV1P1 = 8,

    /// <summary>64 GiB, version 1.1 (network version 7).</summary>
    StackedDRG64GiBV1P1 = 9,

    /// <summary>2 KiB, synthetic PoRep (FIP-0059).</summary>
    StackedDRG2KiBV1P1_Feat_SyntheticPoRep = 10,

    /// <summary>8 MiB, synthetic PoRep (FIP-0059).</summary>
    StackedDRG8MiBV1P1_Feat_SyntheticPoRep = 11,

    /// <summary>512 MiB, synthetic PoRep (FIP-0059).</summary>
    StackedDRG512MiBV1P1_Feat_SyntheticPoRep = 12,

    /// <summary>32 GiB, synthetic PoRep (FIP-0059).</summary>
    StackedDRG32GiBV1P1_Feat_SyntheticPoRep = 13,

    /// <summary>64 GiB, synthetic PoRep (FIP-0059).</summary>
    StackedDRG64GiBV1P1_Feat_SyntheticPoRep = 14,

    /// <summary>2 KiB, non-interactive PoRep (FIP-0092).</summary>
    StackedDRG2KiBV1P2_Feat_NiPoRep = 15,

    /// <summary>8 MiB, non-interactive PoRep (FIP-0092).</summary>
    StackedDRG8MiBV1P2_Feat_NiPoRep = 16,

    /// <summary>512 MiB, non-interactive PoRep (FIP-0092).</summary>
    StackedDRG512MiBV1P2_Feat_NiPoRep = 17,

    /// <summary>32 GiB, non-interactive PoRep (FIP-0092).</summary>
    StackedDRG32GiBV1P2_Feat_NiPoRep = 18,

    /// <summary>64 GiB, non-interactive PoRep (FIP-0092).</summary>
    StackedDRG64GiBV1P2_Feat_NiPoRep = 19,
}
