using System.Numerics;

namespace Fvm.Evm.Tests;

/// <summary>Words against the framework's integers: all pairs of edge values, and random words of all lengths.</summary>
public class UInt256Tests
{
    private static readonly BigInteger Modulus = BigInteger.One << 256;

    private static readonly BigInteger[] Edges = BuildEdges();

    private static BigInteger[] BuildEdges()
    {
        var edges = new List<BigInteger> { 0, 1, 2, 3, 7, 10, 255, 256, Modulus - 1, Modulus - 2, Modulus / 2, Modulus / 2 - 1, Modulus / 2 + 1 };
        foreach (int bits in (int[])[31, 32, 63, 64, 65, 127, 128, 129, 160, 191, 192, 193, 255])
        {
            edges.Add(BigInteger.One << bits);
            edges.Add((BigInteger.One << bits) - 1);
            edges.Add(((BigInteger.One << bits) + 1) % Modulus);
            edges.Add(Modulus - (BigInteger.One << bits));
        }

        // Divisors whose quotient digits are estimated too high: Knuth 4.3.1, exercise 21.
        edges.Add((BigInteger.One << 255) + 3);
        edges.Add((BigInteger.One << 255) + (((BigInteger.One << 64) - 2) << 128) + ((BigInteger.One << 64) - 1));
        edges.Add(((BigInteger.One << 128) - 1) << 128);
        edges.Add((((BigInteger.One << 64) - 1) << 192) + 1);
        return [.. edges];
    }

    private static BigInteger Signed(BigInteger value) => value >= Modulus / 2 ? value - Modulus : value;

    private static BigInteger Wrap(BigInteger value) => ((value % Modulus) + Modulus) % Modulus;

    private static UInt256 Word(BigInteger value) => UInt256.FromBigInteger(value);

    private static void AssertBinary(BigInteger a, BigInteger b)
    {
        UInt256 x = Word(a), y = Word(b);
        Check("+", a + b, x + y);
        Check("-", a - b, x - y);
        Check("*", a * b, x * y);
        Check("/", b.IsZero ? 0 : a / b, x / y);
        Check("%", b.IsZero ? 0 : a % b, x % y);
        Check("sdiv", b.IsZero ? 0 : BigInteger.Divide(Signed(a), Signed(b)), UInt256.SignedDivide(x, y));
        Check("smod", b.IsZero ? 0 : BigInteger.Remainder(Signed(a), Signed(b)), UInt256.SignedRemainder(x, y));
        Check("&", a & b, x & y);
        Check("|", a | b, x | y);
        Check("^", a ^ b, x ^ y);
        Check("exp", BigInteger.ModPow(a, b, Modulus), UInt256.Power(x, y));
        Assert.Equal(a < b, x < y);
        Assert.Equal(a <= b, x <= y);
        Assert.Equal(a > b, x > y);
        Assert.Equal(a >= b, x >= y);
        Assert.Equal(a == b, x == y);
        Assert.Equal(a.CompareTo(b), x.CompareTo(y));
        Assert.Equal(Signed(a) < Signed(b), UInt256.SignedLess(x, y));
        Assert.Equal(a + b >= Modulus, UInt256.AddOverflows(x, y, out _));
        Assert.Equal(a * b >= Modulus, UInt256.MultiplyOverflows(x, y, out _));
        return;

        void Check(string name, BigInteger expected, UInt256 actual) =>
            Assert.True(Wrap(expected) == actual.ToBigInteger(), $"{a:x} {name} {b:x} = {Wrap(expected):x}, not {actual.ToHex()}");
    }

    private static void AssertTernary(BigInteger a, BigInteger b, BigInteger m)
    {
        var sum = UInt256.AddModulo(Word(a), Word(b), Word(m)).ToBigInteger();
        var product = UInt256.MultiplyModulo(Word(a), Word(b), Word(m)).ToBigInteger();
        Assert.True(sum == (m.IsZero ? 0 : (a + b) % m), $"({a:x} + {b:x}) % {m:x} is not {sum:x}");
        Assert.True(product == (m.IsZero ? 0 : a * b % m), $"({a:x} * {b:x}) % {m:x} is not {product:x}");
    }

    private static void AssertUnary(BigInteger a)
    {
        var word = Word(a);
        for (int bits = 0; bits <= 260; bits++)
        {
            Assert.Equal(Wrap(a << bits), (word << bits).ToBigInteger());
            Assert.Equal(a >> bits, (word >> bits).ToBigInteger());
            Assert.Equal(Wrap(Signed(a) >> bits), UInt256.ShiftRightSigned(word, bits).ToBigInteger());
        }

        var bytes = word.ToBigEndian();
        for (int index = 0; index < 34; index++)
        {
            Assert.Equal(index < 32 ? bytes[index] : 0, (int)UInt256.ByteAt((ulong)index, word).U0);
            var low = a & ((BigInteger.One << Math.Min(8 * (index + 1), 256)) - 1);
            bool isNegative = index < 31 && !(low >> (8 * index + 7)).IsZero;
            Assert.Equal(isNegative ? Wrap(low - (BigInteger.One << 8 * (index + 1))) : low, UInt256.SignExtend((ulong)index, word).ToBigInteger());
        }

        Assert.Equal(Modulus - 1 - a, (~word).ToBigInteger());
        Assert.Equal(Wrap(-a), (-word).ToBigInteger());
        Assert.Equal((int)a.GetBitLength(), word.BitLength);
        Assert.Equal(a, UInt256.ReadBigEndian(bytes).ToBigInteger());
        Assert.True(UInt256.TryParse(a.ToString(System.Globalization.CultureInfo.InvariantCulture), out var parsed) && parsed == word);
        Assert.True(UInt256.TryParse(word.ToHex(), out parsed) && parsed == word);
    }

    [Fact]
    public void AllPairsOfEdges()
    {
        foreach (var a in Edges)
        {
            foreach (var b in Edges) AssertBinary(a, b);
        }
    }

    [Fact]
    public void TriplesOfEdges()
    {
        for (int i = 0; i < Edges.Length; i++)
        {
            for (int j = i; j < Edges.Length; j += 2)
            {
                foreach (var modulus in Edges) AssertTernary(Edges[i], Edges[j], modulus);
            }
        }
    }

    [Fact]
    public void EdgesAlone()
    {
        foreach (var a in Edges) AssertUnary(a);
    }

    [Fact]
    public void RandomWordsOfAllLengths()
    {
        var random = new Random(8);
        for (int i = 0; i < 20_000; i++)
        {
            BigInteger a = Next(random), b = Next(random), m = Next(random);
            AssertBinary(a, b);
            AssertTernary(a, b, m);
            if (i % 100 == 0) AssertUnary(a);
        }
    }

    /// <summary>Few bits, many bits, runs of ones: what carries and quotient estimates depend on.</summary>
    private static BigInteger Next(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        var value = new BigInteger(bytes, isUnsigned: true) >> random.Next(256);
        return random.Next(4) switch
        {
            0 => Modulus - 1 - value,
            1 => value & ~(((BigInteger.One << 64) - 1) << (64 * random.Next(4))),
            2 => value | (((BigInteger.One << 64) - 1) << (64 * random.Next(4))),
            _ => value,
        };
    }

    [Fact]
    public void ResultsMayReplaceOperands()
    {
        var random = new Random(9);
        for (int i = 0; i < 1000; i++)
        {
            UInt256 a = Word(Next(random)), b = Word(Next(random)), m = Word(Next(random));
            var place = m;
            Arithmetic.WordModulo.Multiply(a, b, place, out place);
            Assert.Equal(UInt256.MultiplyModulo(a, b, m), place);
            place = b;
            Arithmetic.WordDivision.Divide(a, place, out place, out _);
            Assert.Equal(a / b, place);
            place = a;
            Arithmetic.WordDivision.Divide(place, b, out _, out place);
            Assert.Equal(a % b, place);
            place = a;
            Arithmetic.WordMultiplication.Multiply(place, b, out place);
            Assert.Equal(a * b, place);
            place = b;
            Arithmetic.WordPower.Raise(a, place, out place);
            Assert.Equal(UInt256.Power(a, b), place);
        }
    }

    /// <summary>
    /// Upper halves that begin as the modulus does, so that a quotient digit is 2^64 - 1 (which no estimate gives), that lie just
    /// above or below it, and that are anything.
    /// </summary>
    [Fact]
    public void ReductionOfProducts()
    {
        var random = new Random(11);
        for (int i = 0; i < 100_000; i++)
        {
            BigInteger modulus = Next(random) | (BigInteger.One << (192 + random.Next(64))), low = Next(random);
            var high = (i % 4) switch
            {
                0 => modulus - Next(random) % (BigInteger.One << 128),
                1 => modulus + random.Next(2),
                2 => modulus - 1 - random.Next(2),
                _ => Next(random),
            };
            high = Wrap(high);
            Arithmetic.WordReduction.Reduce(Word(low), Word(high), Word(modulus), out var remainder);
            Assert.True(((high << 256) + low) % modulus == remainder.ToBigInteger(), $"({high:x}, {low:x}) % {modulus:x} is not {remainder.ToHex()}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("-1")]
    [InlineData(" 1")]
    [InlineData("0xg")]
    [InlineData("0x10000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("115792089237316195423570985008687907853269984665640564039457584007913129639936")]
    [InlineData(null)]
    public void WhatIsNoWord(string? text) => Assert.False(UInt256.TryParse(text, out _));

    [Fact]
    public void ShortBytesArePaddedAndLongOnesRefused()
    {
        Assert.Equal((UInt256)0x0102, UInt256.ReadBigEndian([1, 2]));
        Assert.Equal(UInt256.Zero, UInt256.ReadBigEndian([]));
        Assert.Throws<ArgumentException>(() => UInt256.ReadBigEndian(new byte[33]));
        Assert.Equal("0x0", UInt256.Zero.ToHex());
        Assert.Equal("0x1f", new UInt256(31).ToHex());
        Assert.Equal(ulong.MaxValue, (UInt256.One << 64).Saturate());
        Assert.Equal(7UL, new UInt256(7).Saturate());
    }

    /// <summary>The reciprocals' definition, over normalised divisors of every leading byte pattern.</summary>
    [Fact]
    public void Reciprocals()
    {
        var random = new Random(10);
        for (int i = 0; i < 200_000; i++)
        {
            ulong high = ((ulong)random.NextInt64() << 1) | (1UL << 63) | (uint)(i & 1), low = (ulong)random.NextInt64() << 1;
            if (i % 5 == 0) low = i % 2 == 0 ? 0 : ulong.MaxValue;
            if (i % 7 == 0) high = 1UL << 63;
            if (i % 11 == 0) high = ulong.MaxValue;
            var one = ((BigInteger.One << 128) - 1) / high - (BigInteger.One << 64);
            Assert.Equal(one, Arithmetic.Reciprocal.Of(high));
            var two = ((BigInteger.One << 192) - 1) / (((BigInteger)high << 64) + low) - (BigInteger.One << 64);
            Assert.Equal(two, Arithmetic.Reciprocal.Of(high, low));
        }
    }
}
