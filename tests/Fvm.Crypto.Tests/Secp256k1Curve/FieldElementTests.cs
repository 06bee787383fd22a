using System.Numerics;
using Fvm.Crypto.Secp256k1Curve;
using Xunit;

namespace Fvm.Crypto.Tests.Secp256k1Curve;

public sealed class FieldElementTests
{
    private static BigInteger P => CurveModel.P;

    /// <summary>Words at which carries, borrows and reductions happen.</summary>
    private static readonly ulong[] EdgeWords =
        [0, 1, 2, 0x1000003d0, 0x1000003d1, 0x1000003d2, ulong.MaxValue, ulong.MaxValue - 0x1000003d1, ulong.MaxValue - 0x1000003d0, 1UL << 63, 0xfffffffefffffc2f];

    [Fact]
    public void ArithmeticAgreesWithBigIntegers()
    {
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            (FieldElement x, BigInteger a) = Next(random);
            (FieldElement y, BigInteger b) = Next(random);
            AssertIs(a + b, x + y);
            AssertIs(a - b, x - y);
            AssertIs(-a, -x);
            AssertIs(a * b, x * y);
            AssertIs(a * a, x.Square());
            AssertIs(21 * a, x * 21u);
            AssertIs(1023 * a, x * 1023u);
            Assert.Equal(CurveModel.Mod(a - b, P).IsZero, x.IsCongruentTo(y));
            Assert.Equal(CurveModel.Mod(a, P).IsZero, x.IsZero);
            Assert.Equal(!CurveModel.Mod(a, P).IsEven, x.IsOdd);
            AssertIs(a, FieldElement.Choose(ulong.MaxValue, x, y));
            AssertIs(b, FieldElement.Choose(0, x, y));
        }
    }

    /// <summary>The carries that random numbers meet once in 2^190 cases: each value takes one last correction to its end.</summary>
    [Fact]
    public void LastCorrectionsAreMade()
    {
        const ulong All = ulong.MaxValue;
        BigInteger greatest = (BigInteger.One << 256) - 1;
        FieldElement x = new(All, All, All, All);
        AssertIs(2 * greatest, x + x);
        AssertIs(-greatest, FieldElement.Zero - x);
        AssertIs(greatest * greatest, x * x);
        AssertIs(greatest * greatest, x.Square());
        AssertIs(1023 * greatest, x * 1023u);

        // Limbs at their bounds, which no operation leaves all together.
        FieldElement loose = new((1UL << 53) - 1, (1UL << 53) - 1, (1UL << 53) - 1, (1UL << 53) - 1, (1UL << 49) - 1);
        BigInteger value = ((BigInteger.One << 53) - 1) * ((BigInteger.One << 156) + (BigInteger.One << 104) + (BigInteger.One << 52) + 1) + (((BigInteger.One << 49) - 1) << 208);
        AssertIs(value, loose);
        AssertIs(2 * value, loose + loose);
        AssertIs(-value, -loose);
        AssertIs(1023 * value, loose * 1023u);
        AssertIs(value * value, loose * loose);
        AssertIs(value * value, loose.Square());
    }

    /// <summary>Chains keep the uncanonical representatives that single steps from canonical ones would not show.</summary>
    [Fact]
    public void LongChainsAgreeWithBigIntegers()
    {
        Random random = new(2);
        (FieldElement x, BigInteger a) = Next(random);
        for (int i = 0; i < 20_000; i++)
        {
            (FieldElement y, BigInteger b) = Next(random);
            switch (random.Next(5))
            {
                case 0: (x, a) = (x + y, a + b); break;
                case 1: (x, a) = (x - y, a - b); break;
                case 2: (x, a) = (x * y, a * b); break;
                case 3: (x, a) = (x.Square(), a * a); break;
                default: (x, a) = (-x, -a); break;
            }

            a = CurveModel.Mod(a, P);
            AssertIs(a, x);
        }
    }

    [Fact]
    public void InverseAndSquareRootAgreeWithBigIntegers()
    {
        Random random = new(3);
        int squares = 0;
        for (int i = 0; i < 300; i++)
        {
            (FieldElement x, BigInteger a) = Next(random);
            a = CurveModel.Mod(a, P);
            AssertIs(CurveModel.Invert(a, P), FieldPowers.Invert(x));

            BigInteger candidate = BigInteger.ModPow(a, (P + 1) / 4, P);
            bool isSquare = candidate * candidate % P == a;
            Assert.Equal(isSquare, FieldPowers.TrySquareRoot(x, out FieldElement root));
            if (!isSquare) continue;
            AssertIs(candidate, root);
            squares++;
        }

        Assert.InRange(squares, 90, 210);
    }

    [Fact]
    public void ReadsOnlyCanonicalNumbers()
    {
        foreach (BigInteger offset in new BigInteger[] { -2, -1, 0, 1, 2 })
        {
            bool isBelow = offset.Sign < 0;
            Assert.Equal(isBelow, FieldElement.TryRead(CurveModel.Bytes(P + offset), out FieldElement element));
            if (isBelow) AssertIs(P + offset, element);
        }

        Assert.True(FieldElement.TryRead(new byte[32], out FieldElement zero));
        Assert.True(zero.IsZero);
        Assert.False(FieldElement.TryRead(CurveModel.Bytes((BigInteger.One << 256) - 1), out _));
    }

    private static (FieldElement Fast, BigInteger Model) Next(Random random)
    {
        Span<ulong> words = stackalloc ulong[4];
        BigInteger model = BigInteger.Zero;
        int kind = random.Next(4);
        for (int i = 3; i >= 0; i--)
        {
            words[i] = kind == 0 || (kind == 1 && random.Next(2) == 0)
                ? EdgeWords[random.Next(EdgeWords.Length)]
                : (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            if (kind == 2 && i > 0) words[i] = ulong.MaxValue;
            model = (model << 64) | words[i];
        }

        return (new FieldElement(words[0], words[1], words[2], words[3]), model);
    }

    private static void AssertIs(BigInteger expected, FieldElement actual)
    {
        Span<byte> bytes = stackalloc byte[32];
        actual.Write(bytes);
        Assert.Equal(CurveModel.Mod(expected, P), CurveModel.Read(bytes));
    }
}
