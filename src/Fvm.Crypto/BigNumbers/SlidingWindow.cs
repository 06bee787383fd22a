using System.Numerics;

namespace Fvm.Crypto.BigNumbers;

/// <summary>Powers by sliding windows (Menezes, van Oorschot, Vanstone, "Handbook of applied cryptography", algorithm 14.85). Time depends on the exponent.</summary>
internal static class SlidingWindow
{
    /// <summary>The power; the exponent is big-endian, its first byte not zero.</summary>
    internal static BigInteger Power(PowerRing ring, BigInteger value, ReadOnlySpan<byte> exponent)
    {
        int bits = (8 * exponent.Length) - BitOperations.LeadingZeroCount((uint)exponent[0]) + 24;
        int window = Width(bits);
        ulong[][] odd = new ulong[1 << (window - 1)][];
        odd[0] = ring.Enter(value);
        ulong[] result = ring.Allocate();
        ring.Square(odd[0], result);
        for (int i = 1; i < odd.Length; i++)
            ring.Multiply(odd[i - 1], result, odd[i] = ring.Allocate());

        bool isOne = true;
        for (int bit = bits - 1; bit >= 0;)
        {
            if (Bit(exponent, bit) == 0)
            {
                ring.Square(result, result);
                bit--;
                continue;
            }

            int end = Math.Max(0, bit - window + 1);
            while (Bit(exponent, end) == 0)
                end++;
            int digit = 0;
            for (; bit >= end; bit--)
            {
                digit = (2 * digit) | Bit(exponent, bit);
                if (!isOne)
                    ring.Square(result, result);
            }

            if (isOne)
                odd[digit >> 1].CopyTo(result, 0);
            else
                ring.Multiply(result, odd[digit >> 1], result);
            isOne = false;
        }

        return ring.Leave(result);
    }

    /// <summary>The width that takes the fewest multiplications, the table counted.</summary>
    private static int Width(int bits) => bits switch { > 671 => 6, > 239 => 5, > 79 => 4, > 23 => 3, _ => 2 };

    private static int Bit(ReadOnlySpan<byte> bigEndian, int bit) => (bigEndian[bigEndian.Length - 1 - (bit >> 3)] >> (bit & 7)) & 1;
}
