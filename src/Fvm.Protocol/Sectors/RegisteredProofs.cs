namespace Fvm.Protocol.Sectors;

/// <summary>
/// What the registered proofs mean. Every kind comes in five sector sizes in one order, so that a number is a family and a size.
/// Source: fvm_shared <c>sector/registered_proof.rs</c>, v3 and v4.
/// </summary>
public static class RegisteredProofs
{
    private const int SizeCount = 5;
    private const long SealFamilies = 4;
    private const long PoStFamilies = 3;
    private const long NonInteractiveFamily = 3;
    private const long SyntheticFamily = 2;
    private const long WindowV1Family = 1;

    private const int PoStProofBytes = 192;

    // Per sector size: sectors in one partition of a window PoSt; bytes of an interactive and of a non-interactive seal proof.
    private static readonly (SectorSize Size, ulong PartitionSectors, int SealBytes, int NonInteractiveSealBytes)[] Sizes =
    [
        (SectorSize._2KiB, 2, 192, 14_164),
        (SectorSize._8MiB, 2, 192, 14_164),
        (SectorSize._512MiB, 2, 192, 14_164),
        (SectorSize._32GiB, 2349, 1920, 23_092),
        (SectorSize._64GiB, 2300, 1920, 23_092),
    ];

    /// <summary>The seal proof for a sector size: the first version below network version 7, 1.1 from there. Throws for an unknown size.</summary>
    public static RegisteredSealProof SealProofFor(SectorSize size, NetworkVersion version)
    {
        int index = Array.FindIndex(Sizes, entry => entry.Size == size);
        ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(size));
        return (RegisteredSealProof)(version < NetworkVersion.V7 ? index : index + SizeCount);
    }

    /// <summary>The 1.1 form of a first-version seal proof; all others stay.</summary>
    public static RegisteredSealProof ToV1P1(this RegisteredSealProof proof)
        => (long)proof is >= 0 and < SizeCount ? proof + SizeCount : proof;

    /// <summary>Whether the VM of <paramref name="version"/> knows the type: synthetic PoRep came with VM 3, non-interactive with VM 4.</summary>
    public static bool IsKnown(this RegisteredSealProof proof, NetworkVersion version)
    {
        long families = version >= NetworkVersion.V21 ? SealFamilies : version >= NetworkVersion.V18 ? NonInteractiveFamily : SyntheticFamily;
        return (long)proof >= 0 && (long)proof < families * SizeCount;
    }

    /// <summary>Whether the VM of <paramref name="version"/> knows the type: VM 4 dropped the first window PoSt, 1.1 came with VM 3.</summary>
    public static bool IsKnown(this RegisteredPoStProof proof, NetworkVersion version)
    {
        if (!TryIndex((long)proof, PoStFamilies, out long family, out _))
            return false;
        return family switch
        {
            0 => true,
            WindowV1Family => version <= NetworkVersion.V20,
            _ => version >= NetworkVersion.V18,
        };
    }

    /// <summary>Whether this is a non-interactive seal (FIP-0092).</summary>
    public static bool IsNonInteractive(this RegisteredSealProof proof)
        => TryIndex((long)proof, SealFamilies, out long family, out _) && family == NonInteractiveFamily;

    /// <summary>Whether this is a synthetic seal (FIP-0059).</summary>
    public static bool IsSynthetic(this RegisteredSealProof proof)
        => TryIndex((long)proof, SealFamilies, out long family, out _) && family == SyntheticFamily;

    /// <summary>Whether this is a winning PoSt.</summary>
    public static bool IsWinning(this RegisteredPoStProof proof)
        => TryIndex((long)proof, PoStFamilies, out long family, out _) && family == 0;

    /// <summary>The sector size; false for unknown types.</summary>
    public static bool TryGetSectorSize(this RegisteredSealProof proof, out SectorSize size)
    {
        bool known = TryIndex((long)proof, SealFamilies, out _, out int index);
        size = known ? Sizes[index].Size : default;
        return known;
    }

    /// <summary>The sector size; false for unknown types.</summary>
    public static bool TryGetSectorSize(this RegisteredPoStProof proof, out SectorSize size)
    {
        bool known = TryIndex((long)proof, PoStFamilies, out _, out int index);
        size = known ? Sizes[index].Size : default;
        return known;
    }

    /// <summary>The sector size; false for unknown types.</summary>
    public static bool TryGetSectorSize(this RegisteredUpdateProof proof, out SectorSize size)
    {
        bool known = TryIndex((long)proof, 1, out _, out int index);
        size = known ? Sizes[index].Size : default;
        return known;
    }

    /// <summary>The bytes of one seal proof; false for unknown types.</summary>
    public static bool TryGetProofSize(this RegisteredSealProof proof, out int bytes)
    {
        bool known = TryIndex((long)proof, SealFamilies, out long family, out int index);
        bytes = !known ? 0 : family == NonInteractiveFamily ? Sizes[index].NonInteractiveSealBytes : Sizes[index].SealBytes;
        return known;
    }

    /// <summary>The bytes of one PoSt proof; false for unknown types.</summary>
    public static bool TryGetProofSize(this RegisteredPoStProof proof, out int bytes)
    {
        bool known = TryIndex((long)proof, PoStFamilies, out _, out _);
        bytes = known ? PoStProofBytes : 0;
        return known;
    }

    /// <summary>The sectors that one window PoSt partition proves; false for unknown types.</summary>
    public static bool TryGetWindowPoStPartitionSectors(this RegisteredSealProof proof, out ulong sectors)
    {
        bool known = TryIndex((long)proof, SealFamilies, out _, out int index);
        sectors = known ? Sizes[index].PartitionSectors : 0;
        return known;
    }

    /// <summary>The sectors that one window PoSt partition proves; false for unknown types.</summary>
    public static bool TryGetWindowPoStPartitionSectors(this RegisteredPoStProof proof, out ulong sectors)
    {
        bool known = TryIndex((long)proof, PoStFamilies, out _, out int index);
        sectors = known ? Sizes[index].PartitionSectors : 0;
        return known;
    }

    /// <summary>The winning PoSt of sectors sealed so; false for unknown types.</summary>
    public static bool TryGetWinningPoStProof(this RegisteredSealProof proof, out RegisteredPoStProof post)
    {
        bool known = TryIndex((long)proof, SealFamilies, out _, out int index);
        post = (RegisteredPoStProof)index;
        return known;
    }

    /// <summary>The window PoSt (1.1) of sectors sealed so; false for unknown types.</summary>
    public static bool TryGetWindowPoStProof(this RegisteredSealProof proof, out RegisteredPoStProof post)
    {
        bool known = TryIndex((long)proof, SealFamilies, out _, out int index);
        post = RegisteredPoStProof.StackedDRGWindow2KiBV1P1 + index;
        return known;
    }

    /// <summary>The replica update proof of sectors sealed so; false for unknown types.</summary>
    public static bool TryGetUpdateProof(this RegisteredSealProof proof, out RegisteredUpdateProof update)
    {
        bool known = TryIndex((long)proof, SealFamilies, out _, out int index);
        update = (RegisteredUpdateProof)index;
        return known;
    }

    private static bool TryIndex(long number, long families, out long family, out int index)
    {
        bool known = number >= 0 && number < families * SizeCount;
        family = known ? number / SizeCount : -1;
        index = known ? (int)(number % SizeCount) : 0;
        return known;
    }
}
