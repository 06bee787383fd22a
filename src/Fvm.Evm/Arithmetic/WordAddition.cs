using System.Runtime.CompilerServices;

namespace Fvm.Evm.Arithmetic;

/// <summary>Sums and differences. The result may be the same place as an operand.</summary>
internal static class WordAddition
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(in UInt256 left, in UInt256 right, out UInt256 result)
    {
        ulong s0 = left.U0 + right.U0;
        ulong carry = s0 < left.U0 ? 1UL : 0;
        ulong s1 = AddCarry(left.U1, right.U1, ref carry);
        ulong s2 = AddCarry(left.U2, right.U2, ref carry);
        ulong s3 = left.U3 + right.U3 + carry;
        result = new UInt256(s0, s1, s2, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Subtract(in UInt256 left, in UInt256 right, out UInt256 result)
    {
        ulong d0 = left.U0 - right.U0;
        ulong borrow = left.U0 < right.U0 ? 1UL : 0;
        ulong d1 = SubtractBorrow(left.U1, right.U1, ref borrow);
        ulong d2 = SubtractBorrow(left.U2, right.U2, ref borrow);
        ulong d3 = left.U3 - right.U3 - borrow;
        result = new UInt256(d0, d1, d2, d3);
    }

    /// <summary>The sum with the carry out of bit 255.</summary>
    internal static ulong AddWithCarry(in UInt256 left, in UInt256 right, out UInt256 result)
    {
        ulong carry = 0;
        ulong s0 = AddCarry(left.U0, right.U0, ref carry);
        ulong s1 = AddCarry(left.U1, right.U1, ref carry);
        ulong s2 = AddCarry(left.U2, right.U2, ref carry);
        ulong s3 = AddCarry(left.U3, right.U3, ref carry);
        result = new UInt256(s0, s1, s2, s3);
        return carry;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Negate(in UInt256 value, out UInt256 result) => Subtract(default, value, out result);

    /// <summary>One limb of a sum: <paramref name="carry"/> is 0 or 1, before and after.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong AddCarry(ulong left, ulong right, ref ulong carry)
    {
        ulong partial = left + right;
        ulong sum = partial + carry;
        carry = (partial < left ? 1UL : 0) | (sum < partial ? 1UL : 0);
        return sum;
    }

    /// <summary>One limb of a difference: <paramref name="borrow"/> is 0 or 1, before and after.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong SubtractBorrow(ulong left, ulong right, ref ulong borrow)
    {
        ulong partial = left - right;
        ulong difference = partial - borrow;
        borrow = (left < right ? 1UL : 0) | (partial < borrow ? 1UL : 0);
        return difference;
    }
}
