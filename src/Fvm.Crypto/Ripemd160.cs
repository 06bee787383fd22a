using System.Buffers.Binary;
using Fvm.Crypto.Hashing;

namespace Fvm.Crypto;

/// <summary>
/// RIPEMD-160 (Dobbertin, Bosselaers, Preneel, "RIPEMD-160: a strengthened version of RIPEMD", 1996), multihash code
/// 0x1053: the precompile 0x03 of the EVM, by way of the syscall <c>crypto.hash</c>.
/// </summary>
public static class Ripemd160
{
    /// <summary>The digest's length in bytes.</summary>
    public const int DigestLength = 20;

    private const int BlockLength = Ripemd160Compression.BlockLength;

    /// <summary>Hashes <paramref name="data"/>; allocates nothing.</summary>
    /// <param name="data">Any bytes; may be empty.</param>
    /// <param name="digest20">Receives exactly 20 bytes. It may overlap <paramref name="data"/>.</param>
    /// <exception cref="ArgumentException">The digest is not 20 bytes long.</exception>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> digest20)
    {
        if (digest20.Length != DigestLength) Throw.Length(nameof(digest20), DigestLength, digest20.Length);

        ulong bitLength = (ulong)data.Length * 8;
        Span<uint> state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
        for (; data.Length >= BlockLength; data = data[BlockLength..])
            Ripemd160Compression.Compress(state, data);

        // A 1 bit, zeros, and the length in bits: one block, or two if the length does not fit behind the data.
        Span<byte> tail = stackalloc byte[2 * BlockLength];
        tail.Clear();
        data.CopyTo(tail);
        tail[data.Length] = 0x80;
        int tailLength = data.Length < BlockLength - sizeof(ulong) ? BlockLength : 2 * BlockLength;
        BinaryPrimitives.WriteUInt64LittleEndian(tail[(tailLength - sizeof(ulong))..], bitLength);
        Ripemd160Compression.Compress(state, tail);
        if (tailLength > BlockLength) Ripemd160Compression.Compress(state, tail[BlockLength..]);

        for (int i = 0; i < state.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(digest20[(i * sizeof(uint))..], state[i]);
    }

    /// <summary>Hashes <paramref name="data"/> into a new array of 20 bytes.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        byte[] digest = new byte[DigestLength];
        Hash(data, digest);
        return digest;
    }
}
