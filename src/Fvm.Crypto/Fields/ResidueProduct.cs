using System.Runtime.CompilerServices;
using static Fvm.Crypto.Fields.WordProduct;

namespace Fvm.Crypto.Fields;

/// <summary>
/// The Montgomery multiplication and squaring of <see cref="Residue{TModulus}"/>, written out: product scanning with the reduction interleaved
/// (Koc, Acar and Kaliski, "Analyzing and comparing Montgomery multiplication algorithms", 1996, FIPS) over limbs of 52 bits, columns as
/// <see cref="WordProduct"/> explains. The result is below a b / 2^260 + p. No branch and no memory address depends on the values.
/// </summary>
internal static class ResidueProduct<TModulus>
    where TModulus : unmanaged, IModulus<TModulus>
{
    private const int Width = Residue<TModulus>.Width;
    private const int Gap = 64 - Width;
    private const ulong Mask = (1UL << Width) - 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Residue<TModulus> Multiply(in Residue<TModulus> left, in Residue<TModulus> right)
    {
        ulong a0 = left.L0, a1 = left.L1, a2 = left.L2, a3 = left.L3, a4 = left.L4;
        ulong b0 = right.L0, b1 = right.L1, b2 = right.L2, b3 = right.L3, b4 = right.L4;
        ulong s0 = a0 << Gap, s1 = a1 << Gap, s2 = a2 << Gap, s3 = a3 << Gap, s4 = a4 << Gap;

        ulong high = High(s0, b0);
        ulong low = a0 * b0;
        ulong carry = ClearLowest(high, low, out ulong m0);

        high = High(s0, b1) + High(s1, b0) + High(m0, TModulus.P1 << Gap);
        low = (a0 * b1) + (a1 * b0) + (m0 * TModulus.P1) + carry;
        carry = ClearLowest(high, low, out ulong m1);

        high = High(s0, b2) + High(s1, b1) + High(s2, b0) + HighP2(m0) + High(m1, TModulus.P1 << Gap);
        low = (a0 * b2) + (a1 * b1) + (a2 * b0) + (m0 * TModulus.P2) + (m1 * TModulus.P1) + carry;
        carry = ClearLowest(high, low, out ulong m2);

        high = High(s0, b3) + High(s1, b2) + High(s2, b1) + High(s3, b0) + High(m0, TModulus.P3 << Gap) + HighP2(m1)
            + High(m2, TModulus.P1 << Gap);
        low = (a0 * b3) + (a1 * b2) + (a2 * b1) + (a3 * b0) + (m0 * TModulus.P3) + (m1 * TModulus.P2) + (m2 * TModulus.P1) + carry;
        carry = ClearLowest(high, low, out ulong m3);

        high = High(s0, b4) + High(s1, b3) + High(s2, b2) + High(s3, b1) + High(s4, b0) + High(m0, TModulus.P4 << Gap)
            + High(m1, TModulus.P3 << Gap) + HighP2(m2) + High(m3, TModulus.P1 << Gap);
        low = (a0 * b4) + (a1 * b3) + (a2 * b2) + (a3 * b1) + (a4 * b0) + (m0 * TModulus.P4) + (m1 * TModulus.P3) + (m2 * TModulus.P2)
            + (m3 * TModulus.P1) + carry;
        carry = ClearLowest(high, low, out ulong m4);

        high = High(s1, b4) + High(s2, b3) + High(s3, b2) + High(s4, b1) + High(m1, TModulus.P4 << Gap) + High(m2, TModulus.P3 << Gap)
            + HighP2(m3) + High(m4, TModulus.P1 << Gap);
        low = (a1 * b4) + (a2 * b3) + (a3 * b2) + (a4 * b1) + (m1 * TModulus.P4) + (m2 * TModulus.P3) + (m3 * TModulus.P2) + (m4 * TModulus.P1)
            + carry;
        low -= high << Width;
        carry = high + (low >> Width);
        ulong r0 = low & Mask;

        high = High(s2, b4) + High(s3, b3) + High(s4, b2) + High(m2, TModulus.P4 << Gap) + High(m3, TModulus.P3 << Gap)
            + HighP2(m4);
        low = (a2 * b4) + (a3 * b3) + (a4 * b2) + (m2 * TModulus.P4) + (m3 * TModulus.P3) + (m4 * TModulus.P2) + carry;
        low -= high << Width;
        carry = high + (low >> Width);
        ulong r1 = low & Mask;

        high = High(s3, b4) + High(s4, b3) + High(m3, TModulus.P4 << Gap) + High(m4, TModulus.P3 << Gap);
        low = (a3 * b4) + (a4 * b3) + (m3 * TModulus.P4) + (m4 * TModulus.P3) + carry;
        low -= high << Width;
        carry = high + (low >> Width);
        ulong r2 = low & Mask;

        high = High(s4, b4) + High(m4, TModulus.P4 << Gap);
        low = (a4 * b4) + (m4 * TModulus.P4) + carry;
        low -= high << Width;
        carry = high + (low >> Width);
        ulong r3 = low & Mask;
        return new Residue<TModulus>(r0, r1, r2, r3, carry);
    }

    /// <summary>Fifteen products where the multiplication takes twenty-five; the reduction costs the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Residue<TModulus> Square(in Residue<TModulus> value)
    {
        ulong a0 = value.L0, a1 = value.L1, a2 = value.L2, a3 = value.L3, a4 = value.L4;
        ulong d1 = a1 << 1, d2 = a2 << 1, d3 = a3 << 1, d4 = a4 << 1;
        ulong s0 = a0 << Gap, s1 = a1 << Gap, s2 = a2 << Gap, s3 = a3 << Gap, s4 = a4 << Gap;

        ulong high = High(s0, a0);
        ulong low = a0 * a0;
        ulong carry = ClearLowest(high, low, out ulong m0);

        high = High(s0, d1) + High(m0, TModulus.P1 << Gap);
        low = (a0 * d1) + (m0 * TModulus.P1) + carry;
        carry = ClearLowest(high, low, out ulong m1);

        high = High(s0, d2) + High(s1, a1) + HighP2(m0) + High(m1, TModulus.P1 << Gap);
        low = (a0 * d2) + (a1 * a1) + (m0 * TModulus.P2) + (m1 * TModulus.P1) + carry;
        carry = ClearLowest(high, low, out ulong m2);

        high = High(s0, d3) + High(s1, d2) + High(m0, TModulus.P3 << Gap) + HighP2(m1) + High(m2, TModulus.P1 << Gap);
        low = (a0 * d3) + (a1 * d2) + (m0 * TModulus.P3) + (m1 * TModulus.P2) + (m2 * TModulus.P1) + carry;
        carry = ClearLowest(high, low, out ulong m3);

        high = High(s0, d4) + High(s1, d3) + High(s2, a2) + High(m0, TModulus.P4 << Gap) + High(m1, TModulus.P3 << Gap)
            + HighP2(m2) + High(m3, TModulus.P1 << Gap);
        low = (a0 * d4) + (a1 * d3) + (a2 * a2) + (m0 * TModulus.P4) + (m1 * TModulus.P3) + (m2 * TModulus.P2) + (m3 * TModulus.P1) + carry;
        carry = ClearLowest(high, low, out ulong m4);

        high = High(s1, d4) + High(s2, d3) + High(m1, TModulus.P4 << Gap) + High(m2, TModulus.P3 << Gap) + HighP2(m3)
            + High(m4, TModulus.P1 << Gap);
        low = (a1 * d4) + (a2 * d3) + (m1 * TModulus.P4) + (m2 * TModulus.P3) + (m3 * TModulus.P2) + (m4 * TModulus.P1) + carry;
        low -= high << Width;
        carry = high + (low >> Width);
        ulong r0 = low & Mask;

        high = High(s2, d4) + High(s3, a3) + High(m2, TModulus.P4 << Gap) + High(m3, TModulus.P3 << Gap) + HighP2(m4);
        low = (a2 * d4) + (a3 * a3) + (m2 * TModulus.P4) + (m3 * TModulus.P3) + (m4 * TModulus.P2) + carry;
        low -= high << Width;
        carry = high + (low >> Width);
        ulong r1 = low & Mask;

        high = High(s3, d4) + High(m3, TModulus.P4 << Gap) + High(m4, TModulus.P3 << Gap);
        low = (a3 * d4) + (m3 * TModulus.P4) + (m4 * TModulus.P3) + carry;
        low -= high << Width;
        carry = high + (low >> Width);
        ulong r2 = low & Mask;

        high = High(s4, a4) + High(m4, TModulus.P4 << Gap);
        low = (a4 * a4) + (m4 * TModulus.P4) + carry;
        low -= high << Width;
        carry = high + (low >> Width);
        ulong r3 = low & Mask;
        return new Residue<TModulus>(r0, r1, r2, r3, carry);
    }

    /// <summary>
    /// Adds the multiple of p that clears a column and gives what the column carries to the next. Where the lowest limb of p is all ones, as that of P-256, adding
    /// m p to a limb m leaves nothing below 2^52 and m above, with no multiplication; the JIT keeps one of both.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ClearLowest(ulong high, ulong low, out ulong multiple)
    {
        if (TModulus.P0 == Mask)
        {
            low -= high << Width;
            multiple = low & Mask;
            return high + (low >> Width) + multiple;
        }

        multiple = (low * TModulus.NegativeInverse) & Mask;
        high += High(multiple, TModulus.P0 << Gap);
        low += multiple * TModulus.P0;
        low -= high << Width;
        return high + (low >> Width);
    }

    /// <summary>The high word of a product with limb 2, which P-256 has not; the JIT would multiply by zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong HighP2(ulong multiple) => TModulus.P2 == 0 ? 0 : High(multiple, TModulus.P2 << Gap);
}
