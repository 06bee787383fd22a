using Fvm.Crypto.Hashing;

namespace Fvm.Crypto;

/// <summary>
/// BLAKE2b without key, salt or personalisation (RFC 7693), in one call. Every CID, every address of protocol 1 and 2
/// and every draw of randomness of the chain goes through it. Nothing is allocated by the span overload.
/// For keys or data in pieces see <see cref="Blake2bHasher"/>.
/// </summary>
public static class Blake2b
{
    /// <summary>The longest digest, in bytes.</summary>
    public const int MaxDigestLength = 64;

    /// <summary>Hashes <paramref name="data"/>; the length of <paramref name="digest"/> is a parameter of the hash.</summary>
    /// <param name="data">Any bytes; may be empty.</param>
    /// <param name="digest">Receives the digest: 1 to 64 bytes. It may overlap <paramref name="data"/>.</param>
    /// <exception cref="ArgumentException">The digest's length is not within 1..64.</exception>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest)
    {
        if (digest.Length is 0 or > MaxDigestLength) Throw.Blake2bDigestLength(digest.Length);

        Span<ulong> state = stackalloc ulong[Blake2bCompression.StateWords];
        Blake2bCompression.Initialize(state, digest.Length, keyLength: 0);
        Blake2bCompression.AbsorbLast(state, data, bytesBefore: 0);
        Blake2bCompression.WriteDigest(state, digest);
    }

    /// <summary>The 20-byte digest, as in addresses of protocol 1 and 2.</summary>
    public static byte[] Hash160(ReadOnlySpan<byte> data) => HashToArray(data, 20);

    /// <summary>The 32-byte digest, multihash code 0xb220.</summary>
    public static byte[] Hash256(ReadOnlySpan<byte> data) => HashToArray(data, 32);

    /// <summary>The 64-byte digest, multihash code 0xb240.</summary>
    public static byte[] Hash512(ReadOnlySpan<byte> data) => HashToArray(data, 64);

    private static byte[] HashToArray(ReadOnlySpan<byte> data, int length)
    {
        byte[] digest = new byte[length];
        Hash(data, digest);
        return digest;
    }
}
