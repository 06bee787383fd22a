using System.Numerics;
using Fvm.Crypto.Bls12381;

namespace Fvm.Crypto.Tests.Bls12381;

public sealed class FpTests
{
    private static IEnumerable<BigInteger> Values(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Model.Edges, .. Enumerable.Range(0, count).Select(_ => random.NextInteger())];
    }

    [Fact]
    public void TwoOperandsAgreeWithIntegers()
    {
        foreach (BigInteger a in Values(1, 20))
        {
            foreach (BigInteger b in Values(2, 20))
            {
                Fp x = Model.ToFp(a);
                Fp y = Model.ToFp(b);
                Assert.Equal((a + b) % Model.P, Model.FromFp(x + y));
                Assert.Equal((a - b + Model.P) % Model.P, Model.FromFp(x - y));
                Assert.Equal(a * b % Model.P, Model.FromFp(x * y));
                Assert.Equal(a % Model.P == b % Model.P, x == y);
            }
        }
    }

    [Fact]
    public void OneOperandAgreesWithIntegers()
    {
        foreach (BigInteger a in Values(3, 30))
        {
            Fp x = Model.ToFp(a);
            Assert.Equal((Model.P - a) % Model.P, Model.FromFp(-x));
            Assert.Equal(2 * a % Model.P, Model.FromFp(x.Double()));
            Assert.Equal(a * a % Model.P, Model.FromFp(x.Square()));
            Assert.Equal(x, x.Half().Double());
            Assert.Equal(BigInteger.ModPow(a, Model.P - 2, Model.P), Model.FromFp(x.Invert()));
            Assert.Equal(!a.IsEven, x.IsOdd());
            Assert.Equal(a > (Model.P - 1) / 2, x.IsLexicographicallyLarger());
            Assert.Equal(a.IsZero, x.IsZero);
        }
    }

    [Fact]
    public void RootsExistExactlyForSquares()
    {
        foreach (BigInteger a in Values(4, 30))
        {
            bool isSquare = BigInteger.ModPow(a, (Model.P - 1) / 2, Model.P) <= 1;
            Assert.Equal(isSquare, FpPowers.TrySquareRoot(Model.ToFp(a), out Fp root));
            if (isSquare)
                Assert.Equal(a, Model.FromFp(root.Square()));
        }
    }

    [Fact]
    public void ReadingRefusesIntegersFromPOn()
    {
        Assert.True(Fp.TryRead(Model.Bytes(Model.P - 1, 48), out Fp largest));
        Assert.Equal(-Fp.One, largest);
        foreach (BigInteger tooLarge in new[] { Model.P, Model.P + 1, (BigInteger.One << 381) - 1, (BigInteger.One << 384) - 1 })
            Assert.False(Fp.TryRead(Model.Bytes(tooLarge, 48), out _));
        Assert.Throws<FormatException>(() => Fp.FromHex(Model.P.ToString("x96", null)[^96..]));
    }

    [Fact]
    public void WideIntegersAreReduced()
    {
        var random = new Random(5);
        byte[] bytes = new byte[64];
        for (int i = 0; i < 50; i++)
        {
            random.NextBytes(bytes);
            if (i == 0)
                bytes.AsSpan().Fill(0xff);
            Assert.Equal(
                new BigInteger(bytes, isUnsigned: true, isBigEndian: true) % Model.P,
                Model.FromFp(Fp.FromWide(bytes)));
        }
    }

    [Fact]
    public void ConstantsAreWhatTheySay()
    {
        Assert.Equal(BigInteger.One, Model.FromFp(Fp.One));
        Assert.Equal(new BigInteger(1012), Model.FromFp(Fp.FromUInt64(1012)));
        Assert.Equal("0x" + new string('0', 95) + "4", Fp.FromUInt64(4).ToString());
        Assert.Equal(Model.R, new BigInteger(CurveParameters.Order, isUnsigned: true, isBigEndian: true));

        BigInteger x = -(BigInteger)CurveParameters.AbsoluteX;
        Assert.Equal(Model.R, BigInteger.Pow(x, 4) - (x * x) + 1);
        Assert.Equal(Model.P, ((x - 1) * (x - 1) * Model.R / 3) + x);
    }
}
