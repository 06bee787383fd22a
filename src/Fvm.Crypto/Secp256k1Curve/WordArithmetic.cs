using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Fvm.Crypto.Secp256k1Curve;

/// <summary>
/// Steps of long arithmetic over 64-bit words, all without branches. A carry or borrow is 0 or 1 unless said otherwise;
/// <c>sum &lt; addend</c> compiles to a flag, not to a jump.
/// </summary>
internal static class WordArithmetic
{
    /// <summary>a + b + carry; the carry out replaces the carry in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Add(ulong a, ulong b, ref ulong carry)
    {
        ulong partial = a + carry;
        ulong sum = partial + b;
        carry = Flag(partial < carry) | Flag(sum < b);
        return sum;
    }

    /// <summary>a - b - borrow; the borrow out replaces the borrow in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Subtract(ulong a, ulong b, ref ulong borrow)
    {
        ulong partial = a - b;
        ulong difference = partial - borrow;
        borrow = Flag(a < b) | Flag(partial < borrow);
        return difference;
    }

    /// <summary>Low word of a * b + addend + carry; the high word, any 64-bit value, replaces the carry. Cannot overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong MultiplyAdd(ulong a, ulong b, ulong addend, ref ulong carry)
    {
        ulong high = MultiplyHigh(a, b), low = a * b;
        low += addend;
        high += Flag(low < addend);
        low += carry;
        high += Flag(low < carry);
        carry = high;
        return low;
    }

    /// <summary>
    /// The high word of a * b. <see cref="Math.BigMul(ulong, ulong, out ulong)"/> gives both words, but on x64 the JIT of
    /// .NET 10 passes the low one through memory, which costs more than a second multiplication.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong MultiplyHigh(ulong a, ulong b) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);

    /// <summary>All ones if <paramref name="flag"/> is 1, nothing if it is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Mask(ulong flag) => 0 - flag;

    /// <summary><paramref name="whenSet"/> where the mask is all ones, else <paramref name="otherwise"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Select(ulong mask, ulong whenSet, ulong otherwise) => otherwise ^ (mask & (whenSet ^ otherwise));

    /// <summary>The 512-bit product of two 256-bit numbers, words least significant first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Multiply(
        ulong a0, ulong a1, ulong a2, ulong a3, ulong b0, ulong b1, ulong b2, ulong b3,
        out ulong t0, out ulong t1, out ulong t2, out ulong t3, out ulong t4, out ulong t5, out ulong t6, out ulong t7)
    {
        ulong carry = 0;
        t0 = MultiplyAdd(a0, b0, 0, ref carry);
        t1 = MultiplyAdd(a0, b1, 0, ref carry);
        t2 = MultiplyAdd(a0, b2, 0, ref carry);
        t3 = MultiplyAdd(a0, b3, 0, ref carry);
        t4 = carry;
        carry = 0;
        t1 = MultiplyAdd(a1, b0, t1, ref carry);
        t2 = MultiplyAdd(a1, b1, t2, ref carry);
        t3 = MultiplyAdd(a1, b2, t3, ref carry);
        t4 = MultiplyAdd(a1, b3, t4, ref carry);
        t5 = carry;
        carry = 0;
        t2 = MultiplyAdd(a2, b0, t2, ref carry);
        t3 = MultiplyAdd(a2, b1, t3, ref carry);
        t4 = MultiplyAdd(a2, b2, t4, ref carry);
        t5 = MultiplyAdd(a2, b3, t5, ref carry);
        t6 = carry;
        carry = 0;
        t3 = MultiplyAdd(a3, b0, t3, ref carry);
        t4 = MultiplyAdd(a3, b1, t4, ref carry);
        t5 = MultiplyAdd(a3, b2, t5, ref carry);
        t6 = MultiplyAdd(a3, b3, t6, ref carry);
        t7 = carry;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Flag(bool condition) => condition ? 1UL : 0UL;
}
