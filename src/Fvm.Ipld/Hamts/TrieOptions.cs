namespace Fvm.Ipld.Hamts;

/// <summary>The shape of a trie: see <see cref="HamtOptions"/>; <paramref name="Extensions"/> is what makes it a KAMT.</summary>
internal sealed record TrieOptions(int BitWidth, int MaxBucket, int MinDataDepth, HamtHash Hash, bool Extensions)
{
    /// <summary>Who hashes keys with SHA2-256; null for this library.</summary>
    public IKeyHasher? Hasher { get; init; }

    /// <summary>Checks the ranges.</summary>
    public static TrieOptions Create(int bitWidth, int maxBucket, int minDataDepth, HamtHash hash, bool extensions, IKeyHasher? hasher = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bitWidth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bitWidth, NodeBitmap.MaxBitWidth);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBucket, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(minDataDepth);
        return new TrieOptions(bitWidth, maxBucket, minDataDepth, hash, extensions) { Hasher = hasher };
    }

    /// <summary>Whether nodes of the other shape are nodes of this one, but for their depth.</summary>
    public bool SharesNodesWith(TrieOptions other) => BitWidth == other.BitWidth && MaxBucket == other.MaxBucket && Extensions == other.Extensions;
}
