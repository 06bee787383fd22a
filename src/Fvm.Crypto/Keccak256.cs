using System.Buffers.Binary;
using Fvm.Crypto.Hashing;

namespace Fvm.Crypto;

/// <summary>
/// Keccak-256 with the padding of the original submission (first pad byte 0x01), as Ethereum and multihash code 0x1b
/// use it. SHA3-256 of FIPS 202 differs in that byte (0x06) and therefore in every digest.
/// </summary>
public static class Keccak256
{
    /// <summary>The digest's length in bytes.</summary>
    public const int DigestLength = 32;

    // 1600 - 2 * 256 bits.
    private const int Rate = 136;

    /// <summary>Hashes <paramref name="data"/>; allocates nothing.</summary>
    /// <param name="data">Any bytes; may be empty.</param>
    /// <param name="digest32">Receives exactly 32 bytes. It may overlap <paramref name="data"/>.</param>
    /// <exception cref="ArgumentException">The digest is not 32 bytes long.</exception>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest32)
    {
        if (digest32.Length != DigestLength) Throw.Length(nameof(digest32), DigestLength, digest32.Length);

        Span<ulong> state = stackalloc ulong[KeccakPermutation.Lanes];
        state.Clear();
        for (; data.Length >= Rate; data = data[Rate..]) AbsorbBlock(state, data);

        Span<byte> last = stackalloc byte[Rate];
        last.Clear();
        data.CopyTo(last);
        last[data.Length] = 0x01;
        last[Rate - 1] |= 0x80;
        AbsorbBlock(state, last);

        for (int lane = 0; lane < DigestLength / sizeof(ulong); lane++)
            BinaryPrimitives.WriteUInt64LittleEndian(digest32[(lane * sizeof(ulong))..], state[lane]);
    }

    /// <summary>Hashes <paramref name="data"/> into a new array of 32 bytes.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        byte[] digest = new byte[DigestLength];
        Hash(data, digest);
        return digest;
    }

    private static void AbsorbBlock(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (int lane = 0; lane < Rate / sizeof(ulong); lane++)
            state[lane] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(lane * sizeof(ulong))..]);
        KeccakPermutation.Permute(state);
    }
}
