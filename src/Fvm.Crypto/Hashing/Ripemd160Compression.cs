using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fvm.Crypto.Hashing;

/// <summary>
/// The compression function of RIPEMD-160: two lines of five rounds of sixteen steps over the same block, with other
/// word orders, rotations and constants, and the five boolean functions in opposite order (tables of the 1996 paper,
/// appendix A). The lines are independent until the end, so a step of each is done in turn: the processor overlaps them.
/// </summary>
internal static class Ripemd160Compression
{
    internal const int BlockLength = 64;
    private const int StepsPerRound = 16;

    private static ReadOnlySpan<byte> LeftWords =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        7, 4, 13, 1, 10, 6, 15, 3, 12, 0, 9, 5, 2, 14, 11, 8,
        3, 10, 14, 4, 9, 15, 8, 1, 2, 7, 0, 6, 13, 11, 5, 12,
        1, 9, 11, 10, 0, 8, 12, 4, 13, 3, 7, 15, 14, 5, 6, 2,
        4, 0, 5, 9, 7, 12, 2, 10, 14, 1, 3, 8, 11, 6, 15, 13,
    ];

    private static ReadOnlySpan<byte> RightWords =>
    [
        5, 14, 7, 0, 9, 2, 11, 4, 13, 6, 15, 8, 1, 10, 3, 12,
        6, 11, 3, 7, 0, 13, 5, 10, 14, 15, 8, 12, 4, 9, 1, 2,
        15, 5, 1, 3, 7, 14, 6, 9, 11, 8, 12, 2, 10, 0, 4, 13,
        8, 6, 4, 1, 3, 11, 15, 0, 5, 12, 2, 13, 9, 7, 10, 14,
        12, 15, 10, 4, 1, 5, 8, 7, 6, 2, 13, 14, 0, 3, 9, 11,
    ];

    private static ReadOnlySpan<byte> LeftRotations =>
    [
        11, 14, 15, 12, 5, 8, 7, 9, 11, 13, 14, 15, 6, 7, 9, 8,
        7, 6, 8, 13, 11, 9, 7, 15, 7, 12, 15, 9, 11, 7, 13, 12,
        11, 13, 6, 7, 14, 9, 13, 15, 14, 8, 13, 6, 5, 12, 7, 5,
        11, 12, 14, 15, 14, 15, 9, 8, 9, 14, 5, 6, 8, 6, 5, 12,
        9, 15, 5, 11, 6, 8, 13, 12, 5, 12, 13, 14, 11, 8, 5, 6,
    ];

    private static ReadOnlySpan<byte> RightRotations =>
    [
        8, 9, 9, 11, 13, 15, 15, 5, 7, 7, 8, 11, 14, 14, 12, 6,
        9, 13, 15, 7, 12, 8, 9, 11, 7, 7, 12, 7, 6, 15, 13, 11,
        9, 7, 15, 11, 8, 6, 6, 14, 12, 13, 5, 14, 13, 13, 7, 5,
        15, 5, 8, 11, 14, 14, 6, 14, 6, 9, 12, 9, 12, 5, 15, 8,
        8, 5, 12, 9, 12, 5, 14, 6, 8, 13, 6, 5, 15, 13, 11, 11,
    ];

    /// <summary>Mixes the first 64 bytes of <paramref name="block"/> into the five words of <paramref name="state"/>.</summary>
    internal static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[StepsPerRound];
        for (int i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(block[(i * sizeof(uint))..]);

        Line left = new(state);
        Line right = new(state);
        Round<Xor, OrNotRight>(0, words, ref left, 0x00000000, ref right, 0x50a28be6);
        Round<Choose, ChooseByLast>(1, words, ref left, 0x5a827999, ref right, 0x5c4dd124);
        Round<OrNot, OrNot>(2, words, ref left, 0x6ed9eba1, ref right, 0x6d703ef3);
        Round<ChooseByLast, Choose>(3, words, ref left, 0x8f1bbcdc, ref right, 0x7a6d76e9);
        Round<OrNotRight, Xor>(4, words, ref left, 0xa953fd4e, ref right, 0x00000000);

        uint first = state[1] + left.C + right.D;
        state[1] = state[2] + left.D + right.E;
        state[2] = state[3] + left.E + right.A;
        state[3] = state[4] + left.A + right.B;
        state[4] = state[0] + left.B + right.C;
        state[0] = first;
    }

    private static void Round<TLeft, TRight>(
        int round, ReadOnlySpan<uint> words, ref Line left, uint leftConstant, ref Line right, uint rightConstant)
        where TLeft : struct, IBooleanFunction
        where TRight : struct, IBooleanFunction
    {
        int start = round * StepsPerRound;
        ReadOnlySpan<byte> leftWords = LeftWords.Slice(start, StepsPerRound), rightWords = RightWords.Slice(start, StepsPerRound);
        ReadOnlySpan<byte> leftRotations = LeftRotations.Slice(start, StepsPerRound);
        ReadOnlySpan<byte> rightRotations = RightRotations.Slice(start, StepsPerRound);
        Line l = left, r = right;
        for (int i = 0; i < StepsPerRound; i++)
        {
            l.Step(TLeft.Apply(l.B, l.C, l.D) + words[leftWords[i]] + leftConstant, leftRotations[i]);
            r.Step(TRight.Apply(r.B, r.C, r.D) + words[rightWords[i]] + rightConstant, rightRotations[i]);
        }

        left = l;
        right = r;
    }

    /// <summary>The five chaining words of one line.</summary>
    private struct Line(ReadOnlySpan<uint> state)
    {
        internal uint A = state[0], B = state[1], C = state[2], D = state[3], E = state[4];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Step(uint mixed, int rotation)
        {
            uint next = BitOperations.RotateLeft(A + mixed, rotation) + E;
            A = E;
            E = D;
            D = BitOperations.RotateLeft(C, 10);
            C = B;
            B = next;
        }
    }

    /// <summary>A boolean function as a type, so that the JIT makes one loop per pair with the function in it.</summary>
    private interface IBooleanFunction
    {
        static abstract uint Apply(uint x, uint y, uint z);
    }

    private readonly struct Xor : IBooleanFunction
    {
        public static uint Apply(uint x, uint y, uint z) => x ^ y ^ z;
    }

    private readonly struct Choose : IBooleanFunction
    {
        public static uint Apply(uint x, uint y, uint z) => (x & y) | (~x & z);
    }

    private readonly struct OrNot : IBooleanFunction
    {
        public static uint Apply(uint x, uint y, uint z) => (x | ~y) ^ z;
    }

    private readonly struct ChooseByLast : IBooleanFunction
    {
        public static uint Apply(uint x, uint y, uint z) => (x & z) | (y & ~z);
    }

    private readonly struct OrNotRight : IBooleanFunction
    {
        public static uint Apply(uint x, uint y, uint z) => x ^ (y | ~z);
    }
}
