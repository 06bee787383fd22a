using System.Globalization;
using System.Numerics;
using Fvm.Crypto.Bls12381;

namespace Fvm.Crypto.Tests.Bls12381;

/// <summary>Plain integers to compare with, and values with a fixed seed.</summary>
internal static class Model
{
    public static readonly BigInteger P = Hex(
        "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab");

    public static readonly BigInteger R = Hex("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001");

    /// <summary>Values at which limbs, carries and reductions turn over.</summary>
    public static readonly BigInteger[] Edges =
    [
        0, 1, 2, 3, P - 1, P - 2, (P - 1) / 2, (P + 1) / 2, (P + 3) / 2, ulong.MaxValue, (BigInteger)ulong.MaxValue + 1,
        (BigInteger.One << 128) - 1, (BigInteger.One << 192) - 1, (BigInteger.One << 256) - 1, BigInteger.One << 320,
        (BigInteger.One << 380) - 1, (BigInteger.One << 384) % P, ((BigInteger.One << 384) - 1) % P, (BigInteger.One << 768) % P,
    ];

    public static BigInteger Hex(string digits) => BigInteger.Parse("0" + digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public static byte[] Bytes(BigInteger value, int length)
    {
        byte[] bytes = new byte[length];
        byte[] bare = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        bare.CopyTo(bytes, length - bare.Length);
        return bytes;
    }

    public static Fp ToFp(BigInteger value)
    {
        Assert.True(Fp.TryRead(Bytes(((value % P) + P) % P, Fp.EncodedLength), out Fp element));
        return element;
    }

    public static BigInteger FromFp(in Fp value)
    {
        byte[] bytes = new byte[Fp.EncodedLength];
        value.Write(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    public static BigInteger NextInteger(this Random random)
    {
        byte[] bytes = new byte[64];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true) % P;
    }

    public static Fp NextFp(this Random random) => ToFp(random.NextInteger());

    public static Fp2 NextFp2(this Random random) => new(random.NextFp(), random.NextFp());

    public static Fp6 NextFp6(this Random random) => new(random.NextFp2(), random.NextFp2(), random.NextFp2());

    public static Fp12 NextFp12(this Random random) => new(random.NextFp6(), random.NextFp6());

    /// <summary>A scalar below the group order, as the point multiplication takes it.</summary>
    public static byte[] NextScalar(this Random random) => Bytes(random.NextInteger() % R, 32);

    public static Fp2 Power(Fp2 value, BigInteger exponent)
    {
        Fp2 result = Fp2.One;
        for (long bit = (long)exponent.GetBitLength() - 1; bit >= 0; bit--)
        {
            result = result.Square();
            if (!(exponent >> (int)bit).IsEven)
                result *= value;
        }

        return result;
    }

    public static Fp12 Power(Fp12 value, BigInteger exponent)
    {
        Fp12 result = Fp12.One;
        for (long bit = (long)exponent.GetBitLength() - 1; bit >= 0; bit--)
        {
            result = result.Square();
            if (!(exponent >> (int)bit).IsEven)
                result *= value;
        }

        return result;
    }
}
