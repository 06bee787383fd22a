namespace Fvm.Protocol.Sectors;

/// <summary>The sizes of sectors, in bytes. Source: fvm_shared <c>sector/mod.rs</c>.</summary>
public enum SectorSize : ulong
{
    /// <summary>2 KiB.</summary>
    _2KiB = 2UL << 10,

    /// <summary>8 MiB.</summary>
    _8MiB = 8UL << 20,

    /// <summary>512 MiB.</summary>
    _512MiB = 512UL << 20,

    /// <summary>32 GiB.</summary>
    _32GiB = 32UL << 30,

    /// <summary>64 GiB.</summary>
    _64GiB = 64UL << 30,
}
