using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fvm.Crypto;

/// <summary>The compression function F of BLAKE2b with a free number of rounds, as a precompiled contract (EIP-152).</summary>
public static class Blake2bF
{
    /// <summary>Length in bytes of the input: rounds (4, big-endian), state (64), message block (128), offset counters (16), final flag (1).</summary>
    public const int InputLength = 213;

    /// <summary>Length in bytes of the output: the new state.</summary>
    public const int OutputLength = 64;

    /// <summary>The message schedule of RFC 7693 section 2.7; round i uses row i mod 10.</summary>
    private static ReadOnlySpan<byte> Sigma =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
    ];

    private static ReadOnlySpan<ulong> InitializationVector =>
    [
        0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
        0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
    ];

    /// <summary>
    /// The number of rounds that an input asks for, which is also its price in Ethereum; false when the length or the final flag (0 or 1) is wrong.
    /// </summary>
    public static bool TryReadRounds(ReadOnlySpan<byte> input213, out uint rounds)
    {
        bool isValid = input213.Length == InputLength && input213[^1] <= 1;
        rounds = isValid ? BinaryPrimitives.ReadUInt32BigEndian(input213) : 0;
        return isValid;
    }

    /// <summary>Runs F: 64 bytes are written. False, and nothing written, when the length or the final flag (0 or 1) is wrong.</summary>
    public static bool TryCompress(ReadOnlySpan<byte> input213, Span<byte> output64)
    {
        if (!TryReadRounds(input213, out uint rounds))
            return false;

        Span<ulong> state = stackalloc ulong[8], message = stackalloc ulong[16], v = stackalloc ulong[16];
        ReadWords(input213[4..], state);
        ReadWords(input213[68..], message);
        state.CopyTo(v);
        InitializationVector.CopyTo(v[8..]);
        v[12] ^= BinaryPrimitives.ReadUInt64LittleEndian(input213[196..]);
        v[13] ^= BinaryPrimitives.ReadUInt64LittleEndian(input213[204..]);
        if (input213[^1] != 0)
            v[14] = ~v[14];

        Run(v, message, rounds);
        for (int i = 0; i < state.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(output64[(8 * i)..], state[i] ^ v[i] ^ v[i + 8]);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run(Span<ulong> v, ReadOnlySpan<ulong> m, uint rounds)
    {
        ulong v0 = v[0], v1 = v[1], v2 = v[2], v3 = v[3], v4 = v[4], v5 = v[5], v6 = v[6], v7 = v[7];
        ulong v8 = v[8], v9 = v[9], v10 = v[10], v11 = v[11], v12 = v[12], v13 = v[13], v14 = v[14], v15 = v[15];
        m = m[..16];
        int row = 0;
        for (uint round = 0; round < rounds; round++)
        {
            // The schedule's entries are below 16; the mask says so to the JIT.
            ReadOnlySpan<byte> s = Sigma.Slice(row, 16);
            Mix(ref v0, ref v4, ref v8, ref v12, m[s[0] & 15], m[s[1] & 15]);
            Mix(ref v1, ref v5, ref v9, ref v13, m[s[2] & 15], m[s[3] & 15]);
            Mix(ref v2, ref v6, ref v10, ref v14, m[s[4] & 15], m[s[5] & 15]);
            Mix(ref v3, ref v7, ref v11, ref v15, m[s[6] & 15], m[s[7] & 15]);
            Mix(ref v0, ref v5, ref v10, ref v15, m[s[8] & 15], m[s[9] & 15]);
            Mix(ref v1, ref v6, ref v11, ref v12, m[s[10] & 15], m[s[11] & 15]);
            Mix(ref v2, ref v7, ref v8, ref v13, m[s[12] & 15], m[s[13] & 15]);
            Mix(ref v3, ref v4, ref v9, ref v14, m[s[14] & 15], m[s[15] & 15]);
            row = row == 144 ? 0 : row + 16;
        }

        (v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]) = (v0, v1, v2, v3, v4, v5, v6, v7);
        (v[8], v[9], v[10], v[11], v[12], v[13], v[14], v[15]) = (v8, v9, v10, v11, v12, v13, v14, v15);
    }

    /// <summary>G of RFC 7693 section 3.1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref ulong a, ref ulong b, ref ulong c, ref ulong d, ulong x, ulong y)
    {
        a += b + x;
        d = BitOperations.RotateRight(d ^ a, 32);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 24);
        a += b + y;
        d = BitOperations.RotateRight(d ^ a, 16);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 63);
    }

    private static void ReadWords(ReadOnlySpan<byte> bytes, Span<ulong> words)
    {
        for (int i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * i)..]);
    }
}
