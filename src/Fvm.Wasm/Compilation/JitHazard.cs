using Fvm.Wasm.Model;

namespace Fvm.Wasm.Compilation;

/// <summary>
/// What a value may be to RyuJIT's eyes that makes it compile certain uses of it wrongly (both faults seen on .NET 10.0.12, x64, by
/// <c>fvm wasm fuzz</c> and with plain C#):
/// <list type="bullet">
/// <item>It believes that rotations set the zero flag, and tests the flag of some older instruction where a rotation by a constant is compared
/// with 0 (dotnet/runtime issue 129288). Hence <see cref="Rotation"/>: not tested directly.</item>
/// <item>It takes <c>(x &lt;&lt; y) ^ (x >>> (32 - y))</c> for a rotation, which is wrong where y is 0 (dotnet/runtime issue 133864). Hence
/// <see cref="VariableShift"/>: not combined by xor directly.</item>
/// </list>
/// RyuJIT puts a local's only use in the place of that use, and folds what is neutral, so the marks pass through locals and operators; they
/// may stand on too much, never on too little. A marked value is made opaque by a way through the instance, some five cycles, where it matters.
/// </summary>
[Flags]
internal enum JitHazard : byte
{
    /// <summary>Nothing to be feared.</summary>
    None = 0,

    /// <summary>Perhaps a rotation.</summary>
    Rotation = 1,

    /// <summary>Perhaps a shift by a constant: with another one it may be recognised as a rotation.</summary>
    ConstantShift = 2,

    /// <summary>Perhaps a shift by a count that varies.</summary>
    VariableShift = 4,

    /// <summary>Either kind of shift.</summary>
    AnyShift = ConstantShift | VariableShift,
}

/// <summary>How marks come about and where they matter.</summary>
internal static class JitHazards
{
    /// <summary>The mark of an operator's result.</summary>
    public static JitHazard Of(Opcode opcode, in OperandNode left, in OperandNode right)
    {
        // What a comparison or a count yields is none of its operands.
        if (TestsOperands(opcode)) return JitHazard.None;
        var (first, second) = (left.Hazard, right.Hazard);
        var both = first | second;
        return opcode switch
        {
            Opcode.I32Rotl or Opcode.I32Rotr or Opcode.I64Rotl or Opcode.I64Rotr => both | JitHazard.Rotation,
            Opcode.I32Shl or Opcode.I32ShrU or Opcode.I64Shl or Opcode.I64ShrU =>
                both | (right.Kind == NodeKind.Constant ? JitHazard.ConstantShift : JitHazard.VariableShift),
            Opcode.I32Or or Opcode.I64Or or Opcode.I32Xor or Opcode.I64Xor when (first & JitHazard.AnyShift) != 0 && (second & JitHazard.AnyShift) != 0 =>
                both | JitHazard.Rotation,
            _ => both,
        };
    }

    /// <summary>Whether an operator's operands may be compared with 0 in machine code.</summary>
    public static bool TestsOperands(Opcode opcode) => opcode is (>= Opcode.I32Eqz and <= Opcode.I64GeU)
        or Opcode.I32Clz or Opcode.I32Ctz or Opcode.I32Popcnt or Opcode.I64Clz or Opcode.I64Ctz or Opcode.I64Popcnt;

    /// <summary>Whether an xor of such operands may be taken for a rotation wrongly.</summary>
    public static bool NeedsBarrier(Opcode opcode, in OperandNode left, in OperandNode right) =>
        opcode is Opcode.I32Xor or Opcode.I64Xor
        && (left.Hazard & JitHazard.AnyShift) != 0 && (right.Hazard & JitHazard.AnyShift) != 0
        && ((left.Hazard | right.Hazard) & JitHazard.VariableShift) != 0;
}
