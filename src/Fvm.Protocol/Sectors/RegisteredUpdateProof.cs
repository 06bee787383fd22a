namespace Fvm.Protocol.Sectors;

/// <summary>
/// The kinds of replica update proof.
/// Any other int64 decodes too and is refused where it is used. Source: fvm_shared <c>sector/registered_proof.rs</c>.
/// </summary>
public enum RegisteredUpdateProof : long
{
    /// <summary>2 KiB.</summary>
    StackedDRG2KiBV1 = 0,

    /// <summary>8 MiB.</summary>
    StackedDRG8MiBV1 = 1,

    /// <summary>512 MiB.</summary>
    StackedDRG512MiBV1 = 2,

    /// <summary>32 GiB.</summary>
    StackedDRG32GiBV1 = 3,

    /// <summary>64 GiB.</summary>
    StackedDRG64GiBV1 = 4,
}
