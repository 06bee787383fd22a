using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fvm.Crypto.Hashing;

/// <summary>
/// The compression function of RIPEMD-160: two lines of five rounds of sixteen steps over the same block, with other
/// word orders, rotations and constants, and the five boolean functions in opposite order (tables of the 1996 paper,
/// appendix A). The lines are independent until the end, so a step of each is done in turn: the processor overlaps them.
/// The steps are written out, so that every word, rotation and register has its place in the code: a loop over the tables
/// takes twice the time. A step waits for the one before it only in its second word.
/// </summary>
internal static class Ripemd160Compression
{
    internal const int BlockLength = 64;

    /// <summary>Mixes the first 64 bytes of <paramref name="block"/> into the five words of <paramref name="state"/>.</summary>
    internal static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Words words = default;
        for (int i = 0; i < Words.Length; i++)
            words[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(block[(i * sizeof(uint))..]);

        Line left = new(state), right = new(state);
        FirstRound(words, ref left, ref right);
        SecondRound(words, ref left, ref right);
        ThirdRound(words, ref left, ref right);
        FourthRound(words, ref left, ref right);
        FifthRound(words, ref left, ref right);

        uint first = state[1] + left.C + right.D;
        state[1] = state[2] + left.D + right.E;
        state[2] = state[3] + left.E + right.A;
        state[3] = state[4] + left.A + right.B;
        state[4] = state[0] + left.B + right.C;
        state[0] = first;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FirstRound(in Words w, ref Line left, ref Line right)
    {
        const uint L = 0, R = 0x50a28be6;
        (uint a, uint b, uint c, uint d, uint e) = (left.A, left.B, left.C, left.D, left.E);
        (uint v, uint x, uint y, uint z, uint t) = (right.A, right.B, right.C, right.D, right.E);
        Step(ref a, Xor(b, c, d), ref c, e, w[0] + L, 11);
        Step(ref v, OrNotRight(x, y, z), ref y, t, w[5] + R, 8);
        Step(ref e, Xor(a, b, c), ref b, d, w[1] + L, 14);
        Step(ref t, OrNotRight(v, x, y), ref x, z, w[14] + R, 9);
        Step(ref d, Xor(e, a, b), ref a, c, w[2] + L, 15);
        Step(ref z, OrNotRight(t, v, x), ref v, y, w[7] + R, 9);
        Step(ref c, Xor(d, e, a), ref e, b, w[3] + L, 12);
        Step(ref y, OrNotRight(z, t, v), ref t, x, w[0] + R, 11);
        Step(ref b, Xor(c, d, e), ref d, a, w[4] + L, 5);
        Step(ref x, OrNotRight(y, z, t), ref z, v, w[9] + R, 13);
        Step(ref a, Xor(b, c, d), ref c, e, w[5] + L, 8);
        Step(ref v, OrNotRight(x, y, z), ref y, t, w[2] + R, 15);
        Step(ref e, Xor(a, b, c), ref b, d, w[6] + L, 7);
        Step(ref t, OrNotRight(v, x, y), ref x, z, w[11] + R, 15);
        Step(ref d, Xor(e, a, b), ref a, c, w[7] + L, 9);
        Step(ref z, OrNotRight(t, v, x), ref v, y, w[4] + R, 5);
        Step(ref c, Xor(d, e, a), ref e, b, w[8] + L, 11);
        Step(ref y, OrNotRight(z, t, v), ref t, x, w[13] + R, 7);
        Step(ref b, Xor(c, d, e), ref d, a, w[9] + L, 13);
        Step(ref x, OrNotRight(y, z, t), ref z, v, w[6] + R, 7);
        Step(ref a, Xor(b, c, d), ref c, e, w[10] + L, 14);
        Step(ref v, OrNotRight(x, y, z), ref y, t, w[15] + R, 8);
        Step(ref e, Xor(a, b, c), ref b, d, w[11] + L, 15);
        Step(ref t, OrNotRight(v, x, y), ref x, z, w[8] + R, 11);
        Step(ref d, Xor(e, a, b), ref a, c, w[12] + L, 6);
        Step(ref z, OrNotRight(t, v, x), ref v, y, w[1] + R, 14);
        Step(ref c, Xor(d, e, a), ref e, b, w[13] + L, 7);
        Step(ref y, OrNotRight(z, t, v), ref t, x, w[10] + R, 14);
        Step(ref b, Xor(c, d, e), ref d, a, w[14] + L, 9);
        Step(ref x, OrNotRight(y, z, t), ref z, v, w[3] + R, 12);
        Step(ref a, Xor(b, c, d), ref c, e, w[15] + L, 8);
        Step(ref v, OrNotRight(x, y, z), ref y, t, w[12] + R, 6);
        left = new Line(e, a, b, c, d);
        right = new Line(t, v, x, y, z);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SecondRound(in Words w, ref Line left, ref Line right)
    {
        const uint L = 0x5a827999, R = 0x5c4dd124;
        (uint a, uint b, uint c, uint d, uint e) = (left.A, left.B, left.C, left.D, left.E);
        (uint v, uint x, uint y, uint z, uint t) = (right.A, right.B, right.C, right.D, right.E);
        Step(ref a, Choose(b, c, d), ref c, e, w[7] + L, 7);
        Step(ref v, ChooseByLast(x, y, z), ref y, t, w[6] + R, 9);
        Step(ref e, Choose(a, b, c), ref b, d, w[4] + L, 6);
        Step(ref t, ChooseByLast(v, x, y), ref x, z, w[11] + R, 13);
        Step(ref d, Choose(e, a, b), ref a, c, w[13] + L, 8);
        Step(ref z, ChooseByLast(t, v, x), ref v, y, w[3] + R, 15);
        Step(ref c, Choose(d, e, a), ref e, b, w[1] + L, 13);
        Step(ref y, ChooseByLast(z, t, v), ref t, x, w[7] + R, 7);
        Step(ref b, Choose(c, d, e), ref d, a, w[10] + L, 11);
        Step(ref x, ChooseByLast(y, z, t), ref z, v, w[0] + R, 12);
        Step(ref a, Choose(b, c, d), ref c, e, w[6] + L, 9);
        Step(ref v, ChooseByLast(x, y, z), ref y, t, w[13] + R, 8);
        Step(ref e, Choose(a, b, c), ref b, d, w[15] + L, 7);
        Step(ref t, ChooseByLast(v, x, y), ref x, z, w[5] + R, 9);
        Step(ref d, Choose(e, a, b), ref a, c, w[3] + L, 15);
        Step(ref z, ChooseByLast(t, v, x), ref v, y, w[10] + R, 11);
        Step(ref c, Choose(d, e, a), ref e, b, w[12] + L, 7);
        Step(ref y, ChooseByLast(z, t, v), ref t, x, w[14] + R, 7);
        Step(ref b, Choose(c, d, e), ref d, a, w[0] + L, 12);
        Step(ref x, ChooseByLast(y, z, t), ref z, v, w[15] + R, 7);
        Step(ref a, Choose(b, c, d), ref c, e, w[9] + L, 15);
        Step(ref v, ChooseByLast(x, y, z), ref y, t, w[8] + R, 12);
        Step(ref e, Choose(a, b, c), ref b, d, w[5] + L, 9);
        Step(ref t, ChooseByLast(v, x, y), ref x, z, w[12] + R, 7);
        Step(ref d, Choose(e, a, b), ref a, c, w[2] + L, 11);
        Step(ref z, ChooseByLast(t, v, x), ref v, y, w[4] + R, 6);
        Step(ref c, Choose(d, e, a), ref e, b, w[14] + L, 7);
        Step(ref y, ChooseByLast(z, t, v), ref t, x, w[9] + R, 15);
        Step(ref b, Choose(c, d, e), ref d, a, w[11] + L, 13);
        Step(ref x, ChooseByLast(y, z, t), ref z, v, w[1] + R, 13);
        Step(ref a, Choose(b, c, d), ref c, e, w[8] + L, 12);
        Step(ref v, ChooseByLast(x, y, z), ref y, t, w[2] + R, 11);
        left = new Line(e, a, b, c, d);
        right = new Line(t, v, x, y, z);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ThirdRound(in Words w, ref Line left, ref Line right)
    {
        const uint L = 0x6ed9eba1, R = 0x6d703ef3;
        (uint a, uint b, uint c, uint d, uint e) = (left.A, left.B, left.C, left.D, left.E);
        (uint v, uint x, uint y, uint z, uint t) = (right.A, right.B, right.C, right.D, right.E);
        Step(ref a, OrNot(b, c, d), ref c, e, w[3] + L, 11);
        Step(ref v, OrNot(x, y, z), ref y, t, w[15] + R, 9);
        Step(ref e, OrNot(a, b, c), ref b, d, w[10] + L, 13);
        Step(ref t, OrNot(v, x, y), ref x, z, w[5] + R, 7);
        Step(ref d, OrNot(e, a, b), ref a, c, w[14] + L, 6);
        Step(ref z, OrNot(t, v, x), ref v, y, w[1] + R, 15);
        Step(ref c, OrNot(d, e, a), ref e, b, w[4] + L, 7);
        Step(ref y, OrNot(z, t, v), ref t, x, w[3] + R, 11);
        Step(ref b, OrNot(c, d, e), ref d, a, w[9] + L, 14);
        Step(ref x, OrNot(y, z, t), ref z, v, w[7] + R, 8);
        Step(ref a, OrNot(b, c, d), ref c, e, w[15] + L, 9);
        Step(ref v, OrNot(x, y, z), ref y, t, w[14] + R, 6);
        Step(ref e, OrNot(a, b, c), ref b, d, w[8] + L, 13);
        Step(ref t, OrNot(v, x, y), ref x, z, w[6] + R, 6);
        Step(ref d, OrNot(e, a, b), ref a, c, w[1] + L, 15);
        Step(ref z, OrNot(t, v, x), ref v, y, w[9] + R, 14);
        Step(ref c, OrNot(d, e, a), ref e, b, w[2] + L, 14);
        Step(ref y, OrNot(z, t, v), ref t, x, w[11] + R, 12);
        Step(ref b, OrNot(c, d, e), ref d, a, w[7] + L, 8);
        Step(ref x, OrNot(y, z, t), ref z, v, w[8] + R, 13);
        Step(ref a, OrNot(b, c, d), ref c, e, w[0] + L, 13);
        Step(ref v, OrNot(x, y, z), ref y, t, w[12] + R, 5);
        Step(ref e, OrNot(a, b, c), ref b, d, w[6] + L, 6);
        Step(ref t, OrNot(v, x, y), ref x, z, w[2] + R, 14);
        Step(ref d, OrNot(e, a, b), ref a, c, w[13] + L, 5);
        Step(ref z, OrNot(t, v, x), ref v, y, w[10] + R, 13);
        Step(ref c, OrNot(d, e, a), ref e, b, w[11] + L, 12);
        Step(ref y, OrNot(z, t, v), ref t, x, w[0] + R, 13);
        Step(ref b, OrNot(c, d, e), ref d, a, w[5] + L, 7);
        Step(ref x, OrNot(y, z, t), ref z, v, w[4] + R, 7);
        Step(ref a, OrNot(b, c, d), ref c, e, w[12] + L, 5);
        Step(ref v, OrNot(x, y, z), ref y, t, w[13] + R, 5);
        left = new Line(e, a, b, c, d);
        right = new Line(t, v, x, y, z);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourthRound(in Words w, ref Line left, ref Line right)
    {
        const uint L = 0x8f1bbcdc, R = 0x7a6d76e9;
        (uint a, uint b, uint c, uint d, uint e) = (left.A, left.B, left.C, left.D, left.E);
        (uint v, uint x, uint y, uint z, uint t) = (right.A, right.B, right.C, right.D, right.E);
        Step(ref a, ChooseByLast(b, c, d), ref c, e, w[1] + L, 11);
        Step(ref v, Choose(x, y, z), ref y, t, w[8] + R, 15);
        Step(ref e, ChooseByLast(a, b, c), ref b, d, w[9] + L, 12);
        Step(ref t, Choose(v, x, y), ref x, z, w[6] + R, 5);
        Step(ref d, ChooseByLast(e, a, b), ref a, c, w[11] + L, 14);
        Step(ref z, Choose(t, v, x), ref v, y, w[4] + R, 8);
        Step(ref c, ChooseByLast(d, e, a), ref e, b, w[10] + L, 15);
        Step(ref y, Choose(z, t, v), ref t, x, w[1] + R, 11);
        Step(ref b, ChooseByLast(c, d, e), ref d, a, w[0] + L, 14);
        Step(ref x, Choose(y, z, t), ref z, v, w[3] + R, 14);
        Step(ref a, ChooseByLast(b, c, d), ref c, e, w[8] + L, 15);
        Step(ref v, Choose(x, y, z), ref y, t, w[11] + R, 14);
        Step(ref e, ChooseByLast(a, b, c), ref b, d, w[12] + L, 9);
        Step(ref t, Choose(v, x, y), ref x, z, w[15] + R, 6);
        Step(ref d, ChooseByLast(e, a, b), ref a, c, w[4] + L, 8);
        Step(ref z, Choose(t, v, x), ref v, y, w[0] + R, 14);
        Step(ref c, ChooseByLast(d, e, a), ref e, b, w[13] + L, 9);
        Step(ref y, Choose(z, t, v), ref t, x, w[5] + R, 6);
        Step(ref b, ChooseByLast(c, d, e), ref d, a, w[3] + L, 14);
        Step(ref x, Choose(y, z, t), ref z, v, w[12] + R, 9);
        Step(ref a, ChooseByLast(b, c, d), ref c, e, w[7] + L, 5);
        Step(ref v, Choose(x, y, z), ref y, t, w[2] + R, 12);
        Step(ref e, ChooseByLast(a, b, c), ref b, d, w[15] + L, 6);
        Step(ref t, Choose(v, x, y), ref x, z, w[13] + R, 9);
        Step(ref d, ChooseByLast(e, a, b), ref a, c, w[14] + L, 8);
        Step(ref z, Choose(t, v, x), ref v, y, w[9] + R, 12);
        Step(ref c, ChooseByLast(d, e, a), ref e, b, w[5] + L, 6);
        Step(ref y, Choose(z, t, v), ref t, x, w[7] + R, 5);
        Step(ref b, ChooseByLast(c, d, e), ref d, a, w[6] + L, 5);
        Step(ref x, Choose(y, z, t), ref z, v, w[10] + R, 15);
        Step(ref a, ChooseByLast(b, c, d), ref c, e, w[2] + L, 12);
        Step(ref v, Choose(x, y, z), ref y, t, w[14] + R, 8);
        left = new Line(e, a, b, c, d);
        right = new Line(t, v, x, y, z);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FifthRound(in Words w, ref Line left, ref Line right)
    {
        const uint L = 0xa953fd4e, R = 0;
        (uint a, uint b, uint c, uint d, uint e) = (left.A, left.B, left.C, left.D, left.E);
        (uint v, uint x, uint y, uint z, uint t) = (right.A, right.B, right.C, right.D, right.E);
        Step(ref a, OrNotRight(b, c, d), ref c, e, w[4] + L, 9);
        Step(ref v, Xor(x, y, z), ref y, t, w[12] + R, 8);
        Step(ref e, OrNotRight(a, b, c), ref b, d, w[0] + L, 15);
        Step(ref t, Xor(v, x, y), ref x, z, w[15] + R, 5);
        Step(ref d, OrNotRight(e, a, b), ref a, c, w[5] + L, 5);
        Step(ref z, Xor(t, v, x), ref v, y, w[10] + R, 12);
        Step(ref c, OrNotRight(d, e, a), ref e, b, w[9] + L, 11);
        Step(ref y, Xor(z, t, v), ref t, x, w[4] + R, 9);
        Step(ref b, OrNotRight(c, d, e), ref d, a, w[7] + L, 6);
        Step(ref x, Xor(y, z, t), ref z, v, w[1] + R, 12);
        Step(ref a, OrNotRight(b, c, d), ref c, e, w[12] + L, 8);
        Step(ref v, Xor(x, y, z), ref y, t, w[5] + R, 5);
        Step(ref e, OrNotRight(a, b, c), ref b, d, w[2] + L, 13);
        Step(ref t, Xor(v, x, y), ref x, z, w[8] + R, 14);
        Step(ref d, OrNotRight(e, a, b), ref a, c, w[10] + L, 12);
        Step(ref z, Xor(t, v, x), ref v, y, w[7] + R, 6);
        Step(ref c, OrNotRight(d, e, a), ref e, b, w[14] + L, 5);
        Step(ref y, Xor(z, t, v), ref t, x, w[6] + R, 8);
        Step(ref b, OrNotRight(c, d, e), ref d, a, w[1] + L, 12);
        Step(ref x, Xor(y, z, t), ref z, v, w[2] + R, 13);
        Step(ref a, OrNotRight(b, c, d), ref c, e, w[3] + L, 13);
        Step(ref v, Xor(x, y, z), ref y, t, w[13] + R, 6);
        Step(ref e, OrNotRight(a, b, c), ref b, d, w[8] + L, 14);
        Step(ref t, Xor(v, x, y), ref x, z, w[14] + R, 5);
        Step(ref d, OrNotRight(e, a, b), ref a, c, w[11] + L, 11);
        Step(ref z, Xor(t, v, x), ref v, y, w[0] + R, 15);
        Step(ref c, OrNotRight(d, e, a), ref e, b, w[6] + L, 8);
        Step(ref y, Xor(z, t, v), ref t, x, w[3] + R, 13);
        Step(ref b, OrNotRight(c, d, e), ref d, a, w[15] + L, 5);
        Step(ref x, Xor(y, z, t), ref z, v, w[9] + R, 11);
        Step(ref a, OrNotRight(b, c, d), ref c, e, w[13] + L, 6);
        Step(ref v, Xor(x, y, z), ref y, t, w[11] + R, 11);
        left = new Line(e, a, b, c, d);
        right = new Line(t, v, x, y, z);
    }

    /// <summary>What in the paper's words is: T := rol(A + f(B, C, D) + X + K) + E; A := E; E := D; D := rol10(C); C := B; B := T. Names move instead of words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(ref uint a, uint mixed, ref uint c, uint e, uint constant, int rotation)
    {
        a = BitOperations.RotateLeft(a + constant + mixed, rotation) + e;
        c = BitOperations.RotateLeft(c, 10);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Xor(uint x, uint y, uint z) => x ^ (y ^ z);

    /// <summary>(x and y) or (not x and z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Choose(uint x, uint y, uint z) => (x & (y ^ z)) ^ z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint OrNot(uint x, uint y, uint z) => (x | ~y) ^ z;

    /// <summary>(x and z) or (y and not z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint ChooseByLast(uint x, uint y, uint z) => (x & z) | (y & ~z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint OrNotRight(uint x, uint y, uint z) => x ^ (y | ~z);

    /// <summary>The sixteen words of a block.</summary>
    [InlineArray(Length)]
    private struct Words
    {
        internal const int Length = 16;

        private uint _first;
    }

    /// <summary>The five chaining words of one line.</summary>
    private readonly struct Line(uint a, uint b, uint c, uint d, uint e)
    {
        internal readonly uint A = a, B = b, C = c, D = d, E = e;

        internal Line(ReadOnlySpan<uint> state)
            : this(state[0], state[1], state[2], state[3], state[4])
        {
        }
    }
}
