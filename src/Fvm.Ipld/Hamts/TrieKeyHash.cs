using Fvm.Crypto;

namespace Fvm.Ipld.Hamts;

/// <summary>The 256 bits by which a key descends.</summary>
internal static class TrieKeyHash
{
    /// <summary>Its length in bytes.</summary>
    public const int Size = 32;

    /// <summary>Computes it into <paramref name="destination32"/>.</summary>
    public static void Compute(TrieOptions options, ReadOnlySpan<byte> key, Span<byte> destination32)
    {
        if (options.Hash == HamtHash.Sha256)
        {
            if (options.Hasher is { } hasher)
                hasher.Hash(key, destination32);
            else
                Sha256.Hash(key, destination32);
            return;
        }

        destination32.Clear();
        key[..Math.Min(key.Length, Size)].CopyTo(destination32);
    }
}
