using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fvm.Crypto.Bls12381.Wide;

/// <summary>
/// The Montgomery multiplications of <see cref="Fp2x4"/>: operand scanning (Koc, Acar and Kaliski, 1996, FIOS) over fourteen limbs of 28 bits, half a limb of
/// <see cref="Fp"/> each, whose products of 56 bits add up in 64-bit lanes without a carry: 84 of them at most, and 14 of the reduction. One reduction serves a
/// whole sum of products. The result has the sum's bound over 2520, plus one, and full limbs.
/// </summary>
internal static unsafe class Fp2x4Product
{
    private const int LimbCount = 14;
    private const int Width = 28;
    private const int MaxTerms = 3;

    // p in limbs of 28 bits, and -1/p modulo 2^28.
    private const uint Q0 = 0xfffaaab, Q1 = 0xfefffff, Q2 = 0x3ffffb9, Q3 = 0xfffeb15, Q4 = 0x6241eab, Q5 = 0xa0f6b0f, Q6 = 0xf6730d2,
        Q7 = 0xf38512b, Q8 = 0x4774b84, Q9 = 0x4bacd76, Q10 = 0xba7b643, Q11 = 0xe69a4b1, Q12 = 0x1ea397f, Q13 = 0x001a011;
    private const uint NegativeInverse = 0xffcfffd;

    private static Vector512<ulong> Mask => Vector512.Create((1UL << Width) - 1);

    /// <summary>a b in each slot.</summary>
    [SkipLocalsInit]
    internal static Fp2x4 Multiply(in Fp2x4 a, in Fp2x4 b)
    {
        // SAFETY: see MultiplySum.
        byte* memory = stackalloc byte[Operands.Length + Operands.Alignment];
        Operands* operands = Operands.Align(memory);
        operands->Prepare(a, b);
        return MultiplySum(operands, 1);
    }

    /// <summary>a0 b0 + a1 b1 + a2 b2 in each slot; bounds of the right factors up to 15.</summary>
    [SkipLocalsInit]
    internal static Fp2x4 MultiplySum(in Fp2x4 a0, in Fp2x4 b0, in Fp2x4 a1, in Fp2x4 b1, in Fp2x4 a2, in Fp2x4 b2)
    {
        // SAFETY: see MultiplySum.
        byte* memory = stackalloc byte[(MaxTerms * Operands.Length) + Operands.Alignment];
        Operands* operands = Operands.Align(memory);
        operands[0].Prepare(a0, b0);
        operands[1].Prepare(a1, b1);
        operands[2].Prepare(a2, b2);
        return MultiplySum(operands, MaxTerms);
    }

    /// <summary>The product of each lane: eight products in F(p).</summary>
    [SkipLocalsInit]
    internal static Fp2x4 MultiplyLanes(in Fp2x4 left, in Fp2x4 right)
    {
        // SAFETY: see MultiplySum; of the four arrays of an operand two are used.
        byte* memory = stackalloc byte[Operands.Length + Operands.Alignment];
        Operands* operands = Operands.Align(memory);
        operands->PrepareLanes(left, right);
        return MultiplyLanes(operands);
    }

    /// <summary>(c0 + c1)(c0 - c1) and 2 c0 c1 in each slot, as lane products; for bounds up to 15.</summary>
    internal static Fp2x4 Square(in Fp2x4 value)
    {
        Fp2x4 swapped = value.Swap();

        // Real lanes: (c0 + c1)(c0 - c1 + 16p). Imaginary lanes: (c1 + c1) c0.
        Fp2x4 left = value + Fp2x4.Select(SlotMasks.RealParts, swapped, value);
        Fp2x4 right = Fp2x4.Select(SlotMasks.RealParts, Fp2x4.Subtract(value, swapped, 4), swapped);
        return MultiplyLanes(left, right);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Fp2x4 MultiplySum(Operands* operands, int terms)
    {
        // SAFETY: the callers' memory holds as many operands as terms, aligned; indices below are constants under fourteen, and i is below it.
        Vector512<ulong> t0 = default, t1 = default, t2 = default, t3 = default, t4 = default, t5 = default, t6 = default,
            t7 = default, t8 = default, t9 = default, t10 = default, t11 = default, t12 = default, t13 = default;
        for (int i = 0; i < LimbCount; i++)
        {
            for (int term = 0; term < terms; term++)
            {
                Vector512<ulong> x = operands[term].X[i], y = operands[term].Y[i];
                Vector512<ulong>* b = operands[term].B, c = operands[term].C;
                t0 += Fp2x4.Times(x, b[0]) + Fp2x4.Times(y, c[0]);
                t1 += Fp2x4.Times(x, b[1]) + Fp2x4.Times(y, c[1]);
                t2 += Fp2x4.Times(x, b[2]) + Fp2x4.Times(y, c[2]);
                t3 += Fp2x4.Times(x, b[3]) + Fp2x4.Times(y, c[3]);
                t4 += Fp2x4.Times(x, b[4]) + Fp2x4.Times(y, c[4]);
                t5 += Fp2x4.Times(x, b[5]) + Fp2x4.Times(y, c[5]);
                t6 += Fp2x4.Times(x, b[6]) + Fp2x4.Times(y, c[6]);
                t7 += Fp2x4.Times(x, b[7]) + Fp2x4.Times(y, c[7]);
                t8 += Fp2x4.Times(x, b[8]) + Fp2x4.Times(y, c[8]);
                t9 += Fp2x4.Times(x, b[9]) + Fp2x4.Times(y, c[9]);
                t10 += Fp2x4.Times(x, b[10]) + Fp2x4.Times(y, c[10]);
                t11 += Fp2x4.Times(x, b[11]) + Fp2x4.Times(y, c[11]);
                t12 += Fp2x4.Times(x, b[12]) + Fp2x4.Times(y, c[12]);
                t13 += Fp2x4.Times(x, b[13]) + Fp2x4.Times(y, c[13]);
            }

            Vector512<ulong> m = Fp2x4.Times(t0, Vector512.Create((ulong)NegativeInverse)) & Mask;
            t1 += (t0 + Fp2x4.Times(m, Vector512.Create((ulong)Q0))) >>> Width;
            t0 = t1 + Fp2x4.Times(m, Vector512.Create((ulong)Q1));
            t1 = t2 + Fp2x4.Times(m, Vector512.Create((ulong)Q2));
            t2 = t3 + Fp2x4.Times(m, Vector512.Create((ulong)Q3));
            t3 = t4 + Fp2x4.Times(m, Vector512.Create((ulong)Q4));
            t4 = t5 + Fp2x4.Times(m, Vector512.Create((ulong)Q5));
            t5 = t6 + Fp2x4.Times(m, Vector512.Create((ulong)Q6));
            t6 = t7 + Fp2x4.Times(m, Vector512.Create((ulong)Q7));
            t7 = t8 + Fp2x4.Times(m, Vector512.Create((ulong)Q8));
            t8 = t9 + Fp2x4.Times(m, Vector512.Create((ulong)Q9));
            t9 = t10 + Fp2x4.Times(m, Vector512.Create((ulong)Q10));
            t10 = t11 + Fp2x4.Times(m, Vector512.Create((ulong)Q11));
            t11 = t12 + Fp2x4.Times(m, Vector512.Create((ulong)Q12));
            t12 = t13 + Fp2x4.Times(m, Vector512.Create((ulong)Q13));
            t13 = default;
        }

        t1 += t0 >>> Width;
        t2 += t1 >>> Width;
        t3 += t2 >>> Width;
        t4 += t3 >>> Width;
        t5 += t4 >>> Width;
        t6 += t5 >>> Width;
        t7 += t6 >>> Width;
        t8 += t7 >>> Width;
        t9 += t8 >>> Width;
        t10 += t9 >>> Width;
        t11 += t10 >>> Width;
        t12 += t11 >>> Width;
        t13 += t12 >>> Width;
        return new Fp2x4(
            (t0 & Mask) + ((t1 & Mask) << Width),
            (t2 & Mask) + ((t3 & Mask) << Width),
            (t4 & Mask) + ((t5 & Mask) << Width),
            (t6 & Mask) + ((t7 & Mask) << Width),
            (t8 & Mask) + ((t9 & Mask) << Width),
            (t10 & Mask) + ((t11 & Mask) << Width),
            (t12 & Mask) + (t13 << Width));
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Fp2x4 MultiplyLanes(Operands* operands)
    {
        // SAFETY: as in MultiplySum.
        Vector512<ulong>* b = operands->B;
        Vector512<ulong> t0 = default, t1 = default, t2 = default, t3 = default, t4 = default, t5 = default, t6 = default,
            t7 = default, t8 = default, t9 = default, t10 = default, t11 = default, t12 = default, t13 = default;
        for (int i = 0; i < LimbCount; i++)
        {
            Vector512<ulong> x = operands->X[i];
            t0 += Fp2x4.Times(x, b[0]);
            t1 += Fp2x4.Times(x, b[1]);
            t2 += Fp2x4.Times(x, b[2]);
            t3 += Fp2x4.Times(x, b[3]);
            t4 += Fp2x4.Times(x, b[4]);
            t5 += Fp2x4.Times(x, b[5]);
            t6 += Fp2x4.Times(x, b[6]);
            t7 += Fp2x4.Times(x, b[7]);
            t8 += Fp2x4.Times(x, b[8]);
            t9 += Fp2x4.Times(x, b[9]);
            t10 += Fp2x4.Times(x, b[10]);
            t11 += Fp2x4.Times(x, b[11]);
            t12 += Fp2x4.Times(x, b[12]);
            t13 += Fp2x4.Times(x, b[13]);
            Vector512<ulong> m = Fp2x4.Times(t0, Vector512.Create((ulong)NegativeInverse)) & Mask;
            t1 += (t0 + Fp2x4.Times(m, Vector512.Create((ulong)Q0))) >>> Width;
            t0 = t1 + Fp2x4.Times(m, Vector512.Create((ulong)Q1));
            t1 = t2 + Fp2x4.Times(m, Vector512.Create((ulong)Q2));
            t2 = t3 + Fp2x4.Times(m, Vector512.Create((ulong)Q3));
            t3 = t4 + Fp2x4.Times(m, Vector512.Create((ulong)Q4));
            t4 = t5 + Fp2x4.Times(m, Vector512.Create((ulong)Q5));
            t5 = t6 + Fp2x4.Times(m, Vector512.Create((ulong)Q6));
            t6 = t7 + Fp2x4.Times(m, Vector512.Create((ulong)Q7));
            t7 = t8 + Fp2x4.Times(m, Vector512.Create((ulong)Q8));
            t8 = t9 + Fp2x4.Times(m, Vector512.Create((ulong)Q9));
            t9 = t10 + Fp2x4.Times(m, Vector512.Create((ulong)Q10));
            t10 = t11 + Fp2x4.Times(m, Vector512.Create((ulong)Q11));
            t11 = t12 + Fp2x4.Times(m, Vector512.Create((ulong)Q12));
            t12 = t13 + Fp2x4.Times(m, Vector512.Create((ulong)Q13));
            t13 = default;
        }

        t1 += t0 >>> Width;
        t2 += t1 >>> Width;
        t3 += t2 >>> Width;
        t4 += t3 >>> Width;
        t5 += t4 >>> Width;
        t6 += t5 >>> Width;
        t7 += t6 >>> Width;
        t8 += t7 >>> Width;
        t9 += t8 >>> Width;
        t10 += t9 >>> Width;
        t11 += t10 >>> Width;
        t12 += t11 >>> Width;
        t13 += t12 >>> Width;
        return new Fp2x4(
            (t0 & Mask) + ((t1 & Mask) << Width),
            (t2 & Mask) + ((t3 & Mask) << Width),
            (t4 & Mask) + ((t5 & Mask) << Width),
            (t6 & Mask) + ((t7 & Mask) << Width),
            (t8 & Mask) + ((t9 & Mask) << Width),
            (t10 & Mask) + ((t11 & Mask) << Width),
            (t12 & Mask) + (t13 << Width));
    }
}
