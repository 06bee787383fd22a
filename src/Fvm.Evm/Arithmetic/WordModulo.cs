using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fvm.Evm.Arithmetic;

/// <summary>ADDMOD and MULMOD: the intermediate result is not cut to 256 bits; a modulus of 0 gives 0.</summary>
internal static unsafe class WordModulo
{
    private const int Limbs = 4;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(in UInt256 left, in UInt256 right, in UInt256 modulus, out UInt256 result)
    {
        // Operands that are reduced already, by a modulus of full length: at most one subtraction.
        if (modulus.U3 != 0 && left.U3 <= modulus.U3 && right.U3 <= modulus.U3
            && WordComparison.IsLess(left, modulus) && WordComparison.IsLess(right, modulus))
        {
            ulong carryOut = WordAddition.AddWithCarry(left, right, out var reduced);
            if (carryOut != 0 || !WordComparison.IsLess(reduced, modulus)) WordAddition.Subtract(reduced, modulus, out reduced);
            result = reduced;
            return;
        }

        ulong carry = WordAddition.AddWithCarry(left, right, out var sum);
        if (carry == 0) WordDivision.Divide(sum, modulus, out _, out result);
        else Reduce(sum, new UInt256(carry), modulus, out result);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(in UInt256 left, in UInt256 right, in UInt256 modulus, out UInt256 result)
    {
        WordMultiplication.MultiplyFull(left, right, out var low, out var high);
        if (high.IsZero) WordDivision.Divide(low, modulus, out _, out result);
        else if (modulus.U3 != 0) WordReduction.Reduce(low, high, modulus, out result);
        else Reduce(low, high, modulus, out result);
    }

    /// <summary>The remainder of a number of up to 512 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Reduce(in UInt256 low, in UInt256 high, in UInt256 modulus, out UInt256 result)
    {
        // SAFETY: u holds eight limbs and the one that normalising adds; d holds four; both are as long as LimbDivision is told.
        ulong* u = stackalloc ulong[(2 * Limbs) + 1];
        ulong* d = stackalloc ulong[Limbs];
        u[0] = low.U0;
        u[1] = low.U1;
        u[2] = low.U2;
        u[3] = low.U3;
        u[4] = high.U0;
        u[5] = high.U1;
        u[6] = high.U2;
        u[7] = high.U3;
        d[0] = modulus.U0;
        d[1] = modulus.U1;
        d[2] = modulus.U2;
        d[3] = modulus.U3;
        int dividendCount = LimbDivision.Significant(u, 2 * Limbs);
        int count = LimbDivision.Significant(d, Limbs);
        if (count < 2)
        {
            result = count == 0 ? default : new UInt256(LimbDivision.DivideByLimb(u, dividendCount, d[0]));
            return;
        }

        int shift = BitOperations.LeadingZeroCount(d[count - 1]);
        LimbDivision.ShiftLeft(d, d, count, shift);
        u[dividendCount] = LimbDivision.ShiftLeft(u, u, dividendCount, shift);
        LimbDivision.Divide(u, dividendCount + 1, d, count, null);
        for (int i = count; i < Limbs; i++) u[i] = 0;
        LimbDivision.ShiftRight(u, count, shift);
        result = new UInt256(u[0], u[1], u[2], u[3]);
    }
}
