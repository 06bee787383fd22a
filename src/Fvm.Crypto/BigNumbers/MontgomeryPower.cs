using System.Numerics;
using System.Runtime.InteropServices;
using static Fvm.Crypto.Fields.WordProduct;

namespace Fvm.Crypto.BigNumbers;

/// <summary>
/// Powers modulo an odd number of any length, by Montgomery multiplication over 64-bit words (Koc, Acar and Kaliski, 1996, CIOS). Time depends on the
/// exponent and, slightly, on the numbers.
/// </summary>
internal sealed class MontgomeryPower
{
    private const int WindowBits = 4;

    private readonly ulong[] _modulus;
    private readonly ulong[] _sum;
    private readonly ulong _negativeInverse;
    private readonly BigInteger _modulusValue;

    /// <summary>Prepares for an odd modulus above one.</summary>
    internal MontgomeryPower(BigInteger modulus)
    {
        _modulusValue = modulus;
        _modulus = new ulong[(modulus.GetByteCount(isUnsigned: true) + 7) / 8];
        _sum = new ulong[_modulus.Length + 2];
        Store(modulus, _modulus);

        // Newton: each step doubles the bits of the inverse; an odd number is its own inverse modulo 8.
        ulong inverse = _modulus[0];
        for (int bits = 3; bits < 64; bits *= 2)
            inverse *= 2 - (_modulus[0] * inverse);
        _negativeInverse = 0 - inverse;
    }

    /// <summary>The power; <paramref name="value"/> is below the modulus, the exponent big-endian and not zero.</summary>
    internal BigInteger Power(BigInteger value, ReadOnlySpan<byte> exponent)
    {
        int length = _modulus.Length;
        var table = new ulong[1 << WindowBits][];
        for (int i = 0; i < table.Length; i++)
            table[i] = new ulong[length];

        // Into Montgomery form by two divisions, which are not slower than quadratic.
        Store((BigInteger.One << (64 * length)) % _modulusValue, table[0]);
        Store((value << (64 * length)) % _modulusValue, table[1]);
        for (int i = 2; i < table.Length; i++)
            Multiply(table[i - 1], table[1], table[i]);

        ulong[] result = (ulong[])table[exponent[0] >> 4].Clone();
        Step(result, table[exponent[0] & 15]);
        foreach (byte digits in exponent[1..])
        {
            Step(result, table[digits >> 4]);
            Step(result, table[digits & 15]);
        }

        Span<ulong> one = table[1];
        one.Clear();
        one[0] = 1;
        Multiply(result, one, result);
        return Load(result);
    }

    private void Step(ulong[] result, ulong[] factor)
    {
        for (int i = 0; i < WindowBits; i++)
            Multiply(result, result, result);
        Multiply(result, factor, result);
    }

    /// <summary>left * right / 2^(64 n) modulo the modulus, below it; the result may be an operand.</summary>
    private void Multiply(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result)
    {
        ReadOnlySpan<ulong> modulus = _modulus;
        Span<ulong> sum = _sum;
        sum.Clear();
        foreach (ulong digit in left)
        {
            ulong carry = MultiplyAdd(right, digit, sum);
            Add(sum[right.Length..], carry);

            // Adding a multiple of the modulus clears the lowest word, which then drops out.
            carry = MultiplyAdd(modulus, sum[0] * _negativeInverse, sum);
            Add(sum[modulus.Length..], carry);
            sum[1..].CopyTo(sum);
            sum[^1] = 0;
        }

        if (sum[modulus.Length] != 0 || !IsBelow(sum[..modulus.Length], modulus))
            Subtract(sum[..modulus.Length], modulus);
        sum[..modulus.Length].CopyTo(result);
    }

    /// <summary>Adds digit * number to the sum; returns what passes the number's length.</summary>
    private static ulong MultiplyAdd(ReadOnlySpan<ulong> number, ulong digit, Span<ulong> sum)
    {
        ulong carry = 0;
        for (int i = 0; i < number.Length; i++)
        {
            ulong low = number[i] * digit;
            ulong high = High(number[i], digit);
            low += carry;
            high += low < carry ? 1UL : 0UL;
            ulong total = sum[i] + low;
            carry = high + (total < low ? 1UL : 0UL);
            sum[i] = total;
        }

        return carry;
    }

    private static void Add(Span<ulong> sum, ulong carry)
    {
        sum[0] += carry;
        if (sum[0] < carry)
            sum[1]++;
    }

    private static bool IsBelow(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        int index = left.Length - 1;
        while (index > 0 && left[index] == right[index])
            index--;
        return left[index] < right[index];
    }

    private static void Subtract(Span<ulong> left, ReadOnlySpan<ulong> right)
    {
        ulong borrow = 0;
        for (int i = 0; i < left.Length; i++)
        {
            ulong partial = left[i] - right[i];
            ulong difference = partial - borrow;
            borrow = (left[i] < right[i] ? 1UL : 0UL) | (partial < borrow ? 1UL : 0UL);
            left[i] = difference;
        }
    }

    /// <summary>Little-endian words of a number that fits; the machine is little-endian or the words are turned.</summary>
    private static void Store(BigInteger value, Span<ulong> words)
    {
        words.Clear();
        value.TryWriteBytes(MemoryMarshal.AsBytes(words), out _, isUnsigned: true, isBigEndian: false);
        Turn(words);
    }

    private static BigInteger Load(Span<ulong> words)
    {
        Turn(words);
        return new BigInteger(MemoryMarshal.AsBytes(words), isUnsigned: true, isBigEndian: false);
    }

    private static void Turn(Span<ulong> words)
    {
        for (int i = 0; !BitConverter.IsLittleEndian && i < words.Length; i++)
            words[i] = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(words[i]);
    }
}
