using System.Numerics;

namespace Fvm.Crypto.BigNumbers;

/// <summary>Arithmetic modulo powers of two.</summary>
internal static class TwoPower
{
    /// <summary>2^bits - 1.</summary>
    internal static BigInteger Mask(int bits) => (BigInteger.One << bits) - 1;

    /// <summary>1/odd mod 2^bits, by Newton: an odd number is its own inverse modulo 8, and each step doubles the bits.</summary>
    internal static BigInteger Inverse(BigInteger odd, int bits)
    {
        BigInteger inverse = odd & 7;
        for (int known = 3; known < bits; known *= 2)
        {
            BigInteger mask = Mask(Math.Min(2 * known, bits));
            inverse = (inverse * (2 - (((odd & mask) * inverse) & mask))) & mask;
        }

        return inverse;
    }

    /// <summary>How often two divides a number other than zero.</summary>
    internal static int TrailingZeros(BigInteger value)
    {
        ReadOnlySpan<byte> bytes = value.ToByteArray(isUnsigned: true, isBigEndian: false);
        int index = bytes.IndexOfAnyExcept((byte)0);
        return (8 * index) + BitOperations.TrailingZeroCount(bytes[index]);
    }
}
