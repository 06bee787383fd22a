using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>
/// Loads and stores. Every access is proved within the memory before it happens, by a check of its own or by an earlier one: a memory never
/// shrinks, so what a check has shown of an unchanged local holds until control joins.
/// </summary>
internal sealed class MemoryEmitter(FunctionScope scope, TreeWriter writer, OperandSpiller spiller, MemoryCache memory, GasEmitter gas)
{
    // Per wasm local: its companion's IL local, plus one; where the companion is valid; and up to which end accesses through it are proved.
    private int[] _companions = [];
    private int[] _validIn = [];
    private ulong[] _proved = [];
    private int _region = 1;
    private ulong _provedConstant;

    /// <summary>Begins a body.</summary>
    public void Begin(bool usesMemory)
    {
        if (!usesMemory) return;
        _companions = new int[scope.LocalTypes.Length];
        _validIn = new int[scope.LocalTypes.Length];
        _proved = new ulong[scope.LocalTypes.Length];
        _provedConstant = scope.Facts.MinimumMemoryBytes;
    }

    /// <summary>Control joins here: what was proved on one way does not hold on the other.</summary>
    public void Join()
    {
        _region++;
        _provedConstant = scope.Facts.MinimumMemoryBytes;
    }

    /// <summary>A wasm local has got another value.</summary>
    public void Changed(int local)
    {
        if (_validIn.Length != 0) _validIn[local] = 0;
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
            NodeKind.Local => CheckLocal(operand, node.Index, offset, width),
            _ => CheckOther(operand, offset, width),
        };
    }

    private MemoryAddress CheckConstant(int operand, ulong address, uint width)
    {
        writer.Drop(operand);
        var end = address + width;
        if (end > _provedConstant)
        {
            memory.LoadLength();
            scope.Il.LdcI8((long)end);
            scope.Il.Branch(IlOp.Blt, gas.TrapLabel(WasmTrap.MemoryOutOfBounds));
            _provedConstant = end;
        }

        return new MemoryAddress(OperandNode.None, OperandNode.None, address);
    }

    private MemoryAddress CheckLocal(int operand, int local, uint offset, uint width)
    {
        var key = scope.LocalTypes.Length + local;
        var end = (ulong)offset + width;
        ref var companion = ref _companions[local];
        if (companion == 0) companion = 1 + scope.Locals.Declare(ValueType.I64);
        if (_validIn[local] != _region)
        {
            spiller.SpillReadersOf(key);
            writer.Write(operand);
            scope.Il.Op(IlOp.ConvU8);
            scope.Il.StLoc(companion - 1);
            _validIn[local] = _region;
            _proved[local] = 0;
        }
        else
        {
            writer.Drop(operand);
        }

        if (end > _proved[local])
        {
            CheckBase(companion - 1, end);
            _proved[local] = end;
        }

        return new MemoryAddress(companion - 1, key, offset);
    }

    private MemoryAddress CheckOther(int operand, uint offset, uint width)
    {
        writer.Write(operand);
        scope.Il.Op(IlOp.ConvU8);
        var local = scope.Locals.Rent(ValueType.I64);
        scope.Il.StLoc(local);
        CheckBase(local, (ulong)offset + width);
        return new MemoryAddress(local, OperandNode.None, offset);
    }

    // base + end stays below 2^34: neither addition nor signed comparison can go wrong.
    private void CheckBase(int local, ulong end)
    {
        scope.Il.LdLoc(local);
        scope.Il.LdcI8((long)end);
        scope.Il.Op(IlOp.Add);
        memory.LoadLength();
        scope.Il.Branch(IlOp.Bgt, gas.TrapLabel(WasmTrap.MemoryOutOfBounds));
    }
}
