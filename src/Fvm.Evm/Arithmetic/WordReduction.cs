using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fvm.Evm.Arithmetic;

/// <summary>
/// The remainder of a product by a modulus of four limbs, which the moduli of all curves are: <see cref="LimbDivision"/> written for
/// that length, with the remainder's limbs in locals.
/// </summary>
internal static unsafe class WordReduction
{
    private const int TailLimbs = 5;

    /// <summary>(high * 2^256 + low) mod modulus.</summary>
    /// <param name="low">The lower half.</param>
    /// <param name="high">The upper half.</param>
    /// <param name="modulus">Its highest limb is not 0.</param>
    /// <param name="result">May be the same place as an operand.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Reduce(in UInt256 low, in UInt256 high, in UInt256 modulus, out UInt256 result)
    {
        int shift = BitOperations.LeadingZeroCount(modulus.U3);
        int rest = 63 - shift;
        ulong d0 = modulus.U0 << shift, d1 = (modulus.U1 << shift) | (modulus.U0 >> 1 >> rest);
        ulong d2 = (modulus.U2 << shift) | (modulus.U1 >> 1 >> rest), d3 = (modulus.U3 << shift) | (modulus.U2 >> 1 >> rest);
        ulong reciprocal = Reciprocal.Of(d3, d2);
        // SAFETY: the loop reads the limbs up to the first position, which is the last limb.
        ulong* tail = stackalloc ulong[TailLimbs];
        tail[0] = low.U0 << shift;
        tail[1] = (low.U1 << shift) | (low.U0 >> 1 >> rest);
        tail[2] = (low.U2 << shift) | (low.U1 >> 1 >> rest);
        tail[3] = (low.U3 << shift) | (low.U2 >> 1 >> rest);
        tail[4] = (high.U0 << shift) | (low.U3 >> 1 >> rest);
        // The remainder so far; always below the divisor.
        ulong r0 = (high.U1 << shift) | (high.U0 >> 1 >> rest), r1 = (high.U2 << shift) | (high.U1 >> 1 >> rest);
        ulong r2 = (high.U3 << shift) | (high.U2 >> 1 >> rest), r3 = high.U3 >> 1 >> rest;
        int position = TailLimbs - 1;
        // Factors that were reduced already, by far the commonest, leave an upper half below the modulus: one step less.
        if (r3 == 0 && r2 < d3)
        {
            (r3, r2, r1, r0) = (r2, r1, r0, tail[4]);
            position--;
        }

        for (; position >= 0; position--)
        {
            ulong next = tail[position];
            if (r3 == d3 && r2 == d2)
            {
                var window = StepOfGreatestDigit(new UInt256(r0, r1, r2, r3), next, new UInt256(d0, d1, d2, d3));
                (r0, r1, r2, r3) = (window.U0, window.U1, window.U2, window.U3);
                continue;
            }

            ulong digit = LimbDivision.DivideStep(r3, r2, r1, d3, d2, reciprocal, out ulong u3, out ulong u2);
            // (u3, u2, r0, next) - digit * (d1, d0)
            ulong carry = WordMultiplication.Product(digit, d0, out ulong p0);
            carry = WordMultiplication.MultiplyAdd(digit, d1, carry, out ulong p1);
            ulong borrow = 0, middle = r0;
            r0 = WordAddition.SubtractBorrow(next, p0, ref borrow);
            r1 = WordAddition.SubtractBorrow(middle, p1, ref borrow);
            r2 = WordAddition.SubtractBorrow(u2, carry, ref borrow);
            r3 = WordAddition.SubtractBorrow(u3, 0, ref borrow);
            if (borrow == 0) continue;
            carry = 0;
            r0 = WordAddition.AddCarry(r0, d0, ref carry);
            r1 = WordAddition.AddCarry(r1, d1, ref carry);
            r2 = WordAddition.AddCarry(r2, d2, ref carry);
            r3 = WordAddition.AddCarry(r3, d3, ref carry);
        }

        result = new UInt256(
            (r0 >> shift) | (r1 << 1 << rest), (r1 >> shift) | (r2 << 1 << rest), (r2 >> shift) | (r3 << 1 << rest), r3 >> shift);
    }

    /// <summary>The step whose digit no estimate gives: 2^64 - 1, which it is whenever both upper limbs are the divisor's.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static UInt256 StepOfGreatestDigit(in UInt256 window, ulong next, in UInt256 divisor)
    {
        // window * 2^64 + next - (2^64 - 1) * divisor = (window - divisor) * 2^64 + next + divisor, modulo 2^256.
        WordAddition.Subtract(window, divisor, out var difference);
        WordAddition.Add(new UInt256(next, difference.U0, difference.U1, difference.U2), divisor, out var remainder);
        return remainder;
    }
}
