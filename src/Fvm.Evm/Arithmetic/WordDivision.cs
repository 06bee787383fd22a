using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fvm.Evm.Arithmetic;

/// <summary>Quotients and remainders of words. Results may be the same place as operands.</summary>
/// <remarks>
/// What the interpreter calls here and in the classes beside is compiled for good at once, as its loop is: otherwise the first loops of a process divide by code
/// of the first tier, and take three times as long.
/// </remarks>
internal static unsafe class WordDivision
{
    private const int Limbs = 4;

    /// <summary>Unsigned division; both results are 0 when the divisor is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Divide(in UInt256 dividend, in UInt256 divisor, out UInt256 quotient, out UInt256 remainder)
    {
        if (divisor.FitsUInt64)
        {
            DivideByLimb(dividend, divisor.U0, out quotient, out remainder);
            return;
        }

        if (WordComparison.IsLess(dividend, divisor))
        {
            remainder = dividend;
            quotient = default;
            return;
        }

        DivideLong(dividend, divisor, out quotient, out remainder);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DivideByLimb(in UInt256 dividend, ulong divisor, out UInt256 quotient, out UInt256 remainder)
    {
        if (divisor == 0)
        {
            quotient = remainder = default;
            return;
        }

        if (dividend.FitsUInt64)
        {
            (ulong q, ulong r) = Math.DivRem(dividend.U0, divisor);
            quotient = new UInt256(q);
            remainder = new UInt256(r);
            return;
        }

        int shift = BitOperations.LeadingZeroCount(divisor);
        ulong normalised = divisor << shift;
        ulong reciprocal = Reciprocal.Of(normalised);
        ulong u0 = dividend.U0, u1 = dividend.U1, u2 = dividend.U2, u3 = dividend.U3;
        int rest = 63 - shift;
        ulong r4 = u3 >> 1 >> rest;
        u3 = (u3 << shift) | (u2 >> 1 >> rest);
        u2 = (u2 << shift) | (u1 >> 1 >> rest);
        u1 = (u1 << shift) | (u0 >> 1 >> rest);
        u0 <<= shift;
        ulong q3 = LimbDivision.DivideStep(r4, u3, normalised, reciprocal, out r4);
        ulong q2 = LimbDivision.DivideStep(r4, u2, normalised, reciprocal, out r4);
        ulong q1 = LimbDivision.DivideStep(r4, u1, normalised, reciprocal, out r4);
        ulong q0 = LimbDivision.DivideStep(r4, u0, normalised, reciprocal, out r4);
        quotient = new UInt256(q0, q1, q2, q3);
        remainder = new UInt256(r4 >> shift);
    }

    /// <summary>For divisors of two limbs and more that are not above the dividend.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DivideLong(in UInt256 dividend, in UInt256 divisor, out UInt256 quotient, out UInt256 remainder)
    {
        // SAFETY: all three buffers have the lengths that LimbDivision.Divide is told: at most 5 limbs by 2 to 4, 3 of quotient.
        ulong* d = stackalloc ulong[Limbs];
        ulong* u = stackalloc ulong[Limbs + 1];
        ulong* q = stackalloc ulong[Limbs];
        int count = divisor.U3 != 0 ? 4 : divisor.U2 != 0 ? 3 : 2;
        int dividendCount = dividend.U3 != 0 ? 4 : dividend.U2 != 0 ? 3 : 2;
        d[0] = divisor.U0;
        d[1] = divisor.U1;
        d[2] = divisor.U2;
        d[3] = divisor.U3;
        u[0] = dividend.U0;
        u[1] = dividend.U1;
        u[2] = dividend.U2;
        u[3] = dividend.U3;
        q[0] = q[1] = q[2] = q[3] = 0;

        int shift = BitOperations.LeadingZeroCount(d[count - 1]);
        LimbDivision.ShiftLeft(d, d, count, shift);
        u[dividendCount] = LimbDivision.ShiftLeft(u, u, dividendCount, shift);
        LimbDivision.Divide(u, dividendCount + 1, d, count, q);
        for (int i = count; i < Limbs; i++) u[i] = 0;
        LimbDivision.ShiftRight(u, count, shift);
        quotient = new UInt256(q[0], q[1], q[2], q[3]);
        remainder = new UInt256(u[0], u[1], u[2], u[3]);
    }

    /// <summary>SDIV: truncated division of two's complement numbers; the one overflow, -2^255 by -1, wraps to itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void DivideSigned(in UInt256 dividend, in UInt256 divisor, out UInt256 quotient)
    {
        bool negative = dividend.IsNegative != divisor.IsNegative;
        Absolute(dividend, out var left);
        Absolute(divisor, out var right);
        Divide(left, right, out var result, out _);
        if (negative) WordAddition.Negate(result, out quotient);
        else quotient = result;
    }

    /// <summary>SMOD: the remainder takes the dividend's sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void RemainderSigned(in UInt256 dividend, in UInt256 divisor, out UInt256 remainder)
    {
        bool negative = dividend.IsNegative;
        Absolute(dividend, out var left);
        Absolute(divisor, out var right);
        Divide(left, right, out _, out var result);
        if (negative) WordAddition.Negate(result, out remainder);
        else remainder = result;
    }

    private static void Absolute(in UInt256 value, out UInt256 result)
    {
        if (value.IsNegative) WordAddition.Negate(value, out result);
        else result = value;
    }
}
