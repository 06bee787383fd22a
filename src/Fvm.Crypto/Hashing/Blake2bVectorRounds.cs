using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fvm.Crypto.Hashing;

/// <summary>
/// The rounds of BLAKE2b with the four columns side by side in vectors of four words. Rotations and the choice of message words are single instructions of
/// AVX-512. For the diagonals a, c and d are turned and b, which is ready last, stays in place.
/// </summary>
internal static class Blake2bVectorRounds
{
    /// <summary>Words of the message by vector: a round takes eight for its columns (first words, then second ones), then eight for its diagonals.</summary>
    private static ReadOnlySpan<ulong> Schedule =>
    [
        0, 2, 4, 6, 1, 3, 5, 7,
        14, 8, 10, 12, 15, 9, 11, 13,
        14, 4, 9, 13, 10, 8, 15, 6,
        5, 1, 0, 11, 3, 12, 2, 7,
        11, 12, 5, 15, 8, 0, 2, 13,
        9, 10, 3, 7, 4, 14, 6, 1,
        7, 3, 13, 11, 9, 1, 12, 14,
        15, 2, 5, 4, 8, 6, 10, 0,
        9, 5, 2, 10, 0, 7, 4, 15,
        3, 14, 11, 6, 13, 1, 12, 8,
        2, 6, 0, 8, 12, 10, 11, 3,
        1, 4, 7, 15, 9, 13, 5, 14,
        12, 1, 14, 4, 5, 15, 13, 10,
        8, 0, 6, 9, 11, 7, 3, 2,
        13, 7, 12, 3, 11, 14, 1, 9,
        2, 5, 15, 8, 10, 0, 4, 6,
        6, 14, 11, 0, 15, 9, 3, 8,
        10, 12, 13, 1, 5, 2, 7, 4,
        10, 8, 7, 1, 2, 4, 6, 5,
        13, 15, 9, 3, 0, 11, 14, 12,
    ];

    internal static bool IsSupported => Avx512F.VL.IsSupported;

    /// <summary>Runs twelve rounds over the working vector's four rows; the block has 128 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(
        ref Vector256<ulong> row0, ref Vector256<ulong> row1, ref Vector256<ulong> row2, ref Vector256<ulong> row3, ReadOnlySpan<byte> block)
    {
        ref byte start = ref MemoryMarshal.GetReference(block[..Blake2bCompression.BlockLength]);
        Vector512<ulong> low = Vector512.LoadUnsafe(ref start).AsUInt64(), high = Vector512.LoadUnsafe(ref start, 64).AsUInt64();
        ref ulong schedule = ref MemoryMarshal.GetReference(Schedule);
        Vector256<ulong> a = row0, b = row1, c = row2, d = row3;
        nuint position = 0;
        for (int round = 0; round < 12; round++)
        {
            // The last two rounds are the first two again.
            if (round == 10)
                position = 0;
            Vector512<ulong> columns = Avx512F.PermuteVar8x64x2(low, Vector512.LoadUnsafe(ref schedule, position), high);
            Vector512<ulong> diagonals = Avx512F.PermuteVar8x64x2(low, Vector512.LoadUnsafe(ref schedule, position + 8), high);
            position += 16;
            Half(ref a, ref b, ref c, ref d, columns);

            // Lane i of b meets lane i - 1 of a, i + 1 of c, i + 2 of d.
            a = Avx2.Permute4x64(a, 0b10_01_00_11);
            c = Avx2.Permute4x64(c, 0b00_11_10_01);
            d = Avx2.Permute4x64(d, 0b01_00_11_10);
            Half(ref a, ref b, ref c, ref d, diagonals);
            a = Avx2.Permute4x64(a, 0b00_11_10_01);
            c = Avx2.Permute4x64(c, 0b10_01_00_11);
            d = Avx2.Permute4x64(d, 0b01_00_11_10);
        }

        (row0, row1, row2, row3) = (a, b, c, d);
    }

    /// <summary>G of RFC 7693 section 3.1, four at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Half(
        ref Vector256<ulong> a, ref Vector256<ulong> b, ref Vector256<ulong> c, ref Vector256<ulong> d, Vector512<ulong> words)
    {
        a = a + words.GetLower() + b;
        d = Avx512F.VL.RotateRight(d ^ a, 32);
        c += d;
        b = Avx512F.VL.RotateRight(b ^ c, 24);
        a = a + words.GetUpper() + b;
        d = Avx512F.VL.RotateRight(d ^ a, 16);
        c += d;
        b = Avx512F.VL.RotateRight(b ^ c, 63);
    }
}
