using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Fvm.Crypto.BigNumbers;

namespace Fvm.Crypto.Tests.BigNumbers;

/// <summary>Powers over columns of eight, four and one lane beside the framework's; lengths at the edges of a limb, a block and the terms that a sum holds.</summary>
public sealed class PowerRingTests
{
    public static TheoryData<int> Lengths => [2, 3, 27, 28, 29, 53, 221, 222, 256, 445, 446, 1024, 2048, (28 * ColumnProduct.MaxTerms) - 3, 28 * ColumnProduct.MaxTerms, 14_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void PowersOfEveryWidthAreTheFrameworks(int bits)
    {
        var random = new Random(bits);
        BigInteger top = BigInteger.One << (bits - 1), all = TwoPower.Mask(bits);
        foreach (BigInteger modulus in (BigInteger[])[all, top + 1, top | 1 | Below(random, bits)])
        {
            BigInteger value = Below(random, bits) % modulus;
            Compare(modulus - 1, modulus, [3]);
            Compare(value, modulus, [1]);
            Compare(value, modulus, [0x80, 0]);
            Compare(value, modulus, Bytes(random, bits > 4096 ? 2 : 40));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void PowersModuloTwosAreTheFrameworks(int bits)
    {
        var random = new Random(bits);
        byte[] exponent = Bytes(random, bits > 4096 ? 2 : 40);
        foreach (BigInteger value in (BigInteger[])[TwoPower.Mask(bits), Below(random, bits) | 1, (Below(random, bits) | 1) - 1])
        {
            BigInteger expected = BigInteger.ModPow(value, new BigInteger(exponent, isUnsigned: true, isBigEndian: true), BigInteger.One << bits);
            Assert.Equal(expected, SlidingWindow.Power(new TwoPowerRing<OneLane, ulong>(bits), value, exponent));
            if (Avx2.IsSupported)
                Assert.Equal(expected, SlidingWindow.Power(new TwoPowerRing<FourLanes, Vector256<ulong>>(bits), value, exponent));
            if (Avx512F.IsSupported)
                Assert.Equal(expected, SlidingWindow.Power(new TwoPowerRing<EightLanes, Vector512<ulong>>(bits), value, exponent));
        }
    }

    private static void Compare(BigInteger value, BigInteger modulus, byte[] exponent)
    {
        BigInteger expected = BigInteger.ModPow(value, new BigInteger(exponent, isUnsigned: true, isBigEndian: true), modulus);
        Assert.Equal(expected, SlidingWindow.Power(new MontgomeryRing<OneLane, ulong>(modulus), value, exponent));
        if (Avx2.IsSupported)
            Assert.Equal(expected, SlidingWindow.Power(new MontgomeryRing<FourLanes, Vector256<ulong>>(modulus), value, exponent));
        if (Avx512F.IsSupported)
            Assert.Equal(expected, SlidingWindow.Power(new MontgomeryRing<EightLanes, Vector512<ulong>>(modulus), value, exponent));
    }

    private static BigInteger Below(Random random, int bits) => new BigInteger(Bytes(random, (bits + 7) / 8), isUnsigned: true) & TwoPower.Mask(bits);

    /// <summary>Bytes of which neither the first nor the last is zero.</summary>
    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        bytes[0] |= 1;
        bytes[^1] |= 1;
        return bytes;
    }
}
