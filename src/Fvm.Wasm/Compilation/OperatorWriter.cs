using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>The IL of pure numeric operators; operands are on the IL stack, traps are excluded already (WebAssembly 2.0, 4.3).</summary>
internal sealed class OperatorWriter(FunctionScope scope)
{
    /// <summary>Whether an operator's second operand is a count, and the mask of its meaningful bits.</summary>
    public static bool IsShift(Opcode opcode, out int mask)
    {
        mask = opcode is >= Opcode.I32Shl and <= Opcode.I32Rotr ? 31 : 63;
        return opcode is (>= Opcode.I32Shl and <= Opcode.I32Rotr) or (>= Opcode.I64Shl and <= Opcode.I64Rotr);
    }

    /// <summary>Whether an operator is a call of a method, at least as long as RyuJIT does not optimise.</summary>
    public static bool IsCall(Opcode opcode, bool canonicalNaNs) =>
        Intrinsic(opcode) != RuntimeMember.Count
        || Truncation(opcode) != RuntimeMember.Count
        || opcode is Opcode.I64Clz or Opcode.I64Ctz or Opcode.I64Popcnt
        || (canonicalNaNs && IsCanonical(opcode, out _));

    /// <summary>Writes an operator.</summary>
    public void Write(Opcode opcode)
    {
        if (Comparisons.TryGetValue(opcode, out var comparison, out var negate))
        {
            scope.Il.Op(comparison);
            if (negate) IsZero(wide: false);
        }
        else if (scope.IsLarge && Truncation(opcode) is var truncation and not RuntimeMember.Count) scope.Call(truncation);
        else if (Simple(opcode) is var op and not 0) scope.Il.Op(op);
        else if (Intrinsic(opcode) is var member and not RuntimeMember.Count) scope.Call(member);
        else WriteConversion(opcode);
        if (scope.Facts.CanonicalNaNs && IsCanonical(opcode, out var single)) Canonicalise(opcode, single);
    }

    private void Canonicalise(Opcode opcode, bool single)
    {
        // A call as the argument of a call is one more temporary of RyuJIT's (see NumericEmitter).
        if (scope.IsLarge && Intrinsic(opcode) != RuntimeMember.Count)
        {
            var type = single ? ValueType.F32 : ValueType.F64;
            var local = scope.Locals.Rent(type);
            scope.Il.StLoc(local);
            scope.Il.LdLoc(local);
            scope.Locals.Return(local, type);
        }

        scope.Call(single ? RuntimeMember.CanonicalSingle : RuntimeMember.CanonicalDouble);
    }

    // In range, truncation is what saturating truncation is. Inline, .NET's own saturation takes a place in the frame for each.
    private static RuntimeMember Truncation(Opcode opcode) => opcode switch
    {
        Opcode.I32TruncF32S => RuntimeMember.SaturateSingleI32S,
        Opcode.I32TruncF32U => RuntimeMember.SaturateSingleI32U,
        Opcode.I32TruncF64S => RuntimeMember.SaturateDoubleI32S,
        Opcode.I32TruncF64U => RuntimeMember.SaturateDoubleI32U,
        Opcode.I64TruncF32S => RuntimeMember.SaturateSingleI64S,
        Opcode.I64TruncF64S => RuntimeMember.SaturateDoubleI64S,
        _ => RuntimeMember.Count,
    };

    /// <summary>
    /// The operators whose NaN results are canonical: arithmetic, rounding, demotion and promotion; not neg, abs and copysign
    /// (../shared/reference/vm-facts.md 5; cranelift <c>nan_canonicalization.rs</c>, <c>is_fp_arith</c>).
    /// </summary>
    private static bool IsCanonical(Opcode opcode, out bool single)
    {
        single = opcode is >= Opcode.F32Ceil and <= Opcode.F32Max or Opcode.F32DemoteF64;
        return single || opcode is >= Opcode.F64Ceil and <= Opcode.F64Max or Opcode.F64PromoteF32;
    }

    private static IlOp Simple(Opcode opcode) => opcode switch
    {
        Opcode.I32Add or Opcode.I64Add or Opcode.F32Add or Opcode.F64Add => IlOp.Add,
        Opcode.I32Sub or Opcode.I64Sub or Opcode.F32Sub or Opcode.F64Sub => IlOp.Sub,
        Opcode.I32Mul or Opcode.I64Mul or Opcode.F32Mul or Opcode.F64Mul => IlOp.Mul,
        Opcode.I32DivS or Opcode.I64DivS or Opcode.F32Div or Opcode.F64Div => IlOp.Div,
        Opcode.I32DivU or Opcode.I64DivU => IlOp.DivUn,
        Opcode.I32RemU or Opcode.I64RemU => IlOp.RemUn,
        Opcode.I32And or Opcode.I64And => IlOp.And,
        Opcode.I32Or or Opcode.I64Or => IlOp.Or,
        Opcode.I32Xor or Opcode.I64Xor => IlOp.Xor,
        Opcode.I32Shl or Opcode.I64Shl => IlOp.Shl,
        Opcode.I32ShrS or Opcode.I64ShrS => IlOp.Shr,
        Opcode.I32ShrU or Opcode.I64ShrU => IlOp.ShrUn,
        Opcode.I32WrapI64 or Opcode.I32TruncF32S or Opcode.I32TruncF64S => IlOp.ConvI4,
        Opcode.I64ExtendI32S or Opcode.I64TruncF32S or Opcode.I64TruncF64S => IlOp.ConvI8,
        Opcode.I64ExtendI32U => IlOp.ConvU8,
        Opcode.F32ConvertI32S or Opcode.F32ConvertI64S or Opcode.F32DemoteF64 => IlOp.ConvR4,
        Opcode.F64ConvertI32S or Opcode.F64ConvertI64S or Opcode.F64PromoteF32 => IlOp.ConvR8,
        Opcode.I32Extend8S => IlOp.ConvI1,
        Opcode.I32Extend16S => IlOp.ConvI2,
        _ => 0,
    };

    private static RuntimeMember Intrinsic(Opcode opcode) => opcode switch
    {
        Opcode.I32Clz => RuntimeMember.LeadingZeros32,
        Opcode.I32Ctz => RuntimeMember.TrailingZeros32,
        Opcode.I32Popcnt => RuntimeMember.PopCount32,
        Opcode.I32RemS => RuntimeMember.Remainder32,
        Opcode.I64RemS => RuntimeMember.Remainder64,
        Opcode.I32Rotl => RuntimeMember.RotateLeft32,
        Opcode.I32Rotr => RuntimeMember.RotateRight32,
        Opcode.I64Rotl => RuntimeMember.RotateLeft64,
        Opcode.I64Rotr => RuntimeMember.RotateRight64,
        Opcode.F32Abs => RuntimeMember.AbsoluteSingle,
        Opcode.F32Neg => RuntimeMember.NegateSingle,
        Opcode.F32Ceil => RuntimeMember.CeilingSingle,
        Opcode.F32Floor => RuntimeMember.FloorSingle,
        Opcode.F32Trunc => RuntimeMember.TruncateSingle,
        Opcode.F32Nearest => RuntimeMember.NearestSingle,
        Opcode.F32Sqrt => RuntimeMember.SquareRootSingle,
        Opcode.F32Min => RuntimeMember.MinimumSingle,
        Opcode.F32Max => RuntimeMember.MaximumSingle,
        Opcode.F32Copysign => RuntimeMember.CopySignSingle,
        Opcode.F64Abs => RuntimeMember.AbsoluteDouble,
        Opcode.F64Neg => RuntimeMember.NegateDouble,
        Opcode.F64Ceil => RuntimeMember.CeilingDouble,
        Opcode.F64Floor => RuntimeMember.FloorDouble,
        Opcode.F64Trunc => RuntimeMember.TruncateDouble,
        Opcode.F64Nearest => RuntimeMember.NearestDouble,
        Opcode.F64Sqrt => RuntimeMember.SquareRootDouble,
        Opcode.F64Min => RuntimeMember.MinimumDouble,
        Opcode.F64Max => RuntimeMember.MaximumDouble,
        Opcode.F64Copysign => RuntimeMember.CopySignDouble,
        Opcode.F32ConvertI64U => RuntimeMember.UInt64ToSingle,
        Opcode.F64ConvertI64U => RuntimeMember.UInt64ToDouble,
        Opcode.I64TruncF32U => RuntimeMember.SingleToI64U,
        Opcode.I64TruncF64U => RuntimeMember.DoubleToI64U,
        Opcode.I32ReinterpretF32 => RuntimeMember.SingleToBits,
        Opcode.I64ReinterpretF64 => RuntimeMember.DoubleToBits,
        Opcode.F32ReinterpretI32 => RuntimeMember.BitsToSingle,
        Opcode.F64ReinterpretI64 => RuntimeMember.BitsToDouble,
        >= Opcode.I32TruncSatF32S and <= Opcode.I64TruncSatF64U => Saturation(opcode),
        _ => RuntimeMember.Count,
    };

    private static RuntimeMember Saturation(Opcode opcode) => opcode switch
    {
        Opcode.I32TruncSatF32S => RuntimeMember.SaturateSingleI32S,
        Opcode.I32TruncSatF32U => RuntimeMember.SaturateSingleI32U,
        Opcode.I32TruncSatF64S => RuntimeMember.SaturateDoubleI32S,
        Opcode.I32TruncSatF64U => RuntimeMember.SaturateDoubleI32U,
        Opcode.I64TruncSatF32S => RuntimeMember.SaturateSingleI64S,
        Opcode.I64TruncSatF32U => RuntimeMember.SaturateSingleI64U,
        Opcode.I64TruncSatF64S => RuntimeMember.SaturateDoubleI64S,
        _ => RuntimeMember.SaturateDoubleI64U,
    };

    // What takes more than one instruction.
    private void WriteConversion(Opcode opcode)
    {
        var il = scope.Il;
        switch (opcode)
        {
            case Opcode.I32Eqz: IsZero(wide: false); break;
            case Opcode.I64Eqz: IsZero(wide: true); break;
            case Opcode.RefIsNull: IsZero(wide: true); break;
            case Opcode.I64Clz: WideCount(RuntimeMember.LeadingZeros64); break;
            case Opcode.I64Ctz: WideCount(RuntimeMember.TrailingZeros64); break;
            case Opcode.I64Popcnt: WideCount(RuntimeMember.PopCount64); break;
            case Opcode.I32TruncF32U or Opcode.I32TruncF64U: Two(IlOp.ConvI8, IlOp.ConvI4); break;

            // Through int64 the conversion is exact in the integer and rounds once.
            case Opcode.F32ConvertI32U: Two(IlOp.ConvU8, IlOp.ConvR4); break;
            case Opcode.F64ConvertI32U: Two(IlOp.ConvU8, IlOp.ConvR8); break;
            case Opcode.I64Extend8S: Two(IlOp.ConvI1, IlOp.ConvI8); break;
            case Opcode.I64Extend16S: Two(IlOp.ConvI2, IlOp.ConvI8); break;
            case Opcode.I64Extend32S: Two(IlOp.ConvI4, IlOp.ConvI8); break;
            default: throw new InvalidOperationException($"No IL for {opcode}.");
        }

        void Two(IlOp first, IlOp second)
        {
            il.Op(first);
            il.Op(second);
        }
    }

    private void WideCount(RuntimeMember member)
    {
        scope.Call(member);
        scope.Il.Op(IlOp.ConvI8);
    }

    private void IsZero(bool wide)
    {
        scope.Il.LdcI4(0);
        if (wide) scope.Il.Op(IlOp.ConvI8);
        scope.Il.Op(IlOp.Ceq);
    }
}
