using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Fvm.Crypto.BigNumbers;

namespace Fvm.Crypto;

/// <summary>
/// base^exponent mod modulus on big-endian numbers of any length (EIP-198). Odd moduli go through Montgomery multiplication; an even one is split into its
/// odd part and a power of two, so that no modulus is much dearer than another of its length. Leading zeros cost nothing. Time depends on the numbers: not for secrets.
/// </summary>
public static class ModularExponentiation
{
    /// <summary>
    /// From this length in bits on the framework's multiplication, which is subquadratic, overtakes or soon will (measured: at 131,072 bits eight and four lanes
    /// take half and nine tenths of its time; one lane is even with it at 16,384).
    /// </summary>
    private static int LongBits => Avx2.IsSupported ? 131_072 : 16_384;

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

        int twos = TwoPower.TrailingZeros(modulus);
        if (twos == 0)
            return SlidingWindow.Power(Montgomery(modulus), value, exponent);

        BigInteger odd = modulus >> twos;
        BigInteger even = PowerModuloTwos(value & TwoPower.Mask(twos), exponent, twos);
        if (odd.IsOne)
            return even;
        BigInteger first = value % odd;
        if (!first.IsZero)
            first = SlidingWindow.Power(Montgomery(odd), first, exponent);

        // Garner: first + odd * ((even - first) / odd mod 2^twos).
        BigInteger digit = ((even - first) * TwoPower.Inverse(odd, twos)) & TwoPower.Mask(twos);
        return first + (odd * digit);
    }

    /// <summary>value^exponent mod 2^bits. The odd numbers have exponent 2^(bits - 2), so at most that many bits of theirs matter.</summary>
    private static BigInteger PowerModuloTwos(BigInteger value, ReadOnlySpan<byte> exponent, int bits)
    {
        if (value.IsZero)
            return value;
        if (!value.IsEven)
            exponent = exponent[Math.Max(0, exponent.Length - ((bits + 7) / 8))..].TrimStart((byte)0);
        else if (exponent.Length > sizeof(int) - 1 || (long)Read(exponent) * TwoPower.TrailingZeros(value) >= bits)
            return BigInteger.Zero;
        return exponent.IsEmpty ? BigInteger.One : SlidingWindow.Power(TwoPowers(bits), value, exponent);
    }

    private static PowerRing Montgomery(BigInteger modulus) =>
        Avx512F.IsSupported ? new MontgomeryRing<EightLanes, Vector512<ulong>>(modulus)
        : Avx2.IsSupported ? new MontgomeryRing<FourLanes, Vector256<ulong>>(modulus)
        : new MontgomeryRing<OneLane, ulong>(modulus);

    private static PowerRing TwoPowers(int bits) =>
        Avx512F.IsSupported ? new TwoPowerRing<EightLanes, Vector512<ulong>>(bits)
        : Avx2.IsSupported ? new TwoPowerRing<FourLanes, Vector256<ulong>>(bits)
        : new TwoPowerRing<OneLane, ulong>(bits);

    private static BigInteger Read(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
