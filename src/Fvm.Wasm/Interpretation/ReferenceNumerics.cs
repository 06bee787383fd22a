using System.Numerics;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Interpretation;

/// <summary>
/// The numeric operators (WebAssembly 2.0, 4.3) for the reference interpreter, by the shortest C# that says what they are, and by none of the
/// means of the compiler. NaN results of arithmetic are canonical.
/// </summary>
internal static class ReferenceNumerics
{
    /// <summary>Evaluates an operator; values are bits, i32 and f32 zero-extended.</summary>
    /// <exception cref="GuestTrapException">The operator traps.</exception>
    public static ulong Evaluate(Opcode opcode, ulong a, ulong b) => opcode switch
    {
        >= Opcode.I32Eqz and <= Opcode.I32GeU or (>= Opcode.I32Clz and <= Opcode.I32Rotr) => Integer32(opcode, (uint)a, (uint)b),
        >= Opcode.I64Eqz and <= Opcode.I64GeU => Integer32(opcode - Opcode.I64Eqz + Opcode.I32Eqz, a, b),
        >= Opcode.I64Clz and <= Opcode.I64Rotr => Integer64(opcode - Opcode.I64Clz + Opcode.I32Clz, a, b),
        >= Opcode.F32Eq and <= Opcode.F32Ge => Compare(opcode - Opcode.F32Eq, Single(a), Single(b)),
        >= Opcode.F64Eq and <= Opcode.F64Ge => Compare(opcode - Opcode.F64Eq, Double(a), Double(b)),
        >= Opcode.F32Abs and <= Opcode.F32Copysign => Float32(opcode, (uint)a, (uint)b),
        >= Opcode.F64Abs and <= Opcode.F64Copysign => Float64(opcode, a, b),
        >= Opcode.I32TruncSatF32S and <= Opcode.I64TruncSatF64U => Truncate(opcode, a, saturates: true),
        Opcode.I32TruncF32S or Opcode.I32TruncF32U or Opcode.I32TruncF64S or Opcode.I32TruncF64U
            or Opcode.I64TruncF32S or Opcode.I64TruncF32U or Opcode.I64TruncF64S or Opcode.I64TruncF64U => Truncate(opcode, a, saturates: false),
        _ => Convert(opcode, a),
    };

    // Comparisons of both widths: the 32-bit ones arrive zero-extended, which leaves unsigned order alone; signed order needs the width.
    private static ulong Integer32(Opcode opcode, ulong a, ulong b) => opcode switch
    {
        Opcode.I32Eqz => Bit(a == 0),
        Opcode.I32Eq => Bit(a == b),
        Opcode.I32Ne => Bit(a != b),
        Opcode.I32LtU => Bit(a < b),
        Opcode.I32GtU => Bit(a > b),
        Opcode.I32LeU => Bit(a <= b),
        Opcode.I32GeU => Bit(a >= b),
        Opcode.I32LtS => Bit((long)a < (long)b),
        Opcode.I32GtS => Bit((long)a > (long)b),
        Opcode.I32LeS => Bit((long)a <= (long)b),
        Opcode.I32GeS => Bit((long)a >= (long)b),
        _ => throw new ArgumentOutOfRangeException(nameof(opcode)),
    };

    private static ulong Integer32(Opcode opcode, uint a, uint b)
    {
        var count = (int)(b % 32);
        return opcode switch
        {
            Opcode.I32LtS or Opcode.I32GtS or Opcode.I32LeS or Opcode.I32GeS => Integer32(opcode, (ulong)(int)a, (ulong)(int)b),
            <= Opcode.I32GeU => Integer32(opcode, (ulong)a, b),
            Opcode.I32Clz => (uint)BitOperations.LeadingZeroCount(a),
            Opcode.I32Ctz => (uint)BitOperations.TrailingZeroCount(a),
            Opcode.I32Popcnt => (uint)BitOperations.PopCount(a),
            Opcode.I32Add => unchecked(a + b),
            Opcode.I32Sub => unchecked(a - b),
            Opcode.I32Mul => unchecked(a * b),
            Opcode.I32And => a & b,
            Opcode.I32Or => a | b,
            Opcode.I32Xor => a ^ b,
            Opcode.I32Shl => a << count,
            Opcode.I32ShrS => (uint)((int)a >> count),
            Opcode.I32ShrU => a >> count,
            Opcode.I32Rotl => count == 0 ? a : (a << count) | (a >> (32 - count)),
            Opcode.I32Rotr => count == 0 ? a : (a >> count) | (a << (32 - count)),
            _ => Divide(opcode, (int)a, (int)b, a, b, int.MaxValue) & uint.MaxValue,
        };
    }

    private static ulong Integer64(Opcode opcode, ulong a, ulong b)
    {
        var count = (int)(b % 64);
        return opcode switch
        {
            Opcode.I32Clz => (uint)BitOperations.LeadingZeroCount(a),
            Opcode.I32Ctz => (uint)BitOperations.TrailingZeroCount(a),
            Opcode.I32Popcnt => (uint)BitOperations.PopCount(a),
            Opcode.I32Add => unchecked(a + b),
            Opcode.I32Sub => unchecked(a - b),
            Opcode.I32Mul => unchecked(a * b),
            Opcode.I32And => a & b,
            Opcode.I32Or => a | b,
            Opcode.I32Xor => a ^ b,
            Opcode.I32Shl => a << count,
            Opcode.I32ShrS => (ulong)((long)a >> count),
            Opcode.I32ShrU => a >> count,
            Opcode.I32Rotl => count == 0 ? a : (a << count) | (a >> (64 - count)),
            Opcode.I32Rotr => count == 0 ? a : (a >> count) | (a << (64 - count)),
            _ => Divide(opcode, (long)a, (long)b, a, b, long.MaxValue),
        };
    }

    // In 128 bits nothing overflows.
    private static ulong Divide(Opcode opcode, Int128 a, Int128 b, ulong ua, ulong ub, long greatest)
    {
        if (ub == 0) throw new GuestTrapException(WasmTrap.IntegerDivideByZero);
        if (opcode == Opcode.I32DivS && a / b > greatest) throw new GuestTrapException(WasmTrap.IntegerOverflow);
        return opcode switch
        {
            Opcode.I32DivS => (ulong)(long)(a / b),
            Opcode.I32RemS => (ulong)(long)(a % b),
            Opcode.I32DivU => ua / ub,
            _ => ua % ub,
        };
    }

    private static ulong Compare(int relation, double a, double b) => Bit(relation switch
    {
        0 => a == b,
        1 => a != b,
        2 => a < b,
        3 => a > b,
        4 => a <= b,
        _ => a >= b,
    });

    private static ulong Float32(Opcode opcode, uint a, uint b)
    {
        var (x, y) = (Single(a), Single(b));
        return opcode switch
        {
            Opcode.F32Abs => a & 0x7FFF_FFFF,
            Opcode.F32Neg => a ^ 0x8000_0000,
            Opcode.F32Copysign => (a & 0x7FFF_FFFF) | (b & 0x8000_0000),
            Opcode.F32Add => Bits(x + y),
            Opcode.F32Sub => Bits(x - y),
            Opcode.F32Mul => Bits(x * y),
            Opcode.F32Div => Bits(x / y),
            Opcode.F32Sqrt => Bits(MathF.Sqrt(x)),

            // Exact in f64: rounding to an integer, and the choice of one of two.
            _ => Bits((float)Double(Float64(opcode - Opcode.F32Abs + Opcode.F64Abs, Wide(x), Wide(y)))),
        };
    }

    private static ulong Float64(Opcode opcode, ulong a, ulong b)
    {
        var (x, y) = (Double(a), Double(b));
        return opcode switch
        {
            Opcode.F64Abs => a & long.MaxValue,
            Opcode.F64Neg => a ^ (1UL << 63),
            Opcode.F64Copysign => (a & long.MaxValue) | (b & (1UL << 63)),
            Opcode.F64Ceil => Bits(Math.Ceiling(x)),
            Opcode.F64Floor => Bits(Math.Floor(x)),
            Opcode.F64Trunc => Bits(Math.Truncate(x)),
            Opcode.F64Nearest => Bits(Math.Round(x, MidpointRounding.ToEven)),
            Opcode.F64Sqrt => Bits(Math.Sqrt(x)),
            Opcode.F64Add => Bits(x + y),
            Opcode.F64Sub => Bits(x - y),
            Opcode.F64Mul => Bits(x * y),
            Opcode.F64Div => Bits(x / y),
            Opcode.F64Min => Bits(IsNaN(x, y) ? double.NaN : x < y || (x == y && double.IsNegative(x)) ? x : y),
            _ => Bits(IsNaN(x, y) ? double.NaN : x > y || (x == y && double.IsPositive(x)) ? x : y),
        };
    }

    private static ulong Truncate(Opcode opcode, ulong bits, bool saturates)
    {
        var ordinal = saturates ? opcode - Opcode.I32TruncSatF32S : opcode switch
        {
            <= Opcode.I32TruncF64U => opcode - Opcode.I32TruncF32S,
            _ => opcode - Opcode.I64TruncF32S + 4,
        };
        var (width, isSigned) = (ordinal < 4 ? 32 : 64, ordinal % 2 == 0);
        var value = ordinal % 4 < 2 ? Single(bits) : Double(bits);
        if (double.IsNaN(value)) return saturates ? 0UL : throw new GuestTrapException(WasmTrap.InvalidConversionToInteger);
        var least = isSigned ? -(BigInteger.One << (width - 1)) : 0;
        var greatest = least + (BigInteger.One << width) - 1;
        var whole = double.IsInfinity(value) ? (value < 0 ? least - 1 : greatest + 1) : new BigInteger(value);
        var nearest = BigInteger.Clamp(whole, least, greatest);
        if (nearest != whole && !saturates) throw new GuestTrapException(WasmTrap.IntegerOverflow);
        return (ulong)(nearest & ((BigInteger.One << width) - 1));
    }

    private static ulong Convert(Opcode opcode, ulong a) => opcode switch
    {
        Opcode.I32WrapI64 => (uint)a,
        Opcode.I64ExtendI32S => (ulong)(int)a,
        Opcode.F32ConvertI32S => Bits((float)(int)a),
        Opcode.F32ConvertI32U => Bits((float)(uint)a),
        Opcode.F32ConvertI64S => Bits((float)(long)a),
        Opcode.F32ConvertI64U => Bits((float)a),
        Opcode.F64ConvertI32S => Bits((double)(int)a),
        Opcode.F64ConvertI32U => Bits((double)(uint)a),
        Opcode.F64ConvertI64S => Bits((double)(long)a),
        Opcode.F64ConvertI64U => Bits((double)a),
        Opcode.F32DemoteF64 => Bits((float)Double(a)),
        Opcode.F64PromoteF32 => Bits((double)Single(a)),
        Opcode.I32Extend8S => (uint)(sbyte)a,
        Opcode.I32Extend16S => (uint)(short)a,
        Opcode.I64Extend8S => (ulong)(sbyte)a,
        Opcode.I64Extend16S => (ulong)(short)a,
        Opcode.I64Extend32S => (ulong)(int)a,
        Opcode.I64ExtendI32U or Opcode.I32ReinterpretF32 or Opcode.I64ReinterpretF64 or Opcode.F32ReinterpretI32 or Opcode.F64ReinterpretI64 => a,
        _ => throw new ArgumentOutOfRangeException(nameof(opcode)),
    };

    private static bool IsNaN(double a, double b) => double.IsNaN(a) || double.IsNaN(b);

    private static ulong Bit(bool value) => value ? 1UL : 0;

    private static float Single(ulong bits) => BitConverter.UInt32BitsToSingle((uint)bits);

    private static double Double(ulong bits) => BitConverter.UInt64BitsToDouble(bits);

    private static ulong Wide(float value) => BitConverter.DoubleToUInt64Bits(value);

    private static ulong Bits(float value) => float.IsNaN(value) ? 0x7FC0_0000 : BitConverter.SingleToUInt32Bits(value);

    private static ulong Bits(double value) => double.IsNaN(value) ? 0x7FF8_0000_0000_0000 : BitConverter.DoubleToUInt64Bits(value);
}
