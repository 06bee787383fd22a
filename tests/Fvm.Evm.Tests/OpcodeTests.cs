using System.Numerics;
using Fvm.Evm.Tracing;

namespace Fvm.Evm.Tests;

/// <summary>Instructions that make a word of words, run as code in both grains and compared with the framework's integers.</summary>
public sealed class OpcodeTests
{
    private const int RandomRounds = 400;

    private static readonly BigInteger Modulus = BigInteger.One << 256;

    private static readonly BigInteger[] Edges =
        [0, 1, 2, 31, 32, 255, 256, 257, ulong.MaxValue, BigInteger.One << 64, BigInteger.One << 128, (BigInteger.One << 255) - 1, BigInteger.One << 255, Modulus - 2, Modulus - 1];

    private static readonly EvmConfiguration Filecoin = EvmConfiguration.Filecoin(GasSchedule.Cancun);

    /// <summary>The first operand is the one on top of the stack.</summary>
    private static readonly Dictionary<Opcode, Func<BigInteger, BigInteger, BigInteger>> Binary = new()
    {
        [Opcode.Add] = (a, b) => a + b,
        [Opcode.Mul] = (a, b) => a * b,
        [Opcode.Sub] = (a, b) => a - b,
        [Opcode.Div] = (a, b) => b.IsZero ? 0 : a / b,
        [Opcode.SDiv] = (a, b) => b.IsZero ? 0 : BigInteger.Divide(Signed(a), Signed(b)),
        [Opcode.Mod] = (a, b) => b.IsZero ? 0 : a % b,
        [Opcode.SMod] = (a, b) => b.IsZero ? 0 : BigInteger.Remainder(Signed(a), Signed(b)),
        [Opcode.Exp] = (a, b) => BigInteger.ModPow(a, b, Modulus),
        [Opcode.SignExtend] = SignExtend,
        [Opcode.Lt] = (a, b) => a < b ? 1 : 0,
        [Opcode.Gt] = (a, b) => a > b ? 1 : 0,
        [Opcode.SLt] = (a, b) => Signed(a) < Signed(b) ? 1 : 0,
        [Opcode.SGt] = (a, b) => Signed(a) > Signed(b) ? 1 : 0,
        [Opcode.Eq] = (a, b) => a == b ? 1 : 0,
        [Opcode.And] = (a, b) => a & b,
        [Opcode.Or] = (a, b) => a | b,
        [Opcode.Xor] = (a, b) => a ^ b,
        [Opcode.Byte] = (a, b) => a > 31 ? 0 : (b >> (8 * (31 - (int)a))) & 255,
        [Opcode.Shl] = (a, b) => a > 255 ? 0 : b << (int)a,
        [Opcode.Shr] = (a, b) => a > 255 ? 0 : b >> (int)a,
        [Opcode.Sar] = (a, b) => Signed(b) >> (a > 255 ? 256 : (int)a),
    };

    public static TheoryData<Opcode> BinaryCodes => [.. Binary.Keys];

    [Theory]
    [MemberData(nameof(BinaryCodes))]
    public void OfTwoWords(Opcode code)
    {
        var random = new Random((int)code);
        foreach (var a in Edges)
        {
            foreach (var b in Edges) Check(code, Binary[code](a, b), b, a);
        }

        for (int i = 0; i < RandomRounds; i++)
        {
            // Amounts of shifts and indices of bytes are small, or they all mean the same.
            var a = i % 2 == 0 ? random.Next(300) : Next(random);
            var b = Next(random);
            Check(code, Binary[code](a, b), b, a);
        }
    }

    [Theory]
    [InlineData(Opcode.AddMod)]
    [InlineData(Opcode.MulMod)]
    public void OfThreeWords(Opcode code)
    {
        var random = new Random((int)code);
        for (int i = 0; i < 4 * RandomRounds; i++)
        {
            BigInteger a = Pick(random), b = Pick(random), m = Pick(random);
            var expected = m.IsZero ? 0 : (code == Opcode.AddMod ? a + b : a * b) % m;
            Check(code, expected, m, b, a);
        }
    }

    [Fact]
    public void OfOneWord()
    {
        var random = new Random(1);
        for (int i = 0; i < RandomRounds; i++)
        {
            var a = Pick(random);
            Check(Opcode.Not, Modulus - 1 - a, a);
            Check(Opcode.IsZero, a.IsZero ? 1 : 0, a);
            CheckIn(Filecoin, Opcode.Clz, 256 - (int)a.GetBitLength(), [a]);
        }
    }

    private static void Check(Opcode code, BigInteger expected, params BigInteger[] words)
    {
        CheckIn(EvmConfiguration.Cancun, code, expected, words);
        CheckIn(Filecoin, code, expected, words);
    }

    private static void CheckIn(EvmConfiguration configuration, Opcode code, BigInteger expected, BigInteger[] words)
    {
        var program = Programs.Compute(code, [.. words.Select(UInt256.FromBigInteger)]);
        foreach (IEvmTracer? tracer in (IEvmTracer?[])[null, new CallTracer()])
        {
            var result = Programs.Run(new EvmInterpreter { Tracer = tracer }, program, configuration);
            Assert.Equal(EvmOutcome.Return, result.Outcome);
            var actual = new BigInteger(result.Output.Span, isUnsigned: true, isBigEndian: true);
            Assert.True(((expected % Modulus) + Modulus) % Modulus == actual, $"{code} of {string.Join(", ", words.Select(word => word.ToString("x")))} is not {actual:x}");
            ulong exponentPrice = code == Opcode.Exp ? 50 * (ulong)((words[0].GetBitLength() + 7) / 8) : 0;
            ulong price = (ulong)(3 * words.Length) + configuration.Schedule.Constant(code) + exponentPrice + 2 + 3 + 3 + 3 + 2;
            Assert.Equal(1_000_000 - (long)price, result.GasLeft);
        }
    }

    private static BigInteger Signed(BigInteger value) => value >= Modulus / 2 ? value - Modulus : value;

    private static BigInteger SignExtend(BigInteger index, BigInteger word)
    {
        if (index > 30) return word;
        int bits = 8 * ((int)index + 1);
        var low = word % (BigInteger.One << bits);
        return low >= BigInteger.One << (bits - 1) ? low - (BigInteger.One << bits) : low;
    }

    private static BigInteger Pick(Random random) => random.Next(3) == 0 ? Edges[random.Next(Edges.Length)] : Next(random);

    private static BigInteger Next(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) >> random.Next(256);
    }
}
