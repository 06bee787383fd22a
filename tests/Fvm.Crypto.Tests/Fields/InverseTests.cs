using System.Globalization;
using System.Numerics;
using Fvm.Crypto.Bls12381;
using Fvm.Crypto.Fields;
using Fvm.Crypto.Secp256k1Curve;
using Bn = Fvm.Crypto.Bn254Curve;
using R1 = Fvm.Crypto.Secp256r1Curve;
using Scalar = Fvm.Crypto.Secp256k1Curve.Scalar;

namespace Fvm.Crypto.Tests.Fields;

/// <summary>The binary gcd against big integers: random values, and values at the edges of its rounds (few bits, runs of ones, near the modulus).</summary>
public sealed class InverseTests
{
    private const int Rounds = 300;

    [Fact]
    public void ResiduesOfEveryField()
    {
        CheckResidue<ScalarModulus>();
        CheckResidue<Bn.BaseModulus>();
        CheckResidue<R1.BaseModulus>();
        CheckResidue<R1.OrderModulus>();
    }

    [Fact]
    public void TheBaseFieldOfBls12381()
    {
        BigInteger p = Number("1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab");
        byte[] bytes = new byte[48];
        foreach (BigInteger value in Values(p))
        {
            Assert.True(Fp.TryRead(Bytes(value, 48), out Fp x));
            x.Invert().Write(bytes);
            Assert.Equal(Inverse(value, p), new BigInteger(bytes, isUnsigned: true, isBigEndian: true));
        }
    }

    [Fact]
    public void FieldAndOrderOfSecp256k1()
    {
        BigInteger p = Number("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f");
        BigInteger n = Number("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
        byte[] bytes = new byte[32];
        foreach (BigInteger value in Values(p))
        {
            Assert.True(FieldElement.TryRead(Bytes(value, 32), out FieldElement x));
            PublicInverse.Of(x).Write(bytes);
            Assert.Equal(Inverse(value, p), new BigInteger(bytes, isUnsigned: true, isBigEndian: true));
        }

        foreach (BigInteger value in Values(n))
        {
            Assert.True(Scalar.TryRead(Bytes(value, 32), out Scalar x));
            Scalar inverse = PublicInverse.Of(x);
            inverse.Write(bytes);
            Assert.Equal(Inverse(value, n), new BigInteger(bytes, isUnsigned: true, isBigEndian: true));
            Assert.Equal(x.Invert(), inverse);
        }
    }

    private static void CheckResidue<T>()
        where T : unmanaged, IModulus<T>
    {
        var p = new BigInteger(T.Prime, isUnsigned: true, isBigEndian: true);
        byte[] bytes = new byte[32];
        foreach (BigInteger value in Values(p))
        {
            ResidueEncoding.WriteBigEndian(ResidueEncoding.ReadReduced<T>(Bytes(value, 32)).Invert(), bytes);
            Assert.Equal(Inverse(value, p), new BigInteger(bytes, isUnsigned: true, isBigEndian: true));
        }
    }

    private static IEnumerable<BigInteger> Values(BigInteger p)
    {
        int bits = (int)p.GetBitLength();
        var random = new Random(6);
        for (int i = 0; i < 5; i++)
        {
            yield return i;
            yield return p - 1 - i;
            yield return (p + i) / 2;
        }

        for (int bit = 0; bit < bits - 1; bit++)
        {
            yield return BigInteger.One << bit;
            yield return (BigInteger.One << bit) - 1;
            yield return p - (BigInteger.One << bit);
        }

        byte[] bytes = new byte[(bits / 8) + 8];
        for (int i = 0; i < Rounds; i++)
        {
            random.NextBytes(bytes);
            yield return new BigInteger(bytes, isUnsigned: true) % p;
            yield return (new BigInteger(bytes, isUnsigned: true) >> random.Next(8 * bytes.Length)) % p;
        }
    }

    private static BigInteger Inverse(BigInteger value, BigInteger p) => BigInteger.ModPow(value, p - 2, p);

    private static BigInteger Number(string digits) => BigInteger.Parse("0" + digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static byte[] Bytes(BigInteger value, int length)
    {
        byte[] bytes = new byte[length], bare = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        bare.CopyTo(bytes, length - bare.Length);
        return bytes;
    }
}
