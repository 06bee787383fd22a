using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>Locals, globals, constants, <c>drop</c> and <c>select</c> (WebAssembly 2.0, 4.4.4 and 4.4.5).</summary>
internal sealed class VariableEmitter(FunctionScope scope, TreeWriter writer, OperandSpiller spiller, MemoryEmitter memory)
{
    /// <summary>A constant.</summary>
    public void Constant(ValueType type, ulong bits) => spiller.Push(scope.Stack.Constant(type, bits));

    /// <summary>A constant float32; a NaN is made by a call (<see cref="Runtime.Operators.BitsToSingle"/>), so it waits as one.</summary>
    public void ConstantSingle(uint bits)
    {
        if (!float.IsNaN(BitConverter.UInt32BitsToSingle(bits)))
        {
            Constant(ValueType.F32, bits);
            return;
        }

        spiller.Push(scope.Stack.Operator(Opcode.F32ReinterpretI32, ValueType.F32, scope.Stack.Constant(ValueType.I32, bits)));
        if (scope.IsLarge) spiller.Spill(scope.Stack.Height - 1);
    }

    /// <summary><c>local.get</c>.</summary>
    public void GetLocal(int index) => spiller.Push(scope.Stack.Local(index, scope.LocalTypes[index], scope.Hazards[index]));

    /// <summary><c>local.set</c>.</summary>
    public void SetLocal(int index)
    {
        var value = scope.Stack.Pop();
        spiller.SpillReadersOf(index);
        scope.Hazards.Assign(index, scope.Stack.Node(value).Hazard);
        writer.Write(value);
        scope.StoreLocal(index);
        memory.Proofs.Changed(index);
    }

    /// <summary><c>local.tee</c>.</summary>
    public void TeeLocal(int index)
    {
        SetLocal(index);
        GetLocal(index);
    }

    /// <summary><c>global.get</c>; a global that can only ever hold a constant is that constant.</summary>
    public void GetGlobal(int index)
    {
        var module = scope.Module.Metered.Module;
        var type = module.Globals[index];
        if (!type.IsMutable && index >= module.ImportedGlobalCount
            && module.GlobalInitializers[index - module.ImportedGlobalCount] is { Kind: <= ConstantKind.F64 and not ConstantKind.Other } initial)
        {
            if (type.Type == ValueType.F32) ConstantSingle((uint)initial.Bits);
            else Constant(type.Type, initial.Bits);
            return;
        }

        spiller.Push(scope.Stack.Global(index, type.Type, type.IsMutable));
    }

    /// <summary><c>global.set</c>.</summary>
    public void SetGlobal(int index)
    {
        var value = scope.Stack.Pop();
        spiller.SpillReadersOf(NodeReads.Globals);
        writer.GlobalAddress(index);
        writer.Write(value);
        scope.Il.Op(TypedAccess.Store(scope.Module.Metered.Module.Globals[index].Type));
    }

    /// <summary><c>drop</c>.</summary>
    public void Drop() => writer.Drop(scope.Stack.Pop());

    /// <summary>
    /// <c>select</c>; both operands are pure. Integers are chosen by a mask: RyuJIT makes no conditional move inside a loop, and compilers write
    /// a select where the condition is hard to foresee (a branch took a third of heap sort's time).
    /// </summary>
    public void Select()
    {
        var condition = scope.Stack.Pop();
        var otherwise = scope.Stack.Pop();
        var chosen = scope.Stack.Pop();
        var type = scope.Stack.Node(chosen).Type;
        var (first, second) = (scope.Stack.Node(chosen).Hazard, scope.Stack.Node(otherwise).Hazard);
        var mayBeRotation = (first & JitHazard.AnyShift) != 0 && (second & JitHazard.AnyShift) != 0;
        if (type is ValueType.I32 or ValueType.I64 && !mayBeRotation) SelectByMask(type, condition, chosen, otherwise);
        else SelectByBranch(condition, chosen, otherwise, first | second);
    }

    private void SelectByBranch(int condition, int chosen, int otherwise, JitHazard hazard)
    {
        var type = scope.Stack.Node(chosen).Type;
        var result = scope.Locals.Rent(type);
        var end = scope.Il.NewLabel();
        writer.Write(chosen);
        scope.Il.StLoc(result);
        writer.Branch(condition, end, whenTrue: true);
        writer.Write(otherwise);
        scope.Il.StLoc(result);
        scope.Il.Mark(end);
        spiller.Push(scope.Stack.Stored(NodeKind.Temporary, result, type, hazard));
    }

    // otherwise ^ ((chosen ^ otherwise) & -condition)
    private void SelectByMask(ValueType type, int condition, int chosen, int otherwise)
    {
        var il = scope.Il;
        var hazard = scope.Stack.Node(chosen).Hazard | scope.Stack.Node(otherwise).Hazard;
        if (!writer.IsSimple(otherwise))
        {
            writer.Write(otherwise);
            otherwise = spiller.StoreTemporary(type);
        }

        writer.Write(chosen);
        writer.Peek(otherwise);
        il.Op(IlOp.Xor);
        writer.Truth(condition);
        if (type == ValueType.I64) il.Op(IlOp.ConvI8);
        il.Op(IlOp.Neg);
        il.Op(IlOp.And);
        writer.Write(otherwise);
        il.Op(IlOp.Xor);
        spiller.Push(spiller.StoreTemporary(type, hazard));
    }
}
