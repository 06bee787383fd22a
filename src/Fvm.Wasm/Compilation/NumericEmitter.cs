using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>Numeric operators: what can trap is tested at once, what remains is pure and waits as a tree.</summary>
internal sealed class NumericEmitter(FunctionScope scope, TreeWriter writer, OperandSpiller spiller, GasEmitter gas)
{
    /// <summary>An operator whose types the opcode gives.</summary>
    public void Operate(Opcode opcode)
    {
        var info = OpcodeTable.Of(opcode);
        if (info.Operands.Length == 2)
        {
            KeepTreesSmall();
            if (IsDivision(opcode)) CheckDivision(opcode);
            var right = scope.Stack.Pop();
            var left = scope.Stack.Pop();
            spiller.Push(scope.Stack.Operator(opcode, info.Results[0], left, right));
        }
        else
        {
            if (scope.Stack.Node(scope.Stack[scope.Stack.Height - 1]).Size >= OperandStack.LargestTree) spiller.Spill(scope.Stack.Height - 1);
            if (InRange(opcode) is var range and not RuntimeMember.Count) CheckTruncation(range);
            spiller.Push(scope.Stack.Operator(opcode, info.Results[0], scope.Stack.Pop()));
        }

        // A call within a tree makes RyuJIT spill what is beside it, each time to a new place in the frame, and without bound where it does
        // not optimise; our own temporaries are used again.
        if (scope.IsLarge && OperatorWriter.IsCall(opcode, scope.Facts.CanonicalNaNs)) spiller.Spill(scope.Stack.Height - 1);
    }

    /// <summary>ref.is_null: a comparison of the reference with 0.</summary>
    public void IsNull() => spiller.Push(scope.Stack.Operator(Opcode.RefIsNull, ValueType.I32, scope.Stack.Pop()));

    private void KeepTreesSmall()
    {
        var top = scope.Stack.Height - 1;
        if (SizeAt(top) + SizeAt(top - 1) < OperandStack.LargestTree) return;
        spiller.Spill(SizeAt(top) > SizeAt(top - 1) ? top : top - 1);
        if (SizeAt(top) + SizeAt(top - 1) >= OperandStack.LargestTree) spiller.Spill(SizeAt(top) > SizeAt(top - 1) ? top : top - 1);
    }

    private int SizeAt(int height) => scope.Stack.Node(scope.Stack[height]).Size;

    private static bool IsDivision(Opcode opcode) =>
        opcode is (>= Opcode.I32DivS and <= Opcode.I32RemU) or (>= Opcode.I64DivS and <= Opcode.I64RemU);

    // .NET would raise exceptions of the hardware's traps. A constant divisor needs no test unless it is 0 or -1.
    private void CheckDivision(Opcode opcode)
    {
        var il = scope.Il;
        var top = scope.Stack.Height - 1;
        var signedQuotient = opcode is Opcode.I32DivS or Opcode.I64DivS;
        spiller.MakeSimple(top);
        var divisor = scope.Stack.Node(scope.Stack[top]);
        var wide = divisor.Type == ValueType.I64;
        var isConstant = divisor.Kind == NodeKind.Constant;
        var constant = wide ? (long)divisor.Bits : (int)divisor.Bits;
        if (!isConstant || constant == 0)
        {
            writer.PeekTested(scope.Stack[top]);
            il.Branch(IlOp.Brfalse, gas.TrapLabel(WasmTrap.IntegerDivideByZero));
        }

        if (!signedQuotient || (isConstant && constant != -1)) return;
        spiller.MakeSimple(top - 1);
        var fine = il.NewLabel();
        writer.Peek(scope.Stack[top]);
        Push(-1, wide);
        il.Branch(IlOp.BneUn, fine);
        writer.Peek(scope.Stack[top - 1]);
        Push(wide ? long.MinValue : int.MinValue, wide);
        il.Branch(IlOp.Beq, gas.TrapLabel(WasmTrap.IntegerOverflow));
        il.Mark(fine);
    }

    private void CheckTruncation(RuntimeMember range)
    {
        var top = scope.Stack.Height - 1;
        spiller.MakeSimple(top);
        writer.Peek(scope.Stack[top]);
        writer.Peek(scope.Stack[top]);
        scope.Il.Branch(IlOp.BneUn, gas.TrapLabel(WasmTrap.InvalidConversionToInteger));
        writer.Peek(scope.Stack[top]);
        scope.Call(range);
        scope.Il.Branch(IlOp.Brfalse, gas.TrapLabel(WasmTrap.IntegerOverflow));
    }

    private void Push(long value, bool wide)
    {
        if (wide) scope.Il.LdcI8(value);
        else scope.Il.LdcI4((int)value);
    }

    private static RuntimeMember InRange(Opcode opcode) => opcode switch
    {
        Opcode.I32TruncF32S => RuntimeMember.InRangeSingleI32S,
        Opcode.I32TruncF32U => RuntimeMember.InRangeSingleI32U,
        Opcode.I32TruncF64S => RuntimeMember.InRangeDoubleI32S,
        Opcode.I32TruncF64U => RuntimeMember.InRangeDoubleI32U,
        Opcode.I64TruncF32S => RuntimeMember.InRangeSingleI64S,
        Opcode.I64TruncF32U => RuntimeMember.InRangeSingleI64U,
        Opcode.I64TruncF64S => RuntimeMember.InRangeDoubleI64S,
        Opcode.I64TruncF64U => RuntimeMember.InRangeDoubleI64U,
        _ => RuntimeMember.Count,
    };
}
