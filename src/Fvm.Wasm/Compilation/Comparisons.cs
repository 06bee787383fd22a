using Fvm.Wasm.Model;

namespace Fvm.Wasm.Compilation;

/// <summary>The comparisons fused with a branch.</summary>
internal static class Comparisons
{
    /// <summary>
    /// The branch taken if a comparison holds, or if it does not. The unordered forms make every float comparison but <c>ne</c> false on a NaN.
    /// </summary>
    public static bool TryGetBranch(Opcode comparison, bool whenTrue, out IlOp branch)
    {
        var (yes, no) = comparison switch
        {
            Opcode.I32Eq or Opcode.I64Eq or Opcode.F32Eq or Opcode.F64Eq => (IlOp.Beq, IlOp.BneUn),
            Opcode.I32Ne or Opcode.I64Ne or Opcode.F32Ne or Opcode.F64Ne => (IlOp.BneUn, IlOp.Beq),
            Opcode.I32LtS or Opcode.I64LtS => (IlOp.Blt, IlOp.Bge),
            Opcode.I32LtU or Opcode.I64LtU => (IlOp.BltUn, IlOp.BgeUn),
            Opcode.I32GtS or Opcode.I64GtS => (IlOp.Bgt, IlOp.Ble),
            Opcode.I32GtU or Opcode.I64GtU => (IlOp.BgtUn, IlOp.BleUn),
            Opcode.I32LeS or Opcode.I64LeS => (IlOp.Ble, IlOp.Bgt),
            Opcode.I32LeU or Opcode.I64LeU => (IlOp.BleUn, IlOp.BgtUn),
            Opcode.I32GeS or Opcode.I64GeS => (IlOp.Bge, IlOp.Blt),
            Opcode.I32GeU or Opcode.I64GeU => (IlOp.BgeUn, IlOp.BltUn),
            Opcode.F32Lt or Opcode.F64Lt => (IlOp.Blt, IlOp.BgeUn),
            Opcode.F32Gt or Opcode.F64Gt => (IlOp.Bgt, IlOp.BleUn),
            Opcode.F32Le or Opcode.F64Le => (IlOp.Ble, IlOp.BgtUn),
            Opcode.F32Ge or Opcode.F64Ge => (IlOp.Bge, IlOp.BltUn),
            _ => default,
        };
        branch = whenTrue ? yes : no;
        return branch != 0;
    }

    /// <summary>A comparison as a value: the IL comparison, and whether 0 or 1 must be swapped after it.</summary>
    public static bool TryGetValue(Opcode comparison, out IlOp value, out bool negate)
    {
        (value, negate) = comparison switch
        {
            Opcode.I32Eq or Opcode.I64Eq or Opcode.F32Eq or Opcode.F64Eq => (IlOp.Ceq, false),
            Opcode.I32Ne or Opcode.I64Ne or Opcode.F32Ne or Opcode.F64Ne => (IlOp.Ceq, true),
            Opcode.I32LtS or Opcode.I64LtS or Opcode.F32Lt or Opcode.F64Lt => (IlOp.Clt, false),
            Opcode.I32LtU or Opcode.I64LtU => (IlOp.CltUn, false),
            Opcode.I32GtS or Opcode.I64GtS or Opcode.F32Gt or Opcode.F64Gt => (IlOp.Cgt, false),
            Opcode.I32GtU or Opcode.I64GtU => (IlOp.CgtUn, false),
            Opcode.I32LeS or Opcode.I64LeS => (IlOp.Cgt, true),
            Opcode.I32LeU or Opcode.I64LeU or Opcode.F32Le or Opcode.F64Le => (IlOp.CgtUn, true),
            Opcode.I32GeS or Opcode.I64GeS => (IlOp.Clt, true),
            Opcode.I32GeU or Opcode.I64GeU or Opcode.F32Ge or Opcode.F64Ge => (IlOp.CltUn, true),
            _ => default,
        };
        return value != 0;
    }
}
