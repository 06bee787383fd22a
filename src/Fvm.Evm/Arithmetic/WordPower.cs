using System.Runtime.CompilerServices;

namespace Fvm.Evm.Arithmetic;

/// <summary>EXP.</summary>
internal static class WordPower
{
    /// <summary>Binary powering, from the exponent's highest bit down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Raise(in UInt256 value, in UInt256 exponent, out UInt256 result)
    {
        int bits = exponent.BitLength;
        if (bits == 0)
        {
            result = UInt256.One;
            return;
        }

        var factor = value;
        if (factor == 2)
        {
            // The commonest base by far: a power of two is a shift.
            if (bits <= 8) WordShifts.Left(UInt256.One, (uint)exponent.U0, out result);
            else result = default;
            return;
        }

        var power = exponent;
        var accumulated = factor;
        for (int bit = bits - 2; bit >= 0; bit--)
        {
            WordMultiplication.Multiply(accumulated, accumulated, out accumulated);
            if (IsSet(power, bit)) WordMultiplication.Multiply(accumulated, factor, out accumulated);
        }

        result = accumulated;
    }

    private static bool IsSet(in UInt256 value, int bit)
    {
        ulong limb = (bit >> 6) switch { 0 => value.U0, 1 => value.U1, 2 => value.U2, _ => value.U3 };
        return (limb >> (bit & 63) & 1) != 0;
    }
}
