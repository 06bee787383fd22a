using Fvm.Wasm.Model;
using Fvm.Wasm.Runtime;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>Writes operands' trees as IL.</summary>
internal sealed class TreeWriter(FunctionScope scope, MemoryCache memory)
{
    private readonly OperatorWriter _operators = new(scope);

    /// <summary>Pushes a tree's value and takes the tree off the books.</summary>
    public void Write(int id)
    {
        var node = scope.Stack.Node(id);
        scope.Stack.Release(id);
        switch (node.Kind)
        {
            case NodeKind.Temporary:
                scope.Il.LdLoc(node.Index);
                scope.Locals.Return(node.Index, node.Type);
                break;
            case NodeKind.Load:
                WriteLoad(node);
                break;
            case NodeKind.Operator:
                WriteOperands(node);
                _operators.Write(node.Opcode);
                break;
            default:
                WriteLeaf(node);
                break;
        }
    }

    /// <summary>Pushes the value of a simple operand (<see cref="IsSimple"/>), which stays.</summary>
    public void Peek(int id)
    {
        var node = scope.Stack.Node(id);
        if (node.Kind == NodeKind.Temporary) scope.Il.LdLoc(node.Index);
        else WriteLeaf(node);
    }

    /// <summary>Pushes a value that is about to be compared, and takes it off the books.</summary>
    public void WriteTested(int id)
    {
        var node = scope.Stack.Node(id);
        if ((node.Hazard & JitHazard.Rotation) == 0) Write(id);
        else WriteOpaque(node.Type, () => Write(id));
    }

    /// <summary>Pushes the value of a simple operand that is about to be compared.</summary>
    public void PeekTested(int id)
    {
        var node = scope.Stack.Node(id);
        if ((node.Hazard & JitHazard.Rotation) == 0) Peek(id);
        else WriteOpaque(node.Type, () => Peek(id));
    }

    /// <summary>Whether a tree can be written more than once at no cost.</summary>
    public bool IsSimple(int id) =>
        scope.Stack.Node(id).Kind is NodeKind.Constant or NodeKind.Local or NodeKind.Temporary or NodeKind.Slot;

    /// <summary>Takes a tree off the books without writing it.</summary>
    public void Drop(int id)
    {
        var node = scope.Stack.Node(id);
        scope.Stack.Release(id);
        if (node.Kind == NodeKind.Temporary) scope.Locals.Return(node.Index, node.Type);
        if (node.Kind == NodeKind.Load) ReturnBase(node);
        if (node.Kind != NodeKind.Operator) return;
        Drop(node.Left);
        if (node.Right != OperandNode.None) Drop(node.Right);
    }

    /// <summary>Branches if a condition (i32) is true, or if it is false; comparisons become one compare-and-branch.</summary>
    public void Branch(int condition, int label, bool whenTrue)
    {
        var node = scope.Stack.Node(condition);
        if (node is { Kind: NodeKind.Operator, Opcode: Opcode.I32Eqz or Opcode.I64Eqz })
        {
            scope.Stack.Release(condition);
            if (node.Opcode == Opcode.I32Eqz) Branch(node.Left, label, !whenTrue);
            else
            {
                WriteTested(node.Left);
                scope.Il.Branch(whenTrue ? IlOp.Brfalse : IlOp.Brtrue, label);
            }
        }
        else if (node.Kind == NodeKind.Operator && Comparisons.TryGetBranch(node.Opcode, whenTrue, out var branch))
        {
            scope.Stack.Release(condition);
            WriteTested(node.Left);
            WriteTested(node.Right);
            scope.Il.Branch(branch, label);
        }
        else
        {
            WriteTested(condition);
            scope.Il.Branch(whenTrue ? IlOp.Brtrue : IlOp.Brfalse, label);
        }
    }

    /// <summary>Pushes 1 if a condition (i32) is true, else 0.</summary>
    public void Truth(int condition)
    {
        var node = scope.Stack.Node(condition);
        if (node is { Kind: NodeKind.Operator, Opcode: >= Opcode.I32Eqz and <= Opcode.F64Ge })
        {
            Write(condition);
            return;
        }

        WriteTested(condition);
        scope.Il.LdcI4(0);
        scope.Il.Op(IlOp.CgtUn);
    }

    /// <summary>Pushes the address of a global.</summary>
    public void GlobalAddress(int index)
    {
        if (scope.Facts.LinksGlobals)
        {
            scope.LoadField(RuntimeMember.FarGlobals);
            TypedAccess.AddOffset(scope.Il, 8L * index);
            scope.Il.Op(IlOp.LdindI8);
            return;
        }

        if (index < GlobalCells.Count)
        {
            scope.Il.LdArg(0);
            scope.Il.Token(IlOp.Ldflda, scope.Body.Members.Token(RuntimeMember.NearGlobals));
            if (index == 0) return;
            scope.Il.LdcI4(8 * index);
            scope.Il.Op(IlOp.Add);
            return;
        }

        scope.LoadField(RuntimeMember.FarGlobals);
        TypedAccess.AddOffset(scope.Il, 8L * (index - GlobalCells.Count));
    }

    /// <summary>Pushes the machine address of a checked access and frees its base.</summary>
    public void Address(MemoryAddress address)
    {
        memory.LoadStart();
        if (address.BaseLocal != OperandNode.None)
        {
            scope.Il.LdLoc(address.BaseLocal);
            scope.Il.Op(IlOp.Add);
            if (address.Companion == OperandNode.None) scope.Locals.Return(address.BaseLocal, ValueType.I64);
        }

        TypedAccess.AddOffset(scope.Il, (long)address.Offset);
    }

    private void WriteLoad(in OperandNode node)
    {
        Address(new MemoryAddress(node.Index, node.Companion, node.Bits));
        var (load, widen) = MemoryAccess.Load(node.Opcode);
        scope.Il.Op(load);
        if (widen != 0) scope.Il.Op(widen);
    }

    private void WriteOperands(OperandNode node)
    {
        var right = node.Right == OperandNode.None ? default : scope.Stack.Node(node.Right);
        if (JitHazards.TestsOperands(node.Opcode))
        {
            WriteTested(node.Left);
            if (node.Right != OperandNode.None) WriteTested(node.Right);
            return;
        }

        if (JitHazards.NeedsBarrier(node.Opcode, scope.Stack.Node(node.Left), right)) WriteOpaque(node.Type, () => Write(node.Left));
        else Write(node.Left);
        if (node.Right != OperandNode.None) WriteRight(node);
    }

    // Through a field of the instance: there RyuJIT does not look further.
    private void WriteOpaque(ValueType type, Action write)
    {
        var field = type == ValueType.I32 ? RuntimeMember.Opaque32 : RuntimeMember.Opaque64;
        scope.Il.LdArg(0);
        write();
        scope.Il.Token(IlOp.Stfld, scope.Body.Members.Token(field));
        scope.LoadField(field);
    }

    // A shift or rotation takes its count as an int32 below the width; IL leaves greater counts undefined.
    private void WriteRight(in OperandNode node)
    {
        if (!OperatorWriter.IsShift(node.Opcode, out var mask))
        {
            Write(node.Right);
            return;
        }

        var right = scope.Stack.Node(node.Right);
        if (right.Kind == NodeKind.Constant)
        {
            scope.Stack.Release(node.Right);
            scope.Il.LdcI4((int)right.Bits & mask);
            return;
        }

        Write(node.Right);
        if (right.Type == ValueType.I64) scope.Il.Op(IlOp.ConvI4);
        scope.Il.LdcI4(mask);
        scope.Il.Op(IlOp.And);
    }

    private void WriteLeaf(in OperandNode node)
    {
        switch (node.Kind)
        {
            case NodeKind.Constant: WriteConstant(node.Type, node.Bits); break;
            case NodeKind.Local: scope.LoadLocal(node.Index); break;
            case NodeKind.Slot: scope.Il.LdLoc(node.Index); break;
            default:
                GlobalAddress(node.Index);
                scope.Il.Op(TypedAccess.Load(node.Type));
                break;
        }
    }

    private void WriteConstant(ValueType type, ulong bits)
    {
        switch (type)
        {
            case ValueType.I32: scope.Il.LdcI4((int)bits); break;
            case ValueType.F64: scope.Il.LdcR8(bits); break;
            case ValueType.F32: scope.Il.LdcR4((uint)bits); break;
            default: scope.Il.LdcI8((long)bits); break;
        }
    }

    private void ReturnBase(in OperandNode load)
    {
        if (load.Index != OperandNode.None && load.Companion == OperandNode.None) scope.Locals.Return(load.Index, ValueType.I64);
    }
}
