using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fvm.Evm.Arithmetic;

/// <summary>
/// Long division of limbs (Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D), its quotient digits
/// estimated with the reciprocal of the divisor's two highest limbs, so that the estimate is wrong once in 2^64.
/// </summary>
internal static unsafe class LimbDivision
{
    /// <summary>
    /// Divides by one limb.
    /// </summary>
    /// <param name="dividend">Limbs, the least significant first; replaced by the quotient.</param>
    /// <param name="count">Their number.</param>
    /// <param name="divisor">Not 0, in any form.</param>
    /// <returns>The remainder.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static ulong DivideByLimb(ulong* dividend, int count, ulong divisor)
    {
        int shift = BitOperations.LeadingZeroCount(divisor);
        divisor <<= shift;
        ulong reciprocal = Reciprocal.Of(divisor);
        // The dividend is shifted on the way, to the left by the same bits; two shifts since one by 64 would be one by 0.
        ulong remainder = dividend[count - 1] >> 1 >> (63 - shift);
        for (int i = count - 1; i >= 0; i--)
        {
            ulong next = i == 0 ? 0 : dividend[i - 1] >> 1 >> (63 - shift);
            dividend[i] = DivideStep(remainder, (dividend[i] << shift) | next, divisor, reciprocal, out remainder);
        }

        return remainder >> shift;
    }

    /// <summary>Two limbs by one that is normalised and above <paramref name="high"/> (algorithm 4 of Moeller and Granlund).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong DivideStep(ulong high, ulong low, ulong divisor, ulong reciprocal, out ulong remainder)
    {
        ulong q1 = WordMultiplication.Product(reciprocal, high, out ulong q0);
        q0 += low;
        q1 += high + (q0 < low ? 1UL : 0) + 1;
        ulong r = low - q1 * divisor;
        if (r > q0)
        {
            q1--;
            r += divisor;
        }

        if (r >= divisor)
        {
            q1++;
            r -= divisor;
        }

        remainder = r;
        return q1;
    }

    /// <summary>
    /// Divides by two limbs or more.
    /// </summary>
    /// <param name="dividend">Normalised like the divisor, with one limb more than its value needs; becomes the remainder, still shifted.</param>
    /// <param name="dividendCount">Its limbs, at least one more than the divisor's.</param>
    /// <param name="divisor">Normalised: the highest bit of its highest limb is set.</param>
    /// <param name="count">Its limbs, at least 2.</param>
    /// <param name="quotient">Receives <paramref name="dividendCount"/> - <paramref name="count"/> limbs; may be null.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Divide(ulong* dividend, int dividendCount, ulong* divisor, int count, ulong* quotient)
    {
        ulong d1 = divisor[count - 1], d0 = divisor[count - 2];
        ulong reciprocal = Reciprocal.Of(d1, d0);
        for (int j = dividendCount - count - 1; j >= 0; j--)
        {
            ulong* part = dividend + j;
            ulong u2 = part[count], u1 = part[count - 1], u0 = part[count - 2];
            ulong digit;
            if (u2 == d1 && u1 == d0)
            {
                digit = ulong.MaxValue;
                part[count] = u2 - SubtractProduct(part, divisor, count, digit);
            }
            else
            {
                digit = DivideStep(u2, u1, u0, d1, d0, reciprocal, out ulong r1, out ulong r0);
                ulong borrow = SubtractProduct(part, divisor, count - 2, digit);
                ulong carry = r0 < borrow ? 1UL : 0;
                r0 -= borrow;
                ulong underflow = r1 < carry ? 1UL : 0;
                r1 -= carry;
                part[count - 2] = r0;
                part[count - 1] = r1;
                part[count] = 0;
                if (underflow != 0)
                {
                    digit--;
                    part[count - 1] += d1 + AddBack(part, divisor, count - 1);
                }
            }

            if (quotient != null) quotient[j] = digit;
        }
    }

    /// <summary>Three limbs by two that are normalised and above the dividend's upper two (algorithm 5 of Moeller and Granlund).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong DivideStep(ulong u2, ulong u1, ulong u0, ulong d1, ulong d0, ulong reciprocal, out ulong r1, out ulong r0)
    {
        ulong q1 = WordMultiplication.Product(reciprocal, u2, out ulong q0);
        q0 += u1;
        q1 += u2 + (q0 < u1 ? 1UL : 0);
        r1 = u1 - q1 * d1;
        ulong t1 = WordMultiplication.Product(d0, q1, out ulong t0);
        // (r1, u0) - (t1, t0) - (d1, d0)
        ulong low = u0 - t0;
        r1 = r1 - t1 - (u0 < t0 ? 1UL : 0);
        r0 = low - d0;
        r1 = r1 - d1 - (low < d0 ? 1UL : 0);
        q1++;
        if (r1 >= q0)
        {
            q1--;
            r0 += d0;
            r1 += d1 + (r0 < d0 ? 1UL : 0);
        }

        if (r1 > d1 || (r1 == d1 && r0 >= d0))
        {
            q1++;
            r1 = r1 - d1 - (r0 < d0 ? 1UL : 0);
            r0 -= d0;
        }

        return q1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong SubtractProduct(ulong* part, ulong* divisor, int count, ulong digit)
    {
        ulong carry = 0;
        for (int i = 0; i < count; i++)
        {
            ulong high = WordMultiplication.MultiplyAdd(divisor[i], digit, carry, out ulong low);
            ulong before = part[i];
            part[i] = before - low;
            carry = high + (before < low ? 1UL : 0);
        }

        return carry;
    }

    private static ulong AddBack(ulong* part, ulong* divisor, int count)
    {
        ulong carry = 0;
        for (int i = 0; i < count; i++) part[i] = WordAddition.AddCarry(part[i], divisor[i], ref carry);
        return carry;
    }

    /// <summary>Shifts limbs to the left by less than 64 bits; returns what falls out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static ulong ShiftLeft(ulong* source, ulong* destination, int count, int shift)
    {
        ulong carry = 0;
        for (int i = 0; i < count; i++)
        {
            ulong limb = source[i];
            destination[i] = (limb << shift) | carry;
            carry = limb >> 1 >> (63 - shift);
        }

        return carry;
    }

    /// <summary>Shifts limbs to the right by less than 64 bits, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ShiftRight(ulong* limbs, int count, int shift)
    {
        ulong carry = 0;
        for (int i = count - 1; i >= 0; i--)
        {
            ulong limb = limbs[i];
            limbs[i] = (limb >> shift) | carry;
            carry = limb << 1 << (63 - shift);
        }
    }

    /// <summary>The number of limbs up to the highest that is not 0.</summary>
    internal static int Significant(ulong* limbs, int count)
    {
        while (count > 0 && limbs[count - 1] == 0) count--;
        return count;
    }
}
