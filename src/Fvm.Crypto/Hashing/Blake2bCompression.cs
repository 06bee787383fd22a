using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fvm.Crypto.Hashing;

/// <summary>
/// The compression function F of BLAKE2b and the little around it (RFC 7693 sections 2.5 to 3.3). Written without a
/// loop over rounds: the message schedule SIGMA is the order of the arguments, and all sixteen words of the working
/// vector are locals, which the JIT keeps in registers as far as they reach. Vectors were tried and do not pay (docs/performance.md).
/// </summary>
internal static class Blake2bCompression
{
    internal const int BlockLength = 128;
    internal const int StateWords = 8;
    internal const int MaxKeyLength = 64;

    // The initialisation vector of SHA-512: fractional parts of the square roots of the first eight primes.
    private const ulong Iv0 = 0x6a09e667f3bcc908, Iv1 = 0xbb67ae8584caa73b, Iv2 = 0x3c6ef372fe94f82b, Iv3 = 0xa54ff53a5f1d36f1;
    private const ulong Iv4 = 0x510e527fade682d1, Iv5 = 0x9b05688c2b3e6c1f, Iv6 = 0x1f83d9abfb41bd6b, Iv7 = 0x5be0cd19137e2179;

    /// <summary>Parameter block of a sequential hash: digest length, key length, fanout 1, depth 1 (RFC 7693 section 2.8).</summary>
    internal static void Initialize(Span<ulong> state, int digestLength, int keyLength)
    {
        state[0] = Iv0 ^ 0x01010000 ^ ((ulong)(uint)keyLength << 8) ^ (uint)digestLength;
        state[1] = Iv1;
        state[2] = Iv2;
        state[3] = Iv3;
        state[4] = Iv4;
        state[5] = Iv5;
        state[6] = Iv6;
        state[7] = Iv7;
    }

    /// <summary>Compresses whole blocks straight from <paramref name="data"/> and returns what is left: 1..128 bytes, or none of none.</summary>
    internal static ReadOnlySpan<byte> AbsorbAllButLast(scoped Span<ulong> state, ReadOnlySpan<byte> data, scoped ref ulong absorbed)
    {
        while (data.Length > BlockLength)
        {
            absorbed += BlockLength;
            Compress(state, data, absorbed, isLast: false);
            data = data[BlockLength..];
        }

        return data;
    }

    /// <summary>Absorbs the rest of the data, the last block padded with zeros and flagged.</summary>
    internal static void AbsorbLast(Span<ulong> state, ReadOnlySpan<byte> data, ulong bytesBefore)
    {
        data = AbsorbAllButLast(state, data, ref bytesBefore);
        Span<byte> block = stackalloc byte[BlockLength];
        block.Clear();
        data.CopyTo(block);
        Compress(state, block, bytesBefore + (uint)data.Length, isLast: true);
    }

    internal static void WriteDigest(ReadOnlySpan<ulong> state, Span<byte> digest)
    {
        int word = 0;
        for (; digest.Length >= sizeof(ulong); digest = digest[sizeof(ulong)..])
            BinaryPrimitives.WriteUInt64LittleEndian(digest, state[word++]);
        for (int i = 0; i < digest.Length; i++)
            digest[i] = (byte)(state[word] >> (8 * i));
    }

    /// <summary>F over one block. The byte counter has 128 bits in the RFC; no data of ours reaches 2^64 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compress(Span<ulong> state, ReadOnlySpan<byte> block, ulong byteCount, bool isLast)
    {
        block = block[..BlockLength];
        state = state[..StateWords];
        ulong m0 = Word(block, 0), m1 = Word(block, 1), m2 = Word(block, 2), m3 = Word(block, 3);
        ulong m4 = Word(block, 4), m5 = Word(block, 5), m6 = Word(block, 6), m7 = Word(block, 7);
        ulong m8 = Word(block, 8), m9 = Word(block, 9), m10 = Word(block, 10), m11 = Word(block, 11);
        ulong m12 = Word(block, 12), m13 = Word(block, 13), m14 = Word(block, 14), m15 = Word(block, 15);

        ulong v0 = state[0], v1 = state[1], v2 = state[2], v3 = state[3];
        ulong v4 = state[4], v5 = state[5], v6 = state[6], v7 = state[7];
        ulong v8 = Iv0, v9 = Iv1, v10 = Iv2, v11 = Iv3;
        ulong v12 = Iv4 ^ byteCount, v13 = Iv5, v14 = isLast ? ~Iv6 : Iv6, v15 = Iv7;

        Round(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15,
            m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15);
        Round(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15,
            m14, m10, m4, m8, m9, m15, m13, m6, m1, m12, m0, m2, m11, m7, m5, m3);
        Round(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15,
            m11, m8, m12, m0, m5, m2, m15, m13, m10, m14, m3, m6, m7, m1, m9, m4);
        Round(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15,
            m7, m9, m3, m1, m13, m12, m11, m14, m2, m6, m5, m10, m4, m0, m15, m8);
        Round(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15,
            m9, m0, m5, m7, m2, m4, m10, m15, m14, m1, m11, m12, m6, m8, m3, m13);
        Round(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15,
            m2, m12, m6, m10, m0, m11, m8, m3, m4, m13, m7, m5, m15, m14, m1, m9);
        Round(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15,
            m12, m5, m1, m15, m14, m13, m4, m10, m0, m7, m6, m3, m9, m2, m8, m11);
        Round(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15,
            m13, m11, m7, m14, m12, m1, m3, m9, m5, m0, m15, m4, m8, m6, m2, m10);
        Round(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15,
            m6, m15, m14, m9, m11, m3, m0, m8, m12, m2, m13, m7, m1, m4, m10, m5);
        Round(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15,
            m10, m2, m8, m4, m7, m6, m1, m5, m15, m11, m9, m14, m3, m12, m13, m0);
        Round(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15,
            m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15);
        Round(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11, ref v12, ref v13, ref v14, ref v15,
            m14, m10, m4, m8, m9, m15, m13, m6, m1, m12, m0, m2, m11, m7, m5, m3);

        state[0] ^= v0 ^ v8;
        state[1] ^= v1 ^ v9;
        state[2] ^= v2 ^ v10;
        state[3] ^= v3 ^ v11;
        state[4] ^= v4 ^ v12;
        state[5] ^= v5 ^ v13;
        state[6] ^= v6 ^ v14;
        state[7] ^= v7 ^ v15;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ReadOnlySpan<byte> block, int index) =>
        BinaryPrimitives.ReadUInt64LittleEndian(block[(index * sizeof(ulong))..]);

    /// <summary>Columns, then diagonals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3, ref ulong v4, ref ulong v5, ref ulong v6, ref ulong v7,
        ref ulong v8, ref ulong v9, ref ulong v10, ref ulong v11, ref ulong v12, ref ulong v13, ref ulong v14, ref ulong v15,
        ulong x0, ulong x1, ulong x2, ulong x3, ulong x4, ulong x5, ulong x6, ulong x7,
        ulong x8, ulong x9, ulong x10, ulong x11, ulong x12, ulong x13, ulong x14, ulong x15)
    {
        Mix(ref v0, ref v4, ref v8, ref v12, x0, x1);
        Mix(ref v1, ref v5, ref v9, ref v13, x2, x3);
        Mix(ref v2, ref v6, ref v10, ref v14, x4, x5);
        Mix(ref v3, ref v7, ref v11, ref v15, x6, x7);
        Mix(ref v0, ref v5, ref v10, ref v15, x8, x9);
        Mix(ref v1, ref v6, ref v11, ref v12, x10, x11);
        Mix(ref v2, ref v7, ref v8, ref v13, x12, x13);
        Mix(ref v3, ref v4, ref v9, ref v14, x14, x15);
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
}
