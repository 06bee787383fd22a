using System.Security.Cryptography;
using Fvm.Crypto.Bls12381;

namespace Fvm.Proofs.Aggregates;

/// <summary>What an aggregate is about.</summary>
/// <param name="Count">How many statements there are, before they are filled up.</param>
/// <param name="Inputs">Their public inputs, in order. Enumerated once: those of 8,192 partitions would take 100 MB.</param>
/// <param name="Include">What the transcript takes in besides the proof.</param>
/// <param name="IsSecondVersion">Whether this is SnarkPack version 2.</param>
internal sealed record AggregateStatement(int Count, IEnumerable<Fr[]> Inputs, ReadOnlyMemory<byte> Include, bool IsSecondVersion)
{
    /// <summary>
    /// SHA-256 of each seal's seed and replica commitment; for non-interactive seals, which have no seed, of the commitments (filecoin-proofs
    /// <c>api/seal.rs</c>, <c>verify_aggregate_seal_commit_proofs</c>). False when there are not as many seeds as commitments.
    /// </summary>
    public static bool TryHashSeals(
        IReadOnlyList<ReadOnlyMemory<byte>> seeds, IReadOnlyList<ReadOnlyMemory<byte>> replicas, bool isNonInteractive, out byte[] include)
    {
        include = [];
        if (seeds.Count != replicas.Count) return false;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < seeds.Count; i++)
        {
            if (!isNonInteractive) hash.AppendData(seeds[i].Span);
            hash.AppendData(replicas[i].Span);
        }

        include = hash.GetHashAndReset();
        return true;
    }
}
