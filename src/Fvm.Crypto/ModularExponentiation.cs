using System.Numerics;
using Fvm.Crypto.BigNumbers;

namespace Fvm.Crypto;

/// <summary>
/// base^exponent mod modulus on big-endian numbers of any length (EIP-198). Odd moduli go through Montgomery multiplication; an even one is split into its
/// odd part and a power of two, so that no modulus is much dearer than another of its length. Leading zeros cost nothing. Time depends on the numbers: not for secrets.
/// </summary>
public static class ModularExponentiation
{
    /// <summary>
    /// From this length in bits on the framework's multiplication, which is subquadratic, overtakes (measured: 8,192 and 16,384 bits).
    /// </summary>
    private const int LongBits = 16_384;

    /// <summary>
    /// Writes the power, padded on the left, to <paramref name="output"/>, which has the modulus' length. 0^0 is 1; modulo 0 and modulo 1 everything is 0.
    /// </summary>
    /// <exception cref="ArgumentException">The output's length is not the modulus'.</exception>
    public static void Compute(
        ReadOnlySpan<byte> baseNumber, ReadOnlySpan<byte> exponent, ReadOnlySpan<byte> modulus, Span<byte> output)
    {
        if (output.Length != modulus.Length)
            Throw.Length(nameof(output), modulus.Length, output.Length);
        output.Clear();
        modulus = modulus.TrimStart((byte)0);
        if (modulus.IsEmpty || (modulus.Length == 1 && modulus[0] == 1))
            return;

        BigInteger m = Read(modulus);
        BigInteger result = Power(Read(baseNumber.TrimStart((byte)0)) % m, exponent.TrimStart((byte)0), m);
        int length = result.GetByteCount(isUnsigned: true);
        result.TryWriteBytes(output[(output.Length - length)..], out _, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>The power; the value is below the modulus, which is above one; the exponent has no leading zeros.</summary>
    private static BigInteger Power(BigInteger value, ReadOnlySpan<byte> exponent, BigInteger modulus)
    {
        if (exponent.IsEmpty)
            return BigInteger.One;
        if (value.IsZero || value.IsOne)
            return value;

        // An exponent of one byte does not repay the preparations of a Montgomery form.
        if (exponent.Length == 1 || modulus.GetBitLength() >= LongBits)
            return BigInteger.ModPow(value, Read(exponent), modulus);

        int twos = TrailingZeros(modulus);
        if (twos == 0)
            return new MontgomeryPower(modulus).Power(value, exponent);

        BigInteger odd = modulus >> twos;
        BigInteger even = PowerModuloTwos(value, Read(exponent), twos);
        if (odd.IsOne)
            return even;
        BigInteger first = odd.GetBitLength() <= 1 ? BigInteger.Zero : new MontgomeryPower(odd).Power(value % odd, exponent);

        // Garner: first + odd * ((even - first) / odd mod 2^twos).
        BigInteger mask = (BigInteger.One << twos) - 1;
        BigInteger digit = ((even - first) * InverseModuloTwos(odd, twos)) & mask;
        return first + (odd * digit);
    }

    /// <summary>value^exponent mod 2^bits. The units have exponent 2^(bits - 2), so at most that many bits of the exponent matter.</summary>
    private static BigInteger PowerModuloTwos(BigInteger value, BigInteger exponent, int bits)
    {
        BigInteger mask = (BigInteger.One << bits) - 1;
        value &= mask;
        if (value.IsEven)
        {
            if (value.IsZero || exponent * TrailingZeros(value) >= bits)
                return BigInteger.Zero;
        }
        else
        {
            exponent &= mask;
        }

        BigInteger result = BigInteger.One;
        foreach (byte digits in exponent.ToByteArray(isUnsigned: true, isBigEndian: true))
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                result = (result * result) & mask;
                if (((digits >> bit) & 1) != 0)
                    result = (result * value) & mask;
            }
        }

        return result;
    }

    /// <summary>1/odd mod 2^bits, by Newton.</summary>
    private static BigInteger InverseModuloTwos(BigInteger odd, int bits)
    {
        BigInteger inverse = odd;
        for (int known = 3; known < bits; known *= 2)
        {
            BigInteger mask = (BigInteger.One << Math.Min(2 * known, bits)) - 1;
            inverse = (inverse * (2 - (odd * inverse))) & mask;
        }

        return inverse;
    }

    private static int TrailingZeros(BigInteger value)
    {
        ReadOnlySpan<byte> bytes = value.ToByteArray(isUnsigned: true, isBigEndian: false);
        int index = bytes.IndexOfAnyExcept((byte)0);
        return (8 * index) + BitOperations.TrailingZeroCount(bytes[index]);
    }

    private static BigInteger Read(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
