using System.Numerics;
using Fvm.Wasm.Model;
using Fvm.Wasm.Runtime;

namespace Fvm.Wasm.FirstTier;

/// <summary>The instructions that actors seldom run: floats, counting bits, bulk memory, tables. They keep the machine's loop small.</summary>
internal static unsafe class RareInstructions
{
    private const int TableShift = 24;

    /// <summary>Two indices in one: of a segment or table, and of a table (decoding admits 100,000 segments and 100 tables).</summary>
    public static int Pack(uint index, uint table) => (int)(index | (table << TableShift));

    /// <summary>Runs an instruction of the range from <see cref="RegisterOp.Rare"/> on.</summary>
    /// <returns>A trap to be raised; those of bulk and table instructions are raised already, the gas counter shows it.</returns>
    public static WasmTrap Execute(WasmInstance instance, RegisterInstruction* ip, ulong* r)
    {
        var opcode = (Opcode)(ip->Op - RegisterOp.Rare);
        if (opcode is >= Opcode.F32Eq and <= Opcode.F64Ge) r[ip->A] = Compare(opcode, r[ip->B], r[ip->C]) ? 1u : 0u;
        else if (opcode is >= Opcode.I32Clz and <= Opcode.I64Popcnt) r[ip->A] = Count(opcode, r[ip->B]);
        else if (opcode is >= Opcode.F32Abs and <= Opcode.F32Copysign) r[ip->A] = Single(opcode, r[ip->B], r[ip->C], instance.Module.Facts.CanonicalNaNs);
        else if (opcode is >= Opcode.F64Abs and <= Opcode.F64Copysign) r[ip->A] = Double(opcode, r[ip->B], r[ip->C], instance.Module.Facts.CanonicalNaNs);
        else if (opcode is (>= Opcode.I32TruncF32S and <= Opcode.I32TruncF64U) or (>= Opcode.I64TruncF32S and <= Opcode.I64TruncF64U)) return Truncate(opcode, ip, r);
        else if (opcode is (>= Opcode.F32ConvertI32S and <= Opcode.F64PromoteF32) or (>= Opcode.I32TruncSatF32S and <= Opcode.I64TruncSatF64U))
            r[ip->A] = Convert(opcode, r[ip->B], instance.Module.Facts.CanonicalNaNs);
        else Bulk(opcode, instance, r + ip->A, ip->Wide);
        return WasmTrap.None;
    }

    private static bool Compare(Opcode opcode, ulong left, ulong right)
    {
        var (a, b) = (AsSingle(left), AsSingle(right));
        var (x, y) = (AsDouble(left), AsDouble(right));
        return opcode switch
        {
            Opcode.F32Eq => a == b,
            Opcode.F32Ne => a != b,
            Opcode.F32Lt => a < b,
            Opcode.F32Gt => a > b,
            Opcode.F32Le => a <= b,
            Opcode.F32Ge => a >= b,
            Opcode.F64Eq => x == y,
            Opcode.F64Ne => x != y,
            Opcode.F64Lt => x < y,
            Opcode.F64Gt => x > y,
            Opcode.F64Le => x <= y,
            _ => x >= y,
        };
    }

    private static ulong Count(Opcode opcode, ulong bits) => (ulong)(opcode switch
    {
        Opcode.I32Clz => BitOperations.LeadingZeroCount((uint)bits),
        Opcode.I32Ctz => BitOperations.TrailingZeroCount((uint)bits),
        Opcode.I32Popcnt => BitOperations.PopCount((uint)bits),
        Opcode.I64Clz => BitOperations.LeadingZeroCount(bits),
        Opcode.I64Ctz => BitOperations.TrailingZeroCount(bits),
        _ => BitOperations.PopCount(bits),
    });

    private static ulong Single(Opcode opcode, ulong left, ulong right, bool canonical)
    {
        const uint Sign = 0x8000_0000;
        var (a, b) = (AsSingle(left), AsSingle(right));
        return opcode switch
        {
            Opcode.F32Abs => (uint)left & ~Sign,
            Opcode.F32Neg => (uint)left ^ Sign,
            Opcode.F32Copysign => ((uint)left & ~Sign) | ((uint)right & Sign),
            Opcode.F32Ceil => Of(MathF.Ceiling(a), canonical),
            Opcode.F32Floor => Of(MathF.Floor(a), canonical),
            Opcode.F32Trunc => Of(MathF.Truncate(a), canonical),
            Opcode.F32Nearest => Of(MathF.Round(a), canonical),
            Opcode.F32Sqrt => Of(MathF.Sqrt(a), canonical),
            Opcode.F32Add => Of(a + b, canonical),
            Opcode.F32Sub => Of(a - b, canonical),
            Opcode.F32Mul => Of(a * b, canonical),
            Opcode.F32Div => Of(a / b, canonical),
            Opcode.F32Min => Of(Operators.MinimumSingle(a, b), canonical),
            _ => Of(Operators.MaximumSingle(a, b), canonical),
        };
    }

    private static ulong Double(Opcode opcode, ulong left, ulong right, bool canonical)
    {
        const ulong Sign = 0x8000_0000_0000_0000;
        var (a, b) = (AsDouble(left), AsDouble(right));
        return opcode switch
        {
            Opcode.F64Abs => left & ~Sign,
            Opcode.F64Neg => left ^ Sign,
            Opcode.F64Copysign => (left & ~Sign) | (right & Sign),
            Opcode.F64Ceil => Of(Math.Ceiling(a), canonical),
            Opcode.F64Floor => Of(Math.Floor(a), canonical),
            Opcode.F64Trunc => Of(Math.Truncate(a), canonical),
            Opcode.F64Nearest => Of(Math.Round(a), canonical),
            Opcode.F64Sqrt => Of(Math.Sqrt(a), canonical),
            Opcode.F64Add => Of(a + b, canonical),
            Opcode.F64Sub => Of(a - b, canonical),
            Opcode.F64Mul => Of(a * b, canonical),
            Opcode.F64Div => Of(a / b, canonical),
            Opcode.F64Min => Of(Operators.MinimumDouble(a, b), canonical),
            _ => Of(Operators.MaximumDouble(a, b), canonical),
        };
    }

    // In range, truncation is what saturating truncation is.
    private static WasmTrap Truncate(Opcode opcode, RegisterInstruction* ip, ulong* r)
    {
        var bits = r[ip->B];
        var (a, x) = (AsSingle(bits), AsDouble(bits));
        var (isNaN, inRange) = opcode switch
        {
            Opcode.I32TruncF32S => (float.IsNaN(a), Operators.InRangeSingleI32S(a)),
            Opcode.I32TruncF32U => (float.IsNaN(a), Operators.InRangeSingleI32U(a)),
            Opcode.I64TruncF32S => (float.IsNaN(a), Operators.InRangeSingleI64S(a)),
            Opcode.I64TruncF32U => (float.IsNaN(a), Operators.InRangeSingleI64U(a)),
            Opcode.I32TruncF64S => (double.IsNaN(x), Operators.InRangeDoubleI32S(x)),
            Opcode.I32TruncF64U => (double.IsNaN(x), Operators.InRangeDoubleI32U(x)),
            Opcode.I64TruncF64S => (double.IsNaN(x), Operators.InRangeDoubleI64S(x)),
            _ => (double.IsNaN(x), Operators.InRangeDoubleI64U(x)),
        };
        if (isNaN) return WasmTrap.InvalidConversionToInteger;
        if (!inRange) return WasmTrap.IntegerOverflow;
        r[ip->A] = Convert(Saturating(opcode), bits, canonical: false);
        return WasmTrap.None;
    }

    private static Opcode Saturating(Opcode opcode) => opcode <= Opcode.I32TruncF64U
        ? Opcode.I32TruncSatF32S + (opcode - Opcode.I32TruncF32S)
        : Opcode.I64TruncSatF32S + (opcode - Opcode.I64TruncF32S);

    private static ulong Convert(Opcode opcode, ulong bits, bool canonical) => opcode switch
    {
        Opcode.F32ConvertI32S => Of((float)(int)bits, canonical),
        Opcode.F32ConvertI32U => Of((float)(long)(uint)bits, canonical),
        Opcode.F32ConvertI64S => Of((float)(long)bits, canonical),
        Opcode.F32ConvertI64U => Of(Operators.UInt64ToSingle((long)bits), canonical),
        Opcode.F32DemoteF64 => Of((float)AsDouble(bits), canonical),
        Opcode.F64ConvertI32S => Of((double)(int)bits, canonical),
        Opcode.F64ConvertI32U => Of((double)(uint)bits, canonical),
        Opcode.F64ConvertI64S => Of((double)(long)bits, canonical),
        Opcode.F64ConvertI64U => Of(Operators.UInt64ToDouble((long)bits), canonical),
        Opcode.F64PromoteF32 => Of((double)AsSingle(bits), canonical),
        Opcode.I32TruncSatF32S => (uint)Operators.SaturateSingleI32S(AsSingle(bits)),
        Opcode.I32TruncSatF32U => (uint)Operators.SaturateSingleI32U(AsSingle(bits)),
        Opcode.I32TruncSatF64S => (uint)Operators.SaturateDoubleI32S(AsDouble(bits)),
        Opcode.I32TruncSatF64U => (uint)Operators.SaturateDoubleI32U(AsDouble(bits)),
        Opcode.I64TruncSatF32S => (ulong)Operators.SaturateSingleI64S(AsSingle(bits)),
        Opcode.I64TruncSatF32U => (ulong)Operators.SaturateSingleI64U(AsSingle(bits)),
        Opcode.I64TruncSatF64S => (ulong)Operators.SaturateDoubleI64S(AsDouble(bits)),
        _ => (ulong)Operators.SaturateDoubleI64U(AsDouble(bits)),
    };

    // The operands stand in a row; a result takes the first one's place.
    private static void Bulk(Opcode opcode, WasmInstance instance, ulong* r, int wide)
    {
        var index = wide & ((1 << TableShift) - 1);
        var table = wide >> TableShift;
        switch (opcode)
        {
            case Opcode.MemorySize: *r = (ulong)instance.MemoryLength / MemoryType.PageSize; break;
            case Opcode.MemoryGrow: *r = (uint)MemoryOperations.MemoryGrow(instance, (int)r[0]); break;
            case Opcode.MemoryCopy: MemoryOperations.MemoryCopy(instance, (int)r[0], (int)r[1], (int)r[2]); break;
            case Opcode.MemoryFill: MemoryOperations.MemoryFill(instance, (int)r[0], (int)r[1], (int)r[2]); break;
            case Opcode.MemoryInit: MemoryOperations.MemoryInit(instance, (int)r[0], (int)r[1], (int)r[2], wide); break;
            case Opcode.DataDrop: MemoryOperations.DataDrop(instance, wide); break;
            case Opcode.ElemDrop: TableOperations.ElementDrop(instance, wide); break;
            case Opcode.RefFunc: *r = (ulong)TableOperations.FunctionReference(instance, wide); break;
            case Opcode.TableGet: *r = (ulong)TableOperations.TableGet(instance, (int)r[0], wide); break;
            case Opcode.TableSet: TableOperations.TableSet(instance, (int)r[0], (long)r[1], wide); break;
            case Opcode.TableSize: *r = (uint)TableOperations.TableSize(instance, wide); break;
            case Opcode.TableGrow: *r = (uint)TableOperations.TableGrow(instance, (long)r[0], (int)r[1], wide); break;
            case Opcode.TableFill: TableOperations.TableFill(instance, (int)r[0], (long)r[1], (int)r[2], wide); break;
            case Opcode.TableInit: TableOperations.TableInit(instance, (int)r[0], (int)r[1], (int)r[2], index, table); break;
            case Opcode.TableCopy: TableOperations.TableCopy(instance, (int)r[0], (int)r[1], (int)r[2], index, table); break;
            default: throw new InvalidOperationException($"No register instruction for {opcode}.");
        }
    }

    private static float AsSingle(ulong bits) => BitConverter.UInt32BitsToSingle((uint)bits);

    private static double AsDouble(ulong bits) => BitConverter.UInt64BitsToDouble(bits);

    private static ulong Of(float value, bool canonical) => BitConverter.SingleToUInt32Bits(canonical ? Operators.CanonicalSingle(value) : value);

    private static ulong Of(double value, bool canonical) => BitConverter.DoubleToUInt64Bits(canonical ? Operators.CanonicalDouble(value) : value);
}
