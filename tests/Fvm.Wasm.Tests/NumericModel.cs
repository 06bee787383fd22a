using System.Numerics;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests;

/// <summary>
/// What the numeric operators mean, written from the specification (WebAssembly 2.0, 4.3) by other means than the engine's: big integers,
/// bits, digits. Floats are IEEE operations of .NET on single values; only NaN results and edges are our own.
/// </summary>
internal static class NumericModel
{
    private const uint CanonicalSingle = 0x7FC0_0000;
    private const ulong CanonicalDouble = 0x7FF8_0000_0000_0000;

    /// <summary>Whether the result is a float whose NaN payload only the canonicalisation fixes.</summary>
    public static bool IsFloatArithmetic(Opcode opcode) =>
        opcode is (>= Opcode.F32Ceil and <= Opcode.F32Max) or (>= Opcode.F64Ceil and <= Opcode.F64Max) or Opcode.F32DemoteF64 or Opcode.F64PromoteF32;

    /// <summary>Evaluates an operator; NaN results of arithmetic are canonical.</summary>
    public static (ulong Result, WasmTrap Trap) Evaluate(Opcode opcode, ulong a, ulong b)
    {
        var name = OpcodeTable.Of(opcode).Name;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var (type, operation) = (name[..dot], name[(dot + 1)..]);
        if (operation.Contains("trunc_", StringComparison.Ordinal)) return Truncate(type, operation, a);
        if (opcode is >= Opcode.I32WrapI64 and <= Opcode.F64ReinterpretI64) return (Convert(opcode, a), WasmTrap.None);
        return type switch
        {
            "i32" => Integer(operation, (uint)a, (uint)b, 32),
            "i64" => Integer(operation, a, b, 64),
            "f32" => (Single(operation, BitConverter.UInt32BitsToSingle((uint)a), BitConverter.UInt32BitsToSingle((uint)b), (uint)a, (uint)b), WasmTrap.None),
            _ => (Double(operation, BitConverter.UInt64BitsToDouble(a), BitConverter.UInt64BitsToDouble(b), a, b), WasmTrap.None),
        };
    }

    private static (ulong Result, WasmTrap Trap) Integer(string operation, ulong a, ulong b, int width)
    {
        BigInteger modulus = BigInteger.One << width, ua = a, ub = b;
        var (sa, sb) = (Signed(a, width), Signed(b, width));
        var count = (int)(b % (ulong)width);
        if (operation.StartsWith("div", StringComparison.Ordinal) || operation.StartsWith("rem", StringComparison.Ordinal))
        {
            if (b == 0) return (0, WasmTrap.IntegerDivideByZero);
            var (x, y) = operation.EndsWith('s') ? (sa, sb) : (ua, ub);
            if (operation[0] == 'r') return (Wrap(BigInteger.Remainder(x, y)), WasmTrap.None);
            var quotient = BigInteger.Divide(x, y);
            return operation.EndsWith('s') && quotient == modulus / 2 ? (0, WasmTrap.IntegerOverflow) : (Wrap(quotient), WasmTrap.None);
        }

        BigInteger result = operation switch
        {
            "eqz" => Bit(a == 0),
            "eq" => Bit(a == b),
            "ne" => Bit(a != b),
            "lt_s" => Bit(sa < sb),
            "lt_u" => Bit(a < b),
            "gt_s" => Bit(sa > sb),
            "gt_u" => Bit(a > b),
            "le_s" => Bit(sa <= sb),
            "le_u" => Bit(a <= b),
            "ge_s" => Bit(sa >= sb),
            "ge_u" => Bit(a >= b),
            "clz" => width - Digits(a, width).TrimStart('0').Length,
            "ctz" => width - Digits(a, width).TrimEnd('0').Length,
            "popcnt" => Digits(a, width).Count(digit => digit == '1'),
            "add" => ua + ub,
            "sub" => ua - ub,
            "mul" => ua * ub,
            "and" => ua & ub,
            "or" => ua | ub,
            "xor" => ua ^ ub,
            "shl" => ua << count,
            "shr_u" => ua >> count,
            "shr_s" => sa >> count,
            "rotl" => (ua << count) | (ua >> (width - count)),
            "rotr" => (ua >> count) | (ua << (width - count)),
            "extend8_s" => Signed(a & 0xFF, 8),
            "extend16_s" => Signed(a & 0xFFFF, 16),
            "extend32_s" => Signed(a & 0xFFFF_FFFF, 32),
            _ => throw new ArgumentException(operation),
        };
        return (Wrap(result), WasmTrap.None);

        ulong Wrap(BigInteger value) => (ulong)(((value % modulus) + modulus) % modulus);
    }

    private static BigInteger Signed(ulong value, int width) => value >> (width - 1) == 0 ? value : value - (BigInteger.One << width);

    private static string Digits(ulong value, int width) => value.ToString("b", System.Globalization.CultureInfo.InvariantCulture).PadLeft(width, '0');

    private static ulong Bit(bool value) => value ? 1UL : 0;

    private static (ulong Result, WasmTrap Trap) Truncate(string type, string operation, ulong bits)
    {
        var value = operation.Contains("f32", StringComparison.Ordinal) ? BitConverter.UInt32BitsToSingle((uint)bits) : BitConverter.UInt64BitsToDouble(bits);
        var saturates = operation.Contains("sat", StringComparison.Ordinal);
        var width = type == "i32" ? 32 : 64;
        var signed = operation.EndsWith('s');
        var (least, greatest) = signed
            ? (-(BigInteger.One << (width - 1)), (BigInteger.One << (width - 1)) - 1)
            : (BigInteger.Zero, (BigInteger.One << width) - 1);
        if (double.IsNaN(value)) return (0, saturates ? WasmTrap.None : WasmTrap.InvalidConversionToInteger);
        var whole = double.IsInfinity(value) ? (value < 0 ? least - 1 : greatest + 1) : new BigInteger(value);
        if (whole < least || whole > greatest)
        {
            if (!saturates) return (0, WasmTrap.IntegerOverflow);
            whole = whole < least ? least : greatest;
        }

        return ((ulong)(whole & ((BigInteger.One << width) - 1)), WasmTrap.None);
    }

    private static ulong Convert(Opcode opcode, ulong a) => opcode switch
    {
        Opcode.I32WrapI64 => (uint)a,
        Opcode.I64ExtendI32S => (ulong)(int)(uint)a,
        Opcode.I64ExtendI32U => (uint)a,
        Opcode.F32ConvertI32S => Nearest32((int)(uint)a),
        Opcode.F32ConvertI32U => Nearest32((uint)a),
        Opcode.F32ConvertI64S => Nearest32((long)a),
        Opcode.F32ConvertI64U => Nearest32(a),
        Opcode.F64ConvertI32S => Nearest64((int)(uint)a),
        Opcode.F64ConvertI32U => Nearest64((uint)a),
        Opcode.F64ConvertI64S => Nearest64((long)a),
        Opcode.F64ConvertI64U => Nearest64(a),
        Opcode.F32DemoteF64 => Canonical((float)BitConverter.UInt64BitsToDouble(a)),
        Opcode.F64PromoteF32 => Canonical((double)BitConverter.UInt32BitsToSingle((uint)a)),
        _ => a,
    };

    // The nearest float with ties to even, by integer arithmetic alone.
    private static ulong Nearest32(BigInteger value) => NearestBits(value, 24, 127, 23, 31);

    private static ulong Nearest64(BigInteger value) => NearestBits(value, 53, 1023, 52, 63);

    private static ulong NearestBits(BigInteger value, int precision, int bias, int fraction, int sign)
    {
        if (value.IsZero) return 0;
        var magnitude = BigInteger.Abs(value);
        var exponent = (int)magnitude.GetBitLength() - 1;
        var shift = exponent + 1 - precision;
        var mantissa = shift > 0 ? magnitude >> shift : magnitude << -shift;
        if (shift > 0)
        {
            var rest = magnitude - (mantissa << shift);
            var half = BigInteger.One << (shift - 1);
            if (rest > half || (rest == half && !mantissa.IsEven)) mantissa++;
            if (mantissa.GetBitLength() > precision) (mantissa, exponent) = (mantissa >> 1, exponent + 1);
        }

        return ((ulong)mantissa & ((1UL << fraction) - 1)) | ((ulong)(exponent + bias) << fraction) | (value.Sign < 0 ? 1UL << sign : 0);
    }

    private static ulong Single(string operation, float a, float b, uint aBits, uint bBits) => operation switch
    {
        "abs" => aBits & 0x7FFF_FFFF,
        "neg" => aBits ^ 0x8000_0000,
        "copysign" => (aBits & 0x7FFF_FFFF) | (bBits & 0x8000_0000),
        "eq" => Bit(a == b),
        "ne" => Bit(a != b),
        "lt" => Bit(a < b),
        "gt" => Bit(a > b),
        "le" => Bit(a <= b),
        "ge" => Bit(a >= b),
        "sqrt" => Canonical(MathF.Sqrt(a)),
        "add" => Canonical(a + b),
        "sub" => Canonical(a - b),
        "mul" => Canonical(a * b),
        "div" => Canonical(a / b),
        _ => Canonical((float)BitConverter.UInt64BitsToDouble(Double(operation, a, b, 0, 0))),
    };

    private static ulong Double(string operation, double a, double b, ulong aBits, ulong bBits) => operation switch
    {
        "abs" => aBits & 0x7FFF_FFFF_FFFF_FFFF,
        "neg" => aBits ^ 0x8000_0000_0000_0000,
        "copysign" => (aBits & 0x7FFF_FFFF_FFFF_FFFF) | (bBits & 0x8000_0000_0000_0000),
        "eq" => Bit(a == b),
        "ne" => Bit(a != b),
        "lt" => Bit(a < b),
        "gt" => Bit(a > b),
        "le" => Bit(a <= b),
        "ge" => Bit(a >= b),
        "ceil" => Canonical(Round(a, (floor, fraction) => fraction ? floor + 1 : floor)),
        "floor" => Canonical(Round(a, (floor, _) => floor)),
        "trunc" => Canonical(Round(a, (floor, fraction) => fraction && a < 0 ? floor + 1 : floor)),
        "nearest" => Canonical(Round(a, (floor, _) => (a - (double)floor) switch
        {
            < 0.5 => floor,
            > 0.5 => floor + 1,
            _ => floor.IsEven ? floor : floor + 1,
        })),
        "sqrt" => Canonical(Math.Sqrt(a)),
        "add" => Canonical(a + b),
        "sub" => Canonical(a - b),
        "mul" => Canonical(a * b),
        "div" => Canonical(a / b),
        "min" => Canonical(double.IsNaN(a) || double.IsNaN(b) ? double.NaN : a < b || (a == b && double.IsNegative(a)) ? a : b),
        "max" => Canonical(double.IsNaN(a) || double.IsNaN(b) ? double.NaN : a > b || (a == b && double.IsPositive(a)) ? a : b),
        _ => throw new ArgumentException(operation),
    };

    // Rounds what has a fraction; the sign of zero is the operand's.
    private static double Round(double value, Func<BigInteger, bool, BigInteger> round)
    {
        if (!double.IsFinite(value) || Math.Abs(value) >= 4503599627370496.0) return value;
        var whole = new BigInteger(value);
        var fraction = (double)whole != value;
        var floor = fraction && value < 0 ? whole - 1 : whole;
        return Math.CopySign((double)round(floor, fraction), value);
    }

    private static ulong Canonical(float value) => float.IsNaN(value) ? CanonicalSingle : BitConverter.SingleToUInt32Bits(value);

    private static ulong Canonical(double value) => double.IsNaN(value) ? CanonicalDouble : BitConverter.DoubleToUInt64Bits(value);
}
