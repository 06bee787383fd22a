using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>Loads and stores as data: width, type, IL (WebAssembly 2.0, 4.4.7).</summary>
internal static class MemoryAccess
{
    /// <summary>How many bytes an instruction touches.</summary>
    public static uint Width(Opcode opcode) => opcode switch
    {
        Opcode.I32Load8S or Opcode.I32Load8U or Opcode.I64Load8S or Opcode.I64Load8U or Opcode.I32Store8 or Opcode.I64Store8 => 1,
        Opcode.I32Load16S or Opcode.I32Load16U or Opcode.I64Load16S or Opcode.I64Load16U or Opcode.I32Store16 or Opcode.I64Store16 => 2,
        Opcode.I64Load or Opcode.F64Load or Opcode.I64Store or Opcode.F64Store => 8,
        _ => 4,
    };

    /// <summary>The type that a load pushes.</summary>
    public static ValueType LoadedType(Opcode opcode) => opcode switch
    {
        Opcode.F32Load => ValueType.F32,
        Opcode.F64Load => ValueType.F64,
        Opcode.I32Load or (>= Opcode.I32Load8S and <= Opcode.I32Load16U) => ValueType.I32,
        _ => ValueType.I64,
    };

    /// <summary>
    /// The IL of a load and of the widening behind it, or 0. No <c>unaligned.</c> prefix: x64 and arm64 access any address, RyuJIT assumes no
    /// alignment of native memory there, and the prefix would take 3 of the 60,000 bytes that it optimises at most.
    /// </summary>
    public static (IlOp Load, IlOp Widen) Load(Opcode opcode) => opcode switch
    {
        Opcode.I32Load => (IlOp.LdindI4, 0),
        Opcode.I64Load => (IlOp.LdindI8, 0),
        Opcode.F32Load => (IlOp.LdindR4, 0),
        Opcode.F64Load => (IlOp.LdindR8, 0),
        Opcode.I32Load8S => (IlOp.LdindI1, 0),
        Opcode.I32Load8U => (IlOp.LdindU1, 0),
        Opcode.I32Load16S => (IlOp.LdindI2, 0),
        Opcode.I32Load16U => (IlOp.LdindU2, 0),
        Opcode.I64Load8S => (IlOp.LdindI1, IlOp.ConvI8),
        Opcode.I64Load8U => (IlOp.LdindU1, IlOp.ConvU8),
        Opcode.I64Load16S => (IlOp.LdindI2, IlOp.ConvI8),
        Opcode.I64Load16U => (IlOp.LdindU2, IlOp.ConvU8),
        Opcode.I64Load32S => (IlOp.LdindI4, IlOp.ConvI8),
        _ => (IlOp.LdindU4, IlOp.ConvU8),
    };

    /// <summary>The IL of a store; those that narrow an int64 need it as an int32 first.</summary>
    public static (IlOp Store, bool Narrow) Store(Opcode opcode) => opcode switch
    {
        Opcode.I32Store => (IlOp.StindI4, false),
        Opcode.I64Store => (IlOp.StindI8, false),
        Opcode.F32Store => (IlOp.StindR4, false),
        Opcode.F64Store => (IlOp.StindR8, false),
        Opcode.I32Store8 => (IlOp.StindI1, false),
        Opcode.I32Store16 => (IlOp.StindI2, false),
        Opcode.I64Store8 => (IlOp.StindI1, true),
        Opcode.I64Store16 => (IlOp.StindI2, true),
        _ => (IlOp.StindI4, true),
    };
}
