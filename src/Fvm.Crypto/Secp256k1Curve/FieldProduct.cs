using System.Runtime.CompilerServices;
using static Fvm.Crypto.Fields.WordProduct;
using static Fvm.Crypto.Secp256k1Curve.FieldElement;

namespace Fvm.Crypto.Secp256k1Curve;

/// <summary>
/// Products of <see cref="FieldElement"/>, written out by columns. Limbs may have up to 56 bits, if those of two factors together have no more than 113: a column adds
/// up the parts of its products below and above 2^56 (see <see cref="Fields.WordProduct"/>), at most five of each, and takes the upper parts of the column before, so that
/// no sum passes 64 bits. No carry runs through the columns, as that would take longer than the products: what lies above 2^260 is folded by 2^260 mod p as it is, what then
/// lies above 2^256 by <see cref="Fold"/>, and carries move one limb. No branch and no memory address depends on the values.
/// </summary>
internal static class FieldProduct
{
    private const int Gap = 8, Split = 64 - Gap, Up = Split - Width;

    // 2^260 mod p; both constants also moved up, so that the high word of a product is what lies above 2^52.
    private const ulong WideFold = Fold << 4, WideFoldAbove = WideFold << (64 - Width), FoldAbove = Fold << (64 - Width);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static FieldElement Multiply(in FieldElement left, in FieldElement right)
    {
        ulong a0 = left.L0, a1 = left.L1, a2 = left.L2, a3 = left.L3, a4 = left.L4;
        ulong b0 = right.L0, b1 = right.L1, b2 = right.L2, b3 = right.L3, b4 = right.L4;
        ulong s0 = a0 << Gap, s1 = a1 << Gap, s2 = a2 << Gap, s3 = a3 << Gap, s4 = a4 << Gap;

        ulong high0 = High(s0, b0);
        ulong t0 = (a0 * b0) - (high0 << Split);
        ulong high1 = High(s0, b1) + High(s1, b0);
        ulong t1 = (a0 * b1) + (a1 * b0) - (high1 << Split) + (high0 << Up);
        ulong high2 = High(s0, b2) + High(s1, b1) + High(s2, b0);
        ulong t2 = (a0 * b2) + (a1 * b1) + (a2 * b0) - (high2 << Split) + (high1 << Up);
        ulong high3 = High(s0, b3) + High(s1, b2) + High(s2, b1) + High(s3, b0);
        ulong t3 = (a0 * b3) + (a1 * b2) + (a2 * b1) + (a3 * b0) - (high3 << Split) + (high2 << Up);
        ulong high4 = High(s0, b4) + High(s1, b3) + High(s2, b2) + High(s3, b1) + High(s4, b0);
        ulong t4 = (a0 * b4) + (a1 * b3) + (a2 * b2) + (a3 * b1) + (a4 * b0) - (high4 << Split) + (high3 << Up);
        ulong high5 = High(s1, b4) + High(s2, b3) + High(s3, b2) + High(s4, b1);
        ulong t5 = (a1 * b4) + (a2 * b3) + (a3 * b2) + (a4 * b1) - (high5 << Split) + (high4 << Up);
        ulong high6 = High(s2, b4) + High(s3, b3) + High(s4, b2);
        ulong t6 = (a2 * b4) + (a3 * b3) + (a4 * b2) - (high6 << Split) + (high5 << Up);
        ulong high7 = High(s3, b4) + High(s4, b3);
        ulong t7 = (a3 * b4) + (a4 * b3) - (high7 << Split) + (high6 << Up);
        ulong high8 = High(s4, b4);
        ulong t8 = (a4 * b4) - (high8 << Split) + (high7 << Up);
        return Folded(t0, t1, t2, t3, t4, t5, t6, t7, t8, high8 << Up);
    }

    /// <summary>Fifteen products where the multiplication takes twenty-five.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static FieldElement Square(in FieldElement value)
    {
        ulong a0 = value.L0, a1 = value.L1, a2 = value.L2, a3 = value.L3, a4 = value.L4;
        ulong d1 = a1 << 1, d2 = a2 << 1, d3 = a3 << 1, d4 = a4 << 1;
        ulong s0 = a0 << Gap, s1 = a1 << Gap, s2 = a2 << Gap, s3 = a3 << Gap, s4 = a4 << Gap;

        ulong high0 = High(s0, a0);
        ulong t0 = (a0 * a0) - (high0 << Split);
        ulong high1 = High(s0, d1);
        ulong t1 = (a0 * d1) - (high1 << Split) + (high0 << Up);
        ulong high2 = High(s0, d2) + High(s1, a1);
        ulong t2 = (a0 * d2) + (a1 * a1) - (high2 << Split) + (high1 << Up);
        ulong high3 = High(s0, d3) + High(s1, d2);
        ulong t3 = (a0 * d3) + (a1 * d2) - (high3 << Split) + (high2 << Up);
        ulong high4 = High(s0, d4) + High(s1, d3) + High(s2, a2);
        ulong t4 = (a0 * d4) + (a1 * d3) + (a2 * a2) - (high4 << Split) + (high3 << Up);
        ulong high5 = High(s1, d4) + High(s2, d3);
        ulong t5 = (a1 * d4) + (a2 * d3) - (high5 << Split) + (high4 << Up);
        ulong high6 = High(s2, d4) + High(s3, a3);
        ulong t6 = (a2 * d4) + (a3 * a3) - (high6 << Split) + (high5 << Up);
        ulong high7 = High(s3, d4);
        ulong t7 = (a3 * d4) - (high7 << Split) + (high6 << Up);
        ulong high8 = High(s4, a4);
        ulong t8 = (a4 * a4) - (high8 << Split) + (high7 << Up);
        return Folded(t0, t1, t2, t3, t4, t5, t6, t7, t8, high8 << Up);
    }

    /// <summary>Ten columns, of any 64 bits but 61 for the last, to five limbs within their bounds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement Folded(
        ulong t0, ulong t1, ulong t2, ulong t3, ulong t4, ulong t5, ulong t6, ulong t7, ulong t8, ulong t9)
    {
        ulong high0 = High(t5, WideFoldAbove), high1 = High(t6, WideFoldAbove), high2 = High(t7, WideFoldAbove), high3 = High(t8, WideFoldAbove);
        ulong high4 = High(t9, WideFoldAbove);
        ulong r4 = t4 + (t9 * WideFold) - (high4 << Width) + high3;
        ulong top = (high4 << (Width - TopWidth)) + (r4 >> TopWidth);
        ulong highTop = High(top, FoldAbove);
        ulong r0 = t0 + (t5 * WideFold) - (high0 << Width) + (top * Fold) - (highTop << Width);
        ulong r1 = t1 + (t6 * WideFold) - (high1 << Width) + high0 + highTop;
        ulong r2 = t2 + (t7 * WideFold) - (high2 << Width) + high1;
        ulong r3 = t3 + (t8 * WideFold) - (high3 << Width) + high2;
        return new FieldElement(
            r0 & Mask, (r1 & Mask) + (r0 >> Width), (r2 & Mask) + (r1 >> Width), (r3 & Mask) + (r2 >> Width), (r4 & TopMask) + (r3 >> Width));
    }
}
