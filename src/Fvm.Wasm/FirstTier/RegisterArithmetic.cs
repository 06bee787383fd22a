using Fvm.Wasm.Model;

namespace Fvm.Wasm.FirstTier;

/// <summary>Picks the register instruction of a numeric operator, with a small constant in place of the right operand where there is one.</summary>
internal sealed class RegisterArithmetic(RegisterWriter writer, RegisterOperands operands)
{
    // The comparisons in their order within the opcodes: eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u.
    private const int Comparisons = 10;
    private static ReadOnlySpan<byte> Opposite => [1, 0, 8, 9, 6, 7, 4, 5, 2, 3];

    private static ReadOnlySpan<byte> Swapped => [0, 1, 4, 5, 2, 3, 8, 9, 6, 7];

    /// <summary>A numeric operator.</summary>
    public void Operate(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.I32Eqz: WithZero(RegisterOp.I32EqI); break;
            case Opcode.I64Eqz or Opcode.RefIsNull: WithZero(RegisterOp.I64EqI); break;
            case >= Opcode.I32Eq and <= Opcode.I32GeU: Compare(opcode - Opcode.I32Eq, RegisterOp.I32Eq, RegisterOp.I32EqI, wide: false); break;
            case >= Opcode.I64Eq and <= Opcode.I64GeU: Compare(opcode - Opcode.I64Eq, RegisterOp.I64Eq, RegisterOp.I64EqI, wide: true); break;
            case >= Opcode.I32Add and <= Opcode.I32Rotr: Binary(opcode, RegisterOp.I32Add.Plus(opcode - Opcode.I32Add), wide: false); break;
            case >= Opcode.I64Add and <= Opcode.I64Rotr: Binary(opcode, RegisterOp.I64Add.Plus(opcode - Opcode.I64Add), wide: true); break;
            case Opcode.I32WrapI64: Unary(RegisterOp.Wrap); break;
            case Opcode.I32Extend8S: Unary(RegisterOp.I32Extend8S); break;
            case Opcode.I32Extend16S: Unary(RegisterOp.I32Extend16S); break;
            case Opcode.I64Extend8S: Unary(RegisterOp.I64Extend8S); break;
            case Opcode.I64Extend16S: Unary(RegisterOp.I64Extend16S); break;
            case Opcode.I64Extend32S or Opcode.I64ExtendI32S: Unary(RegisterOp.I64Extend32S); break;

            // 32-bit cells have a zero upper half, floats are bits.
            case Opcode.I64ExtendI32U or (>= Opcode.I32ReinterpretF32 and <= Opcode.F64ReinterpretI64): break;
            default: Other(opcode); break;
        }
    }

    /// <summary>Branches if a condition, which is popped, holds, or if it does not; a comparison made for it becomes part of the branch.</summary>
    public void Branch(int label, bool whenTrue)
    {
        var height = operands.Height - 1;
        var last = writer.Last;
        if (operands[height].Kind == OperandKind.Own && last >= 0 && writer[last].A == operands.Own(height)
            && writer[last].Op is >= RegisterOp.I32Eq and <= RegisterOp.I64GeUI)
        {
            var comparison = writer[last];
            writer.TakeBack();
            operands.Pop();
            var kind = (comparison.Op - RegisterOp.I32Eq) / Comparisons;
            var which = (comparison.Op - RegisterOp.I32Eq) % Comparisons;
            if (!whenTrue) which = Opposite[which];
            var op = RegisterOp.BranchI32Eq.Plus((kind * Comparisons) + which);
            var immediate = op >= RegisterOp.BranchI32EqI ? comparison.Small : 0;
            writer.Branch(op, comparison.B, op >= RegisterOp.BranchI32EqI ? 0 : comparison.C, immediate, label);
            return;
        }

        writer.Branch(whenTrue ? RegisterOp.BranchIf : RegisterOp.BranchIfNot, operands.PopRegister(), label);
    }

    private void WithZero(RegisterOp op)
    {
        var height = operands.Height - 1;
        writer.Value(op, operands.Own(height), operands.RegisterOf(height));
        Result(1);
    }

    private void Unary(RegisterOp op)
    {
        var height = operands.Height - 1;
        writer.Value(op, operands.Own(height), operands.RegisterOf(height));
        Result(1);
    }

    private void Compare(int which, RegisterOp registers, RegisterOp constants, bool wide)
    {
        var (left, right) = (operands.Height - 2, operands.Height - 1);
        if (TrySmall(left, wide, out _) && !TrySmall(right, wide, out _)) (left, right, which) = (right, left, Swapped[which]);
        var own = operands.Own(operands.Height - 2);
        if (TrySmall(right, wide, out var small)) writer.Value(constants.Plus(which), own, operands.RegisterOf(left), small);
        else writer.Value(registers.Plus(which), own, operands.RegisterOf(left), operands.RegisterOf(right));
        Result(2);
    }

    private void Binary(Opcode opcode, RegisterOp op, bool wide)
    {
        var (left, right) = (operands.Height - 2, operands.Height - 1);
        if (IsCommutative(opcode) && TrySmall(left, wide, out _)) (left, right) = (right, left);
        var own = operands.Own(operands.Height - 2);
        if (TrySmall(right, wide, out var small) && TryConstant(opcode, wide, ref op, ref small))
            writer.Value(op, own, operands.RegisterOf(left), small);
        else
            writer.Value(op, own, operands.RegisterOf(left), operands.RegisterOf(right));
        Result(2);
    }

    // The form with a constant; subtraction becomes addition, shifts know their width.
    private static bool TryConstant(Opcode opcode, bool wide, ref RegisterOp op, ref int small)
    {
        var kind = opcode - (wide ? Opcode.I64Add : Opcode.I32Add);
        switch (kind)
        {
            case Opcode.I32Sub - Opcode.I32Add:
                if (small == short.MinValue) return false;
                small = -small;
                op = wide ? RegisterOp.I64AddI : RegisterOp.I32AddI;
                return true;
            case >= Opcode.I32DivS - Opcode.I32Add and <= Opcode.I32RemU - Opcode.I32Add: return false;
            case >= Opcode.I32Shl - Opcode.I32Add: small &= wide ? 63 : 31; break;
        }

        op = op.Plus(RegisterOp.I32AddI - RegisterOp.I32Add);
        return true;
    }

    private static bool IsCommutative(Opcode opcode) => opcode
        is Opcode.I32Add or Opcode.I32Mul or Opcode.I32And or Opcode.I32Or or Opcode.I32Xor
        or Opcode.I64Add or Opcode.I64Mul or Opcode.I64And or Opcode.I64Or or Opcode.I64Xor;

    private bool TrySmall(int height, bool wide, out int small)
    {
        ref readonly var operand = ref operands[height];
        var value = wide ? (long)operand.Bits : (int)operand.Bits;
        small = (short)value;
        return operand.Kind == OperandKind.Constant && value == small;
    }

    private void Other(Opcode opcode)
    {
        var info = OpcodeTable.Of(opcode);
        var count = info.Operands.Length;
        var first = operands.Height - count;
        var left = operands.RegisterOf(first);
        var right = count == 2 ? operands.RegisterOf(first + 1) : 0;
        writer.Value(RegisterOp.Rare.Plus((int)opcode), operands.Own(first), left, right);
        Result(count);
    }

    private void Result(int count)
    {
        for (var i = 0; i < count; i++) operands.Pop();
        operands.PushOwn();
    }
}
