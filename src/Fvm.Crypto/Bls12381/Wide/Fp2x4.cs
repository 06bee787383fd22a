using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fvm.Crypto.Bls12381.Wide;

/// <summary>
/// Four elements of F(p^2) side by side, one limb of each in a vector of eight 64-bit lanes: lane 2s is the real part of slot s, lane 2s + 1 its
/// imaginary part. Montgomery form and limb width are those of <see cref="Fp"/>, so that moving in and out is only a transposition.
/// <para>
/// Nothing corrects itself here: a value is below k p for a k that the formulas using it keep account of ("bound k"), and limbs below the top may exceed
/// 56 bits by a little. Products of bounds k and l have bound 1 + kl/2520; <see cref="Reduce"/> brings bounds up to 127 down to 2.
/// </para>
/// </summary>
internal readonly struct Fp2x4
{
    internal const int Width = Fp.Width;

    internal readonly Vector512<ulong> L0, L1, L2, L3, L4, L5, L6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Fp2x4(
        Vector512<ulong> l0, Vector512<ulong> l1, Vector512<ulong> l2, Vector512<ulong> l3, Vector512<ulong> l4, Vector512<ulong> l5, Vector512<ulong> l6)
    {
        L0 = l0;
        L1 = l1;
        L2 = l2;
        L3 = l3;
        L4 = l4;
        L5 = l5;
        L6 = l6;
    }

    /// <summary>Whether the machine has what makes this worth while: AVX-512, with its 32 registers. Elsewhere the scalar formulas are used.</summary>
    internal static bool IsSupported => Avx512F.IsSupported;

    private static Vector512<ulong> Mask => Vector512.Create((1UL << Width) - 1);

    /// <summary>Bounds add up.</summary>
    public static Fp2x4 operator +(in Fp2x4 a, in Fp2x4 b) =>
        Carried(a.L0 + b.L0, a.L1 + b.L1, a.L2 + b.L2, a.L3 + b.L3, a.L4 + b.L4, a.L5 + b.L5, a.L6 + b.L6);

    /// <summary>
    /// a - b + 2^<paramref name="power"/> p, for b of a bound up to 2^power - 1 and power 2 to 7: each limb of the multiple of p is then above b's.
    /// </summary>
    internal static Fp2x4 Subtract(in Fp2x4 a, in Fp2x4 b, [ConstantExpected] int power) => Carried(
        a.L0 - b.L0 + Vector512.Create(Fp.P0 << power),
        a.L1 - b.L1 + Vector512.Create(Fp.P1 << power),
        a.L2 - b.L2 + Vector512.Create(Fp.P2 << power),
        a.L3 - b.L3 + Vector512.Create(Fp.P3 << power),
        a.L4 - b.L4 + Vector512.Create(Fp.P4 << power),
        a.L5 - b.L5 + Vector512.Create(Fp.P5 << power),
        a.L6 - b.L6 + Vector512.Create(Fp.P6 << power));

    /// <summary>Slot s of the result is slot <c>(control >> 2s) and 3</c>.</summary>
    internal static Fp2x4 Permute(in Fp2x4 a, [ConstantExpected] byte control) => new(
        Avx512F.Shuffle4x128(a.L0, a.L0, control),
        Avx512F.Shuffle4x128(a.L1, a.L1, control),
        Avx512F.Shuffle4x128(a.L2, a.L2, control),
        Avx512F.Shuffle4x128(a.L3, a.L3, control),
        Avx512F.Shuffle4x128(a.L4, a.L4, control),
        Avx512F.Shuffle4x128(a.L5, a.L5, control),
        Avx512F.Shuffle4x128(a.L6, a.L6, control));

    /// <summary>Two slots of a by the low two fields of the control, then two of b by the high ones.</summary>
    internal static Fp2x4 Combine(in Fp2x4 a, in Fp2x4 b, [ConstantExpected] byte control) => new(
        Avx512F.Shuffle4x128(a.L0, b.L0, control),
        Avx512F.Shuffle4x128(a.L1, b.L1, control),
        Avx512F.Shuffle4x128(a.L2, b.L2, control),
        Avx512F.Shuffle4x128(a.L3, b.L3, control),
        Avx512F.Shuffle4x128(a.L4, b.L4, control),
        Avx512F.Shuffle4x128(a.L5, b.L5, control),
        Avx512F.Shuffle4x128(a.L6, b.L6, control));

    /// <summary>The lanes of <paramref name="whenSet"/> where the mask is all ones, else those of <paramref name="otherwise"/>.</summary>
    internal static Fp2x4 Select(Vector512<ulong> mask, in Fp2x4 whenSet, in Fp2x4 otherwise) => new(
        Vector512.ConditionalSelect(mask, whenSet.L0, otherwise.L0),
        Vector512.ConditionalSelect(mask, whenSet.L1, otherwise.L1),
        Vector512.ConditionalSelect(mask, whenSet.L2, otherwise.L2),
        Vector512.ConditionalSelect(mask, whenSet.L3, otherwise.L3),
        Vector512.ConditionalSelect(mask, whenSet.L4, otherwise.L4),
        Vector512.ConditionalSelect(mask, whenSet.L5, otherwise.L5),
        Vector512.ConditionalSelect(mask, whenSet.L6, otherwise.L6));

    /// <summary>Real and imaginary parts exchanged.</summary>
    internal Fp2x4 Swap() => new(Swap(L0), Swap(L1), Swap(L2), Swap(L3), Swap(L4), Swap(L5), Swap(L6));

    /// <summary>The product of each slot with u: (-c1, c0). A bound up to 2^power - 1 becomes 2^power.</summary>
    internal Fp2x4 MultiplyByU([ConstantExpected] int power)
    {
        Fp2x4 swapped = Swap();
        return Select(SlotMasks.RealParts, Subtract(default, swapped, power), swapped);
    }

    /// <summary>The product of each slot with xi = 1 + u. A bound k up to 2^power - 1 becomes k + 2^power.</summary>
    internal Fp2x4 MultiplyByNonResidue([ConstantExpected] int power) => this + MultiplyByU(power);

    /// <summary>(c0, -c1) in each slot. A bound up to 2^power - 1 becomes 2^power.</summary>
    internal Fp2x4 Conjugate([ConstantExpected] int power) => Select(SlotMasks.RealParts, this, Subtract(default, this, power));

    /// <summary>
    /// The same values with bound 2, for bounds up to 127: takes off p times the quotient of the top limbs, which is at most one too small.
    /// </summary>
    internal Fp2x4 Reduce()
    {
        // top / 2^22 * (2^74 / (P6 + 1)) / 2^52: 31 bits times 30 bits.
        const uint Reciprocal = 0x2760d74b;
        Vector512<ulong> quotient = Times(L6 >>> 22, Vector512.Create((ulong)Reciprocal)) >>> 52;

        // Below 2^63, as the quotient is below 2^7; differences are two's complement until they are carried.
        return Carry(
            L0 - Multiple(quotient, Fp.P0),
            L1 - Multiple(quotient, Fp.P1),
            L2 - Multiple(quotient, Fp.P2),
            L3 - Multiple(quotient, Fp.P3),
            L4 - Multiple(quotient, Fp.P4),
            L5 - Multiple(quotient, Fp.P5),
            L6 - Multiple(quotient, Fp.P6));
    }

    /// <summary>The product of the low 32 bits of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<ulong> Times(Vector512<ulong> a, Vector512<ulong> b) => Avx512F.Multiply(a.AsUInt32(), b.AsUInt32());

    /// <summary>quotient * limb for a quotient of 7 bits and a limb of 56.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Multiple(Vector512<ulong> quotient, [ConstantExpected] ulong limb) =>
        Times(quotient, Vector512.Create(limb & 0xfff_ffff)) + (Times(quotient, Vector512.Create(limb >> 28)) << 28);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Swap(Vector512<ulong> v) => Avx512F.Shuffle(v.AsUInt32(), 0b01_00_11_10).AsUInt64();

    /// <summary>One step of carrying, all limbs at once: limbs of up to 64 bits end below 2^56 + 2^8, the top one keeps what it gets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Fp2x4 Carried(
        Vector512<ulong> l0, Vector512<ulong> l1, Vector512<ulong> l2, Vector512<ulong> l3, Vector512<ulong> l4, Vector512<ulong> l5, Vector512<ulong> l6) => new(
        l0 & Mask,
        (l1 & Mask) + (l0 >>> Width),
        (l2 & Mask) + (l1 >>> Width),
        (l3 & Mask) + (l2 >>> Width),
        (l4 & Mask) + (l3 >>> Width),
        (l5 & Mask) + (l4 >>> Width),
        l6 + (l5 >>> Width));

    /// <summary>Carries signed limbs one after the other; the whole is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Fp2x4 Carry(
        Vector512<ulong> l0, Vector512<ulong> l1, Vector512<ulong> l2, Vector512<ulong> l3, Vector512<ulong> l4, Vector512<ulong> l5, Vector512<ulong> l6)
    {
        l1 += Vector512.ShiftRightArithmetic(l0.AsInt64(), Width).AsUInt64();
        l2 += Vector512.ShiftRightArithmetic(l1.AsInt64(), Width).AsUInt64();
        l3 += Vector512.ShiftRightArithmetic(l2.AsInt64(), Width).AsUInt64();
        l4 += Vector512.ShiftRightArithmetic(l3.AsInt64(), Width).AsUInt64();
        l5 += Vector512.ShiftRightArithmetic(l4.AsInt64(), Width).AsUInt64();
        l6 += Vector512.ShiftRightArithmetic(l5.AsInt64(), Width).AsUInt64();
        return new Fp2x4(l0 & Mask, l1 & Mask, l2 & Mask, l3 & Mask, l4 & Mask, l5 & Mask, l6);
    }
}
