using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Fvm.Evm.Arithmetic;

/// <summary>Products, by columns of 64-bit limbs. The result may be the same place as an operand.</summary>
internal static class WordMultiplication
{
    /// <summary>The low 256 bits: ten limb products, four of them only in their low half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(in UInt256 left, in UInt256 right, out UInt256 result)
    {
        // Counters, lengths and indices: one limb each.
        if ((left.U1 | left.U2 | left.U3 | right.U1 | right.U2 | right.U3) == 0)
        {
            ulong high = Product(left.U0, right.U0, out ulong low);
            result = new UInt256(low, high, 0, 0);
            return;
        }

        ulong r1 = Product(left.U0, right.U0, out ulong r0);
        ulong r2 = MultiplyAdd(left.U0, right.U1, r1, out r1);
        ulong r3 = left.U0 * right.U3 + MultiplyAdd(left.U0, right.U2, r2, out r2);
        ulong carry = MultiplyAdd(left.U1, right.U0, r1, out r1);
        carry = MultiplyAdd(left.U1, right.U1, r2, carry, out r2);
        r3 += carry + left.U1 * right.U2;
        carry = MultiplyAdd(left.U2, right.U0, r2, out r2);
        r3 += carry + left.U2 * right.U1 + left.U3 * right.U0;
        result = new UInt256(r0, r1, r2, r3);
    }

    /// <summary>All 512 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void MultiplyFull(in UInt256 left, in UInt256 right, out UInt256 low, out UInt256 high)
    {
        ulong b0 = right.U0, b1 = right.U1, b2 = right.U2, b3 = right.U3;

        ulong a = left.U0;
        ulong r1 = Product(a, b0, out ulong r0);
        ulong r2 = MultiplyAdd(a, b1, r1, out r1);
        ulong r3 = MultiplyAdd(a, b2, r2, out r2);
        ulong r4 = MultiplyAdd(a, b3, r3, out r3);

        a = left.U1;
        ulong carry = MultiplyAdd(a, b0, r1, out r1);
        carry = MultiplyAdd(a, b1, r2, carry, out r2);
        carry = MultiplyAdd(a, b2, r3, carry, out r3);
        ulong r5 = MultiplyAdd(a, b3, r4, carry, out r4);

        a = left.U2;
        carry = MultiplyAdd(a, b0, r2, out r2);
        carry = MultiplyAdd(a, b1, r3, carry, out r3);
        carry = MultiplyAdd(a, b2, r4, carry, out r4);
        ulong r6 = MultiplyAdd(a, b3, r5, carry, out r5);

        a = left.U3;
        carry = MultiplyAdd(a, b0, r3, out r3);
        carry = MultiplyAdd(a, b1, r4, carry, out r4);
        carry = MultiplyAdd(a, b2, r5, carry, out r5);
        ulong r7 = MultiplyAdd(a, b3, r6, carry, out r6);

        low = new UInt256(r0, r1, r2, r3);
        high = new UInt256(r4, r5, r6, r7);
    }

    /// <summary>
    /// Both limbs of a product; the high one is returned. Two multiplications, because the one that gives both (MULX as the framework
    /// offers it) passes the low limb through memory, which costs more than the second: 12 % of the loops in Fvm.Bench.Evm that divide.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Product(ulong left, ulong right, out ulong low)
    {
        if (!Bmi2.X64.IsSupported) return Math.BigMul(left, right, out low);
        low = left * right;
        return Bmi2.X64.MultiplyNoFlags(left, right);
    }

    /// <summary>left * right + addend, which fits two limbs; the high one is returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong MultiplyAdd(ulong left, ulong right, ulong addend, out ulong low)
    {
        ulong high = Product(left, right, out ulong product);
        low = product + addend;
        return high + (low < product ? 1UL : 0);
    }

    /// <summary>left * right + addend + carry, which fits two limbs; the high one is returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong MultiplyAdd(ulong left, ulong right, ulong addend, ulong carry, out ulong low)
    {
        ulong high = Product(left, right, out ulong product);
        ulong partial = product + addend;
        high += partial < product ? 1UL : 0;
        low = partial + carry;
        return high + (low < partial ? 1UL : 0);
    }
}
