using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>
/// Loads and stores. Every access is proved within the memory before it happens, by a check of its own or by an earlier one
/// (<see cref="AccessProofs"/>).
/// </summary>
internal sealed class MemoryEmitter(FunctionScope scope, TreeWriter writer, OperandSpiller spiller, MemoryCache memory, GasEmitter gas)
{
    // Per wasm local its companion's IL local, plus one.
    private int[] _companions = [];

    /// <summary>What is proved where emission stands.</summary>
    public AccessProofs Proofs { get; } = new();

    /// <summary>Begins a body.</summary>
    public void Begin(bool usesMemory)
    {
        if (!usesMemory) return;
        _companions = new int[scope.LocalTypes.Length];
        Proofs.Begin(scope.LocalTypes.Length, scope.Facts.MinimumMemoryBytes);
    }

    /// <summary>A load: checked here, performed where its value is used, unless something writes to the memory before.</summary>
    public void Load(Opcode opcode, uint offset)
    {
        var address = Check(scope.Stack.Pop(), offset, MemoryAccess.Width(opcode));
        spiller.Push(scope.Stack.Load(opcode, MemoryAccess.LoadedType(opcode), address));
    }

    /// <summary>A store.</summary>
    public void Store(Opcode opcode, uint offset)
    {
        var value = scope.Stack.Pop();
        var address = Check(scope.Stack.Pop(), offset, MemoryAccess.Width(opcode));
        spiller.SpillReadersOf(NodeReads.Memory);
        writer.Address(address);
        writer.Write(value);
        var (store, narrow) = MemoryAccess.Store(opcode);
        if (narrow) scope.Il.Op(IlOp.ConvI4);
        scope.Il.Op(store);
    }

    private MemoryAddress Check(int operand, uint offset, uint width)
    {
        var node = scope.Stack.Node(operand);
        return node.Kind switch
        {
            NodeKind.Constant => CheckConstant(operand, (uint)node.Bits + (ulong)offset, width),
            NodeKind.Local => CheckLocal(operand, node.Index, 0, offset, width),
            NodeKind.Operator when TryLocalPlusConstant(node, out var local, out var constant) => CheckLocal(operand, local, constant, offset, width),
            _ => CheckOther(operand, offset, width),
        };
    }

    private MemoryAddress CheckConstant(int operand, ulong address, uint width)
    {
        writer.Drop(operand);
        var end = address + width;
        if (end > Proofs.Constant)
        {
            memory.LoadLength();
            scope.Il.LdcI8((long)end);
            scope.Il.Branch(IlOp.Blt, gas.TrapLabel(WasmTrap.MemoryOutOfBounds));
            Proofs.Constant = end;
        }

        return new MemoryAddress(OperandNode.None, OperandNode.None, address);
    }

    // The address is the local + a constant, modulo 2^32; + the offset.
    private MemoryAddress CheckLocal(int operand, int local, uint constant, uint offset, uint width)
    {
        var key = scope.LocalTypes.Length + local;
        ref var companion = ref _companions[local];
        if (companion == 0) companion = 1 + scope.Locals.Declare(ValueType.I64);
        var proof = Proofs[local];
        if (!proof.IsValid)
        {
            spiller.SpillReadersOf(key);
            writer.Write(operand);
            scope.Il.Op(IlOp.ConvU8);
            scope.Il.StLoc(companion - 1);
            CheckBase(companion - 1, (long)offset + width);
            Proofs[local] = new AccessProof(true, constant, 0, (long)offset + width);
            return new MemoryAddress(companion - 1, key, offset);
        }

        writer.Drop(operand);
        var difference = (long)(int)(constant - proof.Constant);
        var end = difference + offset + width;
        var known = proof;
        if (difference < proof.Low)
        {
            CheckNotNegative(companion - 1, difference);
            known = known with { Low = difference };
        }

        if (end > proof.High)
        {
            CheckBase(companion - 1, end);
            known = known with { High = end };
        }

        if (known != proof) Proofs[local] = known;
        return new MemoryAddress(companion - 1, key, (ulong)(difference + offset));
    }

    private bool TryLocalPlusConstant(in OperandNode node, out int local, out uint constant)
    {
        (local, constant) = (0, 0);
        if (node.Opcode != Opcode.I32Add) return false;
        var (left, right) = (scope.Stack.Node(node.Left), scope.Stack.Node(node.Right));
        if (left.Kind != NodeKind.Local) (left, right) = (right, left);
        if (left.Kind != NodeKind.Local || right.Kind != NodeKind.Constant) return false;
        (local, constant) = (left.Index, (uint)right.Bits);
        return true;
    }

    private MemoryAddress CheckOther(int operand, uint offset, uint width)
    {
        writer.Write(operand);
        scope.Il.Op(IlOp.ConvU8);
        var local = scope.Locals.Rent(ValueType.I64);
        scope.Il.StLoc(local);
        CheckBase(local, (long)offset + width);
        return new MemoryAddress(local, OperandNode.None, offset);
    }

    // base + end stays below 2^34: neither addition nor signed comparison can go wrong.
    private void CheckBase(int local, long end)
    {
        scope.Il.LdLoc(local);
        TypedAccess.AddOffset(scope.Il, end);
        memory.LoadLength();
        scope.Il.Branch(IlOp.Bgt, gas.TrapLabel(WasmTrap.MemoryOutOfBounds));
    }

    // An anchor is below 2^31: below 0 the address is 2^31 or more, where no memory reaches.
    private void CheckNotNegative(int anchor, long difference)
    {
        scope.Il.LdLoc(anchor);
        scope.Il.LdcI8(-difference);
        scope.Il.Branch(IlOp.Blt, gas.TrapLabel(WasmTrap.MemoryOutOfBounds));
    }
}
