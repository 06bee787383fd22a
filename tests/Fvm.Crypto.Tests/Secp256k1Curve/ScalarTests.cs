using System.Numerics;
using Fvm.Crypto.Secp256k1Curve;
using Xunit;

namespace Fvm.Crypto.Tests.Secp256k1Curve;

public sealed class ScalarTests
{
    private static readonly BigInteger Lambda = CurveModel.Hex("5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72");

    private static BigInteger N => CurveModel.N;

    [Fact]
    public void ArithmeticAgreesWithBigIntegers()
    {
        Random random = new(4);
        for (int i = 0; i < 20_000; i++)
        {
            BigInteger a = Next(random), b = Next(random);
            Scalar x = ToScalar(a), y = ToScalar(b);
            AssertIs(a + b, x + y);
            AssertIs(a - b, x - y);
            AssertIs(-a, -x);
            AssertIs(a * b, x * y);
            Assert.Equal(a.IsZero, x.IsZero);
            Assert.Equal(a > (N - 1) / 2, x.IsHigh);
            AssertIs(a, Scalar.Choose(ulong.MaxValue, x, y));
            AssertIs(b, Scalar.Choose(0, x, y));
            for (int window = 0; window < 64; window += 21)
                Assert.Equal((int)((a >> (4 * window)) & 15), x.Nibble(window));
        }
    }

    [Fact]
    public void InverseAgreesWithBigIntegers()
    {
        Random random = new(5);
        for (int i = 0; i < 300; i++)
        {
            BigInteger a = Next(random);
            AssertIs(CurveModel.Invert(a, N), ToScalar(a).Invert());
        }
    }

    [Fact]
    public void HighIsTheUpperHalf()
    {
        Assert.False(ToScalar((N - 1) / 2).IsHigh);
        Assert.True(ToScalar((N + 1) / 2).IsHigh);
        Assert.True(ToScalar(N - 1).IsHigh);
        Assert.False(ToScalar(0).IsHigh);
    }

    [Fact]
    public void ReadsStrictlyOrReduced()
    {
        BigInteger greatest = (BigInteger.One << 256) - 1;
        foreach (BigInteger value in new[] { 0, 1, N - 1, N, N + 1, CurveModel.P, greatest })
        {
            Assert.Equal(value < N, Scalar.TryRead(CurveModel.Bytes(value), out _));
            AssertIs(value, Scalar.ReadReduced(CurveModel.Bytes(value)));
        }
    }

    [Fact]
    public void HalvesMakeTheScalarAgainAndAreShort()
    {
        Random random = new(6);
        for (int i = 0; i < 10_000; i++)
        {
            BigInteger k = Next(random);
            ScalarHalves halves = new(ToScalar(k));
            BigInteger first = Model(halves.First), second = Model(halves.Second);
            Assert.True(first < BigInteger.One << 128);
            Assert.True(second < BigInteger.One << 128);
            if (halves.FirstIsNegative) first = -first;
            if (halves.SecondIsNegative) second = -second;
            Assert.Equal(k, CurveModel.Mod(first + (second * Lambda), N));
        }
    }

    internal static Scalar ToScalar(BigInteger value)
    {
        Assert.True(Scalar.TryRead(CurveModel.Bytes(value), out Scalar scalar));
        return scalar;
    }

    /// <summary>Random, small, near n, near powers of two, near multiples of lambda.</summary>
    internal static BigInteger Next(Random random)
    {
        BigInteger small = random.Next(5);
        return random.Next(5) switch
        {
            0 => small,
            1 => N - 1 - small,
            2 => CurveModel.Mod((BigInteger.One << random.Next(256)) + small - 2, N),
            3 => CurveModel.Mod((random.Next(1, 100) * Lambda) + small, N),
            _ => CurveModel.Below(random, N),
        };
    }

    private static BigInteger Model(Scalar scalar)
    {
        Span<byte> bytes = stackalloc byte[32];
        scalar.Write(bytes);
        return CurveModel.Read(bytes);
    }

    private static void AssertIs(BigInteger expected, Scalar actual) => Assert.Equal(CurveModel.Mod(expected, N), Model(actual));
}
