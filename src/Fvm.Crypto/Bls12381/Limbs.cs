using System.Runtime.CompilerServices;

namespace Fvm.Crypto.Bls12381;

/// <summary>The three steps of multi-limb arithmetic. A carry or borrow is 0 or 1, except in <see cref="MultiplyAdd"/>.</summary>
internal static class Limbs
{
    /// <summary><c>left + right + carry</c>; the new carry is 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add(ulong left, ulong right, ref ulong carry)
    {
        ulong partial = left + right;
        ulong sum = partial + carry;
        carry = (partial < left ? 1UL : 0UL) + (sum < partial ? 1UL : 0UL);
        return sum;
    }

    /// <summary><c>left - right - borrow</c>; the new borrow is 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Subtract(ulong left, ulong right, ref ulong borrow)
    {
        ulong partial = left - right;
        ulong difference = partial - borrow;
        borrow = (left < right ? 1UL : 0UL) + (partial < borrow ? 1UL : 0UL);
        return difference;
    }

    /// <summary><c>a * b + addend + carry</c>, which fits 128 bits: the low half is returned, the high half becomes the carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MultiplyAdd(ulong a, ulong b, ulong addend, ref ulong carry)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        low += addend;
        high += low < addend ? 1UL : 0UL;
        low += carry;
        high += low < carry ? 1UL : 0UL;
        carry = high;
        return low;
    }
}
