using Fvm.Crypto.Bls12381;
using Fvm.Protocol.Sectors;

namespace Fvm.Proofs.PoSts;

/// <summary>A sector that a proof of spacetime is about.</summary>
/// <param name="Number">The sector's number.</param>
/// <param name="ReplicaCommitment">CommR; below the modulus.</param>
internal readonly record struct ProvenSector(ulong Number, Fr ReplicaCommitment);

/// <summary>What a proof of spacetime proves: that these replicas are there when the randomness is known.</summary>
/// <param name="Randomness">32 bytes.</param>
/// <param name="Sectors">The sectors by ascending number; for a winning PoSt, one. Not empty.</param>
internal sealed record PoStStatement(ReadOnlyMemory<byte> Randomness, IReadOnlyList<ProvenSector> Sectors)
{
    /// <summary>How many partitions prove it.</summary>
    public int Partitions(in PoStParameters parameters) =>
        parameters.Type.IsWinning() ? 1 : (Sectors.Count + parameters.Sectors - 1) / parameters.Sectors;

    /// <summary>
    /// The public inputs of each partition: a sector's commitment, then its challenges; the last sector again until the partition is full
    /// (post/fallback/compound.rs).
    /// </summary>
    public Fr[][] Inputs(in PoStParameters parameters)
    {
        var inputs = new Fr[Partitions(parameters)][];
        for (int k = 0; k < inputs.Length; k++)
        {
            inputs[k] = new Fr[parameters.Inputs];
            int width = 1 + parameters.Challenges;
            for (int i = 0; i < parameters.Sectors; i++)
            {
                Span<Fr> slot = inputs[k].AsSpan(i * width, width);
                int position = (k * parameters.Sectors) + i;
                if (parameters.Type.IsWinning())
                    Write(parameters, Sectors[0], position, slot);
                else if (position < Sectors.Count)
                    Write(parameters, Sectors[position], position, slot);
                else
                    inputs[k].AsSpan((i - 1) * width, width).CopyTo(slot);
            }
        }

        return inputs;
    }

    private void Write(in PoStParameters parameters, ProvenSector sector, int position, Span<Fr> slot)
    {
        slot[0] = sector.ReplicaCommitment;
        ulong first = parameters.NumbersThroughSectors ? (ulong)position * (ulong)parameters.Challenges : 0;
        for (int n = 0; n < parameters.Challenges; n++)
            slot[1 + n] = Fr.FromUInt64(LeafChallenges.Leaf(Randomness.Span, sector.Number, first + (ulong)n, parameters.Leaves));
    }
}
