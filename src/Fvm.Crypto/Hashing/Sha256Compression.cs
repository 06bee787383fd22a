using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fvm.Crypto.Hashing;

/// <summary>The compression function of SHA-256 (FIPS 180-4, section 6.2.2) by words: .NET gives no access to the processor's instructions for it.</summary>
internal static class Sha256Compression
{
    internal const int BlockLength = 64;
    internal const int Rounds = 64;
    private const int FirstWords = 16;

    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>Mixes the first 64 bytes of <paramref name="block"/> into the eight words of <paramref name="state"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[Rounds];
        for (int i = 0; i < FirstWords; i++)
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * sizeof(uint))..]);

        // SAFETY: eight rounds a turn read words and constants i to i + 7 of 64, and write word i + 23 at most, while i is below 48.
        ref uint w = ref MemoryMarshal.GetReference(words), constant = ref MemoryMarshal.GetReference(Constants);
        (uint a, uint b, uint c, uint d) = (state[0], state[1], state[2], state[3]);
        (uint e, uint f, uint g, uint h) = (state[4], state[5], state[6], state[7]);
        for (int i = 0; i < Rounds; i += 8)
        {
            // The words of later rounds are made while these rounds wait for one another.
            if (i < Rounds - FirstWords)
                Extend(ref w);

            // The words change their names, not their places.
            Round(a, b, c, ref d, e, f, g, ref h, w + constant);
            Round(h, a, b, ref c, d, e, f, ref g, Unsafe.Add(ref w, 1) + Unsafe.Add(ref constant, 1));
            Round(g, h, a, ref b, c, d, e, ref f, Unsafe.Add(ref w, 2) + Unsafe.Add(ref constant, 2));
            Round(f, g, h, ref a, b, c, d, ref e, Unsafe.Add(ref w, 3) + Unsafe.Add(ref constant, 3));
            Round(e, f, g, ref h, a, b, c, ref d, Unsafe.Add(ref w, 4) + Unsafe.Add(ref constant, 4));
            Round(d, e, f, ref g, h, a, b, ref c, Unsafe.Add(ref w, 5) + Unsafe.Add(ref constant, 5));
            Round(c, d, e, ref f, g, h, a, ref b, Unsafe.Add(ref w, 6) + Unsafe.Add(ref constant, 6));
            Round(b, c, d, ref e, f, g, h, ref a, Unsafe.Add(ref w, 7) + Unsafe.Add(ref constant, 7));
            w = ref Unsafe.Add(ref w, 8);
            constant = ref Unsafe.Add(ref constant, 8);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    /// <summary>Eight words of the message schedule, sixteen behind <paramref name="w"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Extend(ref uint w)
    {
        Extend(ref w, 16);
        Extend(ref w, 17);
        Extend(ref w, 18);
        Extend(ref w, 19);
        Extend(ref w, 20);
        Extend(ref w, 21);
        Extend(ref w, 22);
        Extend(ref w, 23);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Extend(ref uint w, int i)
    {
        uint near = Unsafe.Add(ref w, i - 2), far = Unsafe.Add(ref w, i - 15);
        Unsafe.Add(ref w, i) = Unsafe.Add(ref w, i - 16) + Unsafe.Add(ref w, i - 7)
            + (BitOperations.RotateRight(near, 17) ^ BitOperations.RotateRight(near, 19) ^ (near >> 10))
            + (BitOperations.RotateRight(far, 7) ^ BitOperations.RotateRight(far, 18) ^ (far >> 3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(uint a, uint b, uint c, ref uint d, uint e, uint f, uint g, ref uint h, uint word)
    {
        uint first = h + word + (BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25)) + ((e & (f ^ g)) ^ g);
        d += first;
        h = first + (BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22)) + ((a & b) | (c & (a | b)));
    }
}
