using System.Numerics;
using Fvm.Crypto.Bls12381;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs.Updates;

/// <summary>What a type of replica update means (storage-proofs-update <c>constants.rs</c>).</summary>
/// <param name="Size">Bytes of a sector.</param>
/// <param name="Partitions">Proofs that one update takes.</param>
internal readonly record struct UpdateParameters(SectorSize Size, int Partitions)
{
    /// <summary>Public inputs of one partition.</summary>
    public const int Inputs = 4;

    /// <summary>Which of the possible numbers h of high bits is used, as one bit: h = 1 for the smallest sectors, 10 for others.</summary>
    private ulong Selection => Size <= SectorSize._2KiB ? 1UL : 8UL;

    /// <summary>The parameters of a type; false for an unknown one.</summary>
    public static bool TryGet(RegisteredUpdateProof type, out UpdateParameters parameters)
    {
        bool known = type.TryGetSectorSize(out SectorSize size);
        int partitions = size switch
        {
            SectorSize._2KiB => 1,
            SectorSize._8MiB => 4,
            _ => 16,
        };
        parameters = known ? new UpdateParameters(size, partitions) : default;
        return known;
    }

    /// <summary>
    /// The public inputs of each partition: its number with the selection above it, the old CommR, the new CommD, the new CommR (storage-proofs-update
    /// <c>circuit.rs</c>).
    /// </summary>
    public Fr[][] InputsOf(Fr oldReplica, Fr newData, Fr newReplica)
    {
        var inputs = new Fr[Partitions][];
        ulong selection = Selection << BitOperations.Log2((uint)Partitions);
        for (int k = 0; k < inputs.Length; k++) inputs[k] = [Fr.FromUInt64((uint)k | selection), oldReplica, newData, newReplica];
        return inputs;
    }
}
