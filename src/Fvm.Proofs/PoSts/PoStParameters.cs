using Fvm.Protocol.Sectors;

namespace Fvm.Proofs.PoSts;

/// <summary>What a type of proof of spacetime means (filecoin-proofs <c>constants.rs</c>).</summary>
/// <param name="Type">The type; a known one.</param>
/// <param name="Size">Bytes of a sector.</param>
/// <param name="Sectors">Sectors of one partition; for a winning PoSt, how often its one sector stands there.</param>
/// <param name="Challenges">Challenges of each.</param>
internal readonly record struct PoStParameters(RegisteredPoStProof Type, SectorSize Size, int Sectors, int Challenges)
{
    private const int WindowChallenges = 10;
    private const int WinningChallenges = 66;
    private const int NodeSize = 32;

    /// <summary>Leaves of a sector.</summary>
    public ulong Leaves => (ulong)Size / NodeSize;

    /// <summary>Public inputs of one partition: a commitment and the challenges of each sector.</summary>
    public int Inputs => Sectors * (1 + Challenges);

    /// <summary>
    /// Whether challenges are numbered through all sectors; from version 1.1 of the window PoSt on (FIP-0061), each sector's are numbered from 0.
    /// </summary>
    public bool NumbersThroughSectors => Type < RegisteredPoStProof.StackedDRGWindow2KiBV1P1;

    /// <summary>The parameters of a type; false for an unknown one.</summary>
    public static bool TryGet(RegisteredPoStProof type, out PoStParameters parameters)
    {
        parameters = default;
        if (!type.TryGetSectorSize(out SectorSize size) || !type.TryGetWindowPoStPartitionSectors(out ulong sectors)) return false;
        parameters = type.IsWinning()
            ? new PoStParameters(type, size, WinningChallenges, 1)
            : new PoStParameters(type, size, (int)sectors, WindowChallenges);
        return true;
    }
}
