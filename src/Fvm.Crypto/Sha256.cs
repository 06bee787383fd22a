using System.Buffers.Binary;
using System.Security.Cryptography;
using Fvm.Crypto.Hashing;

namespace Fvm.Crypto;

/// <summary>
/// SHA-256 (FIPS 180-4), multihash code 0x12. Data of up to two blocks, as most keys and tree nodes are, is hashed here, since the platform's function costs
/// more to call than they cost to hash; the platform, which uses the processor's own instructions, does the rest.
/// </summary>
public static class Sha256
{
    /// <summary>The digest's length in bytes.</summary>
    public const int DigestLength = 32;

    /// <summary>The longest data that two blocks hold with their padding.</summary>
    internal const int ShortLength = (2 * Sha256Compression.BlockLength) - 1 - sizeof(ulong);

    /// <summary>Hashes <paramref name="data"/>; allocates nothing.</summary>
    /// <param name="data">Any bytes; may be empty.</param>
    /// <param name="digest32">Receives exactly 32 bytes. It may overlap <paramref name="data"/>.</param>
    /// <exception cref="ArgumentException">The digest is not 32 bytes long.</exception>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest32)
    {
        if (digest32.Length != DigestLength) Throw.Length(nameof(digest32), DigestLength, digest32.Length);
        if (data.Length > ShortLength)
            SHA256.HashData(data, digest32);
        else
            HashShort(data, digest32);
    }

    /// <summary>Hashes <paramref name="data"/> into a new array of 32 bytes.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        byte[] digest = new byte[DigestLength];
        Hash(data, digest);
        return digest;
    }

    /// <summary>A 1 bit, zeros and the length in bits follow the data, in one block if they fit, else in two.</summary>
    private static void HashShort(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        Span<uint> state = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
        Span<byte> blocks = stackalloc byte[2 * Sha256Compression.BlockLength];
        blocks.Clear();
        data.CopyTo(blocks);
        blocks[data.Length] = 0x80;
        int end = data.Length < Sha256Compression.BlockLength - sizeof(ulong) ? Sha256Compression.BlockLength : blocks.Length;
        BinaryPrimitives.WriteUInt64BigEndian(blocks[(end - sizeof(ulong))..], (ulong)data.Length * 8);
        for (int start = 0; start < end; start += Sha256Compression.BlockLength)
            Sha256Compression.Compress(state, blocks[start..]);
        for (int i = 0; i < state.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(digest[(i * sizeof(uint))..], state[i]);
    }
}
