using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fvm.Evm.Arithmetic;

/// <summary>
/// The remainder of a product by a modulus of four limbs, which the moduli of all curves are: <see cref="LimbDivision"/> written out
/// for that length, with every limb in a local. It takes two fifths of the general form's time.
/// </summary>
internal static class WordReduction
{
    /// <summary>(high * 2^256 + low) mod modulus.</summary>
    /// <param name="low">The lower half.</param>
    /// <param name="high">The upper half.</param>
    /// <param name="modulus">Its highest limb is not 0.</param>
    /// <param name="result">May be the same place as an operand.</param>
    internal static void Reduce(in UInt256 low, in UInt256 high, in UInt256 modulus, out UInt256 result)
    {
        int shift = BitOperations.LeadingZeroCount(modulus.U3);
        int rest = 63 - shift;
        var divisor = Normalise(modulus, shift, rest, 0);
        ulong reciprocal = Reciprocal.Of(divisor.U3, divisor.U2);
        ulong overflow = high.U3 >> 1 >> rest;
        var window = Normalise(high, shift, rest, low.U3);
        var tail = Normalise(low, shift, rest, 0);
        // Factors that were reduced already, by far the commonest, leave an upper half below the modulus: one step less.
        if (overflow != 0 || !WordComparison.IsLess(window, divisor))
        {
            ulong next = window.U0;
            window = new UInt256(window.U1, window.U2, window.U3, overflow);
            Step(ref window, next, divisor, reciprocal);
        }

        Step(ref window, tail.U3, divisor, reciprocal);
        Step(ref window, tail.U2, divisor, reciprocal);
        Step(ref window, tail.U1, divisor, reciprocal);
        Step(ref window, tail.U0, divisor, reciprocal);
        result = new UInt256(
            (window.U0 >> shift) | (window.U1 << 1 << rest),
            (window.U1 >> shift) | (window.U2 << 1 << rest),
            (window.U2 >> shift) | (window.U3 << 1 << rest),
            window.U3 >> shift);
    }

    /// <summary>A word shifted to the left; the bits that come in are the highest of <paramref name="below"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static UInt256 Normalise(in UInt256 word, int shift, int rest, ulong below) => new(
        (word.U0 << shift) | (below >> 1 >> rest),
        (word.U1 << shift) | (word.U0 >> 1 >> rest),
        (word.U2 << shift) | (word.U1 >> 1 >> rest),
        (word.U3 << shift) | (word.U2 >> 1 >> rest));

    /// <summary>(window * 2^64 + next) mod divisor, where the window is below the divisor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(ref UInt256 window, ulong next, in UInt256 divisor, ulong reciprocal)
    {
        ulong u3 = window.U3, u2 = window.U2, u1 = window.U1, u0 = window.U0;
        if (u3 == divisor.U3 && u2 == divisor.U2)
        {
            StepOfGreatestDigit(ref window, next, divisor);
            return;
        }

        ulong digit = LimbDivision.DivideStep(u3, u2, u1, divisor.U3, divisor.U2, reciprocal, out u3, out u2);
        // (u3, u2, u0, next) - digit * (divisor.U1, divisor.U0)
        ulong carry = Math.BigMul(digit, divisor.U0, out ulong p0);
        carry = WordMultiplication.MultiplyAdd(digit, divisor.U1, carry, out ulong p1);
        ulong borrow = 0;
        ulong r0 = WordAddition.SubtractBorrow(next, p0, ref borrow);
        ulong r1 = WordAddition.SubtractBorrow(u0, p1, ref borrow);
        ulong r2 = WordAddition.SubtractBorrow(u2, carry, ref borrow);
        ulong r3 = WordAddition.SubtractBorrow(u3, 0, ref borrow);
        window = new UInt256(r0, r1, r2, r3);
        if (borrow != 0) WordAddition.Add(window, divisor, out window);
    }

    /// <summary>The digit that no estimate gives: 2^64 - 1. It is what the digit is whenever both upper limbs are equal.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StepOfGreatestDigit(ref UInt256 window, ulong next, in UInt256 divisor)
    {
        // window * 2^64 + next - (2^64 - 1) * divisor = (window - divisor) * 2^64 + next + divisor, modulo 2^256.
        WordAddition.Subtract(window, divisor, out var difference);
        WordAddition.Add(new UInt256(next, difference.U0, difference.U1, difference.U2), divisor, out window);
    }
}
