using System.Numerics;
using Fvm.Evm;

namespace Fvm.Conformance.EvmFuzzing;

/// <summary>The instructions that make a word of words, by their definitions in the Yellow Paper (appendix H) on integers without a size.</summary>
internal static class ReferenceWords
{
    private static readonly BigInteger Modulus = BigInteger.One << 256;

    /// <summary>What an instruction makes of the words on top of a stack, not yet cut to 256 bits.</summary>
    /// <param name="code">The instruction.</param>
    /// <param name="stack">Its top at the end; at least as many words as the instruction takes.</param>
    /// <param name="word">The result.</param>
    /// <returns>False if it is no such instruction.</returns>
    public static bool TryCompute(Opcode code, List<BigInteger> stack, out BigInteger word)
    {
        BigInteger a = At(stack, 1), b = At(stack, 2), c = At(stack, 3);
        BigInteger? result = code switch
        {
            Opcode.Add => a + b,
            Opcode.Mul => a * b,
            Opcode.Sub => a - b,
            Opcode.Div => b.IsZero ? 0 : a / b,
            Opcode.SDiv => b.IsZero ? 0 : BigInteger.Divide(Signed(a), Signed(b)),
            Opcode.Mod => b.IsZero ? 0 : a % b,
            Opcode.SMod => b.IsZero ? 0 : BigInteger.Remainder(Signed(a), Signed(b)),
            Opcode.AddMod => c.IsZero ? 0 : (a + b) % c,
            Opcode.MulMod => c.IsZero ? 0 : a * b % c,
            Opcode.SignExtend => SignExtend(a, b),
            Opcode.Lt => Truth(a < b),
            Opcode.Gt => Truth(a > b),
            Opcode.SLt => Truth(Signed(a) < Signed(b)),
            Opcode.SGt => Truth(Signed(a) > Signed(b)),
            Opcode.Eq => Truth(a == b),
            Opcode.IsZero => Truth(a.IsZero),
            Opcode.And => a & b,
            Opcode.Or => a | b,
            Opcode.Xor => a ^ b,
            Opcode.Not => Modulus - 1 - a,
            Opcode.Byte => a < 32 ? (b >> (8 * (31 - (int)a))) & 0xff : 0,
            Opcode.Shl => a < 256 ? b << (int)a : 0,
            Opcode.Shr => a < 256 ? b >> (int)a : 0,
            Opcode.Sar => Signed(b) >> (int)BigInteger.Min(a, 256),
            Opcode.Clz => 256 - a.GetBitLength(),
            _ => null,
        };
        word = result.GetValueOrDefault();
        return result.HasValue;
    }

    private static BigInteger At(List<BigInteger> stack, int depth) => depth <= stack.Count ? stack[^depth] : 0;

    private static BigInteger Truth(bool value) => value ? 1 : 0;

    private static BigInteger Signed(BigInteger word) => word >> 255 == 0 ? word : word - Modulus;

    private static BigInteger SignExtend(BigInteger index, BigInteger word)
    {
        if (index >= 31)
            return word;
        int bits = 8 * ((int)index + 1);
        BigInteger low = word & ((BigInteger.One << bits) - 1);
        return low >> (bits - 1) == 0 ? low : low - (BigInteger.One << bits);
    }
}
