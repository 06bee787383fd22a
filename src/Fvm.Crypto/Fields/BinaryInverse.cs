using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fvm.Crypto.Fields;

/// <summary>
/// Inverses modulo an odd prime by the binary gcd, thirty steps at a time on the leading and the lowest bits alone (Pornin, "Optimized Binary GCD for Modular
/// Inversion", eprint 2020/972, algorithm 2 with k = 31). Numbers are in limbs of 30 bits, so that dividing by 2^30 drops a limb. Some six to twelve times
/// faster than Fermat's power; the number of rounds depends on the value, so secrets must not come here.
/// </summary>
internal static class BinaryInverse
{
    /// <summary>Bits of a limb, and steps of a round.</summary>
    internal const int Width = 30;

    internal const uint Mask = (1U << Width) - 1;

    /// <summary>The most limbs of a number: 390 bits.</summary>
    internal const int MaxLimbs = 13;

    /// <summary>
    /// Replaces <paramref name="value"/>, which is below the modulus, by its inverse; zero stays zero.
    /// </summary>
    /// <param name="value">Limbs of 30 bits, least significant first.</param>
    /// <param name="modulus">As many limbs, the topmost not full.</param>
    /// <param name="negativeInverse">-1/modulus modulo 2^30.</param>
    internal static void Invert(Span<ulong> value, ReadOnlySpan<ulong> modulus, uint negativeInverse) =>
        Invert(MemoryMarshal.Cast<ulong, long>(value), MemoryMarshal.Cast<ulong, long>(modulus), negativeInverse);

    private static void Invert(Span<long> value, ReadOnlySpan<long> modulus, uint negativeInverse)
    {
        int length = modulus.Length;
        if (!value.ContainsAnyExcept(0))
            return;
        Span<long> memory = stackalloc long[3 * MaxLimbs];
        Span<long> a = value[..length], b = memory[..length], u = memory.Slice(MaxLimbs, length), v = memory.Slice(2 * MaxLimbs, length);
        memory.Clear();
        modulus.CopyTo(b);
        u[0] = 1;

        // value * u = a and value * v = b modulo the modulus, throughout.
        int top = length - 1;
        while (true)
        {
            while (top > 0 && (a[top] | b[top]) == 0)
                top--;

            // The modulus is a prime: where a has become zero, b is one.
            if (top == 0 && a[0] == 0)
                break;
            (ulong x, ulong y) = Leading(a, b, top);
            (long rowA, long rowB) = Steps(x, y);
            (long f0, long g0) = Unpack(rowA);
            (long f1, long g1) = Unpack(rowB);
            (long sign0, long sign1) = Combine(a[..(top + 1)], b[..(top + 1)], f0, g0, f1, g1);
            CombineModulo(u, v, f0 * sign0, g0 * sign0, f1 * sign1, g1 * sign1, modulus, negativeInverse);
        }

        v.CopyTo(value);
    }

    /// <summary>The numbers themselves up to 62 bits, else their thirty lowest bits and the 32 bits from the longer one's top.</summary>
    private static (ulong A, ulong B) Leading(ReadOnlySpan<long> a, ReadOnlySpan<long> b, int top)
    {
        int bits = 64 - BitOperations.LeadingZeroCount((ulong)(a[top] | b[top]));
        if (top < 2 || (top == 2 && bits <= 2))
            return (Exact(a, top), Exact(b, top));
        return (Leading(a, top, bits), Leading(b, top, bits));
    }

    private static ulong Exact(ReadOnlySpan<long> limbs, int top)
    {
        ulong value = 0;
        for (int i = top; i >= 0; i--)
            value = (value << Width) | (ulong)limbs[i];
        return value;
    }

    private static ulong Leading(ReadOnlySpan<long> limbs, int top, int bits)
    {
        ulong two = ((ulong)limbs[top] << Width) | (ulong)limbs[top - 1];
        ulong leading = bits >= 2 ? two >> (bits - 2) : (two << 1) | ((ulong)limbs[top - 2] >> (Width - 1));
        return (leading << Width) | (ulong)limbs[0];
    }

    /// <summary>
    /// Thirty times: if a is odd, take b from it, exchanging both first if b is the larger; halve a. Gives the rows (f, g) of the transition, both factors
    /// in one word: f + 2^32 g.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (long RowA, long RowB) Steps(ulong a, ulong b)
    {
        ulong rowA = 1, rowB = 1UL << 32;
        for (int i = 0; i < Width; i++)
        {
            ulong odd = 0 - (a & 1);
            ulong exchange = odd & (ulong)((long)(a - b) >> 63);
            ulong difference = (a ^ b) & exchange;
            a ^= difference;
            b ^= difference;
            difference = (rowA ^ rowB) & exchange;
            rowA ^= difference;
            rowB ^= difference;
            a = (a - (b & odd)) >> 1;
            rowA -= rowB & odd;
            rowB += rowB;
        }

        return ((long)rowA, (long)rowB);
    }

    private static (long F, long G) Unpack(long row)
    {
        long f = (int)row;
        return (f, (row - f) >> 32);
    }

    /// <summary>(a, b) becomes |f0 a + g0 b| / 2^30 and |f1 a + g1 b| / 2^30, exactly; the signs that were taken off are returned.</summary>
    private static (long Sign0, long Sign1) Combine(Span<long> a, Span<long> b, long f0, long g0, long f1, long g1)
    {
        long carry0 = ((a[0] * f0) + (b[0] * g0)) >> Width, carry1 = ((a[0] * f1) + (b[0] * g1)) >> Width;
        for (int i = 1; i < a.Length && i < b.Length; i++)
        {
            carry0 += (a[i] * f0) + (b[i] * g0);
            carry1 += (a[i] * f1) + (b[i] * g1);
            a[i - 1] = carry0 & Mask;
            b[i - 1] = carry1 & Mask;
            carry0 >>= Width;
            carry1 >>= Width;
        }

        a[^1] = carry0;
        b[^1] = carry1;
        return (MakePositive(a), MakePositive(b));
    }

    private static long MakePositive(Span<long> limbs)
    {
        if (limbs[^1] >= 0)
            return 1;
        long carry = 0;
        for (int i = 0; i < limbs.Length - 1; i++)
        {
            carry -= limbs[i];
            limbs[i] = carry & Mask;
            carry >>= Width;
        }

        limbs[^1] = carry - limbs[^1];
        return -1;
    }

    /// <summary>The same combinations of u and v, divided by 2^30 modulo the modulus by adding the multiple of it that clears the lowest limb.</summary>
    private static void CombineModulo(
        Span<long> u, Span<long> v, long f0, long g0, long f1, long g1, ReadOnlySpan<long> modulus, uint negativeInverse)
    {
        long carry0 = (u[0] * f0) + (v[0] * g0), carry1 = (u[0] * f1) + (v[0] * g1);
        long m0 = (uint)carry0 * negativeInverse & Mask, m1 = (uint)carry1 * negativeInverse & Mask;
        carry0 = (carry0 + (m0 * modulus[0])) >> Width;
        carry1 = (carry1 + (m1 * modulus[0])) >> Width;
        for (int i = 1; i < modulus.Length && i < u.Length && i < v.Length; i++)
        {
            carry0 += (u[i] * f0) + (v[i] * g0) + (m0 * modulus[i]);
            carry1 += (u[i] * f1) + (v[i] * g1) + (m1 * modulus[i]);
            u[i - 1] = carry0 & Mask;
            v[i - 1] = carry1 & Mask;
            carry0 >>= Width;
            carry1 >>= Width;
        }

        u[^1] = carry0;
        v[^1] = carry1;
        Normalize(u, modulus);
        Normalize(v, modulus);
    }

    /// <summary>From -m..2m into 0..m.</summary>
    private static void Normalize(Span<long> limbs, ReadOnlySpan<long> modulus)
    {
        long factor = limbs[^1] < 0 ? 1 : IsBelow(limbs, modulus) ? 0 : -1;
        if (factor == 0)
            return;
        long carry = 0;
        for (int i = 0; i < limbs.Length - 1; i++)
        {
            carry += limbs[i] + (factor * modulus[i]);
            limbs[i] = carry & Mask;
            carry >>= Width;
        }

        limbs[^1] += carry + (factor * modulus[limbs.Length - 1]);
    }

    private static bool IsBelow(ReadOnlySpan<long> left, ReadOnlySpan<long> right)
    {
        int index = left.Length - 1;
        while (index > 0 && left[index] == right[index])
            index--;
        return left[index] < right[index];
    }
}
