using System.Buffers.Binary;
using System.Numerics;

namespace Fvm.Proofs;

/// <summary>
/// Blocks of the ChaCha key stream (RFC 8439 section 2.3; with 8 instead of 20 rounds: Bernstein, "ChaCha, a variant of Salsa20", 2008). Proofs draw
/// challenges and graph parents from it.
/// </summary>
internal static class ChaCha
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockLength = 64;

    private const int Words = 16;

    /// <summary>Writes the block of the key stream.</summary>
    /// <param name="rounds">20 or 8.</param>
    /// <param name="key32">The key.</param>
    /// <param name="nonce12">The nonce of RFC 8439; all zero for the first 2^32 blocks of the original design with its 64-bit counter.</param>
    /// <param name="counter">The block's number.</param>
    /// <param name="block64">Receives the block.</param>
    public static void WriteBlock(int rounds, ReadOnlySpan<byte> key32, ReadOnlySpan<byte> nonce12, uint counter, Span<byte> block64)
    {
        Span<uint> start = stackalloc uint[Words];
        start[0] = 0x61707865;
        start[1] = 0x3320646e;
        start[2] = 0x79622d32;
        start[3] = 0x6b206574;
        for (int i = 0; i < 8; i++) start[4 + i] = BinaryPrimitives.ReadUInt32LittleEndian(key32[(4 * i)..]);
        start[12] = counter;
        for (int i = 0; i < 3; i++) start[13 + i] = BinaryPrimitives.ReadUInt32LittleEndian(nonce12[(4 * i)..]);

        Span<uint> state = stackalloc uint[Words];
        start.CopyTo(state);
        for (int round = 0; round < rounds; round += 2)
        {
            for (int i = 0; i < 4; i++) QuarterRound(state, i, 4 + i, 8 + i, 12 + i);
            for (int i = 0; i < 4; i++) QuarterRound(state, i, 4 + ((i + 1) & 3), 8 + ((i + 2) & 3), 12 + ((i + 3) & 3));
        }

        for (int i = 0; i < Words; i++) BinaryPrimitives.WriteUInt32LittleEndian(block64[(4 * i)..], unchecked(state[i] + start[i]));
    }

    private static void QuarterRound(Span<uint> s, int a, int b, int c, int d)
    {
        unchecked
        {
            s[a] += s[b];
            s[d] = BitOperations.RotateLeft(s[d] ^ s[a], 16);
            s[c] += s[d];
            s[b] = BitOperations.RotateLeft(s[b] ^ s[c], 12);
            s[a] += s[b];
            s[d] = BitOperations.RotateLeft(s[d] ^ s[a], 8);
            s[c] += s[d];
            s[b] = BitOperations.RotateLeft(s[b] ^ s[c], 7);
        }
    }
}
