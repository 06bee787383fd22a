using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>Instructions that are calls of the runtime: growing, bulk memory, tables and references (WebAssembly 2.0, 4.4.2, 4.4.6, 4.4.7).</summary>
internal sealed class BulkEmitter(FunctionScope scope, TreeWriter writer, OperandSpiller spiller, MemoryCache cache, GasEmitter gas)
{
    private readonly int[] _operands = new int[3];

    /// <summary>The dynamic charge before such an instruction: its top operand, unsigned, times the price of a unit.</summary>
    public void Charge(LinearCharge charge)
    {
        var top = scope.Stack.Height - 1;
        spiller.MakeSimple(top);
        gas.BeginCharge();
        writer.Peek(scope.Stack[top]);
        scope.Il.Op(IlOp.ConvU8);
        scope.Il.LdcI8(charge.UnitCost);
        scope.Il.Op(IlOp.Mul);
        gas.EndCharge();
    }

    /// <summary>memory.size.</summary>
    public void MemorySize()
    {
        scope.LoadField(RuntimeMember.MemoryLength);
        scope.Il.LdcI4(16);
        scope.Il.Op(IlOp.ShrUn);
        scope.Il.Op(IlOp.ConvI4);
        spiller.Push(spiller.StoreTemporary(ValueType.I32));
    }

    /// <summary>memory.grow.</summary>
    public void MemoryGrow()
    {
        Invoke(RuntimeMember.MemoryGrow, operands: 1, canTrap: false, ValueType.I32);
        cache.Invalidate();
    }

    /// <summary>memory.copy, memory.fill and memory.init.</summary>
    public void BulkMemory(Opcode opcode, uint segment)
    {
        var member = opcode switch
        {
            Opcode.MemoryCopy => RuntimeMember.MemoryCopy,
            Opcode.MemoryFill => RuntimeMember.MemoryFill,
            _ => RuntimeMember.MemoryInit,
        };
        Invoke(member, operands: 3, canTrap: true, null, opcode == Opcode.MemoryInit ? [(int)segment] : []);
    }

    /// <summary>data.drop and elem.drop.</summary>
    public void Drop(Opcode opcode, uint segment) =>
        Invoke(opcode == Opcode.DataDrop ? RuntimeMember.DataDrop : RuntimeMember.ElementDrop, 0, canTrap: false, null, (int)segment);

    /// <summary>The table instructions.</summary>
    public void Table(Opcode opcode, uint first, uint second)
    {
        var table = (int)first;
        switch (opcode)
        {
            case Opcode.TableGet: Invoke(RuntimeMember.TableGet, 1, canTrap: true, ElementType(table), table); break;
            case Opcode.TableSet: Invoke(RuntimeMember.TableSet, 2, canTrap: true, null, table); break;
            case Opcode.TableGrow: Invoke(RuntimeMember.TableGrow, 2, canTrap: false, ValueType.I32, table); break;
            case Opcode.TableSize: Invoke(RuntimeMember.TableSize, 0, canTrap: false, ValueType.I32, table); break;
            case Opcode.TableFill: Invoke(RuntimeMember.TableFill, 3, canTrap: true, null, table); break;

            // In the code the element segment stands first.
            default: Invoke(opcode == Opcode.TableInit ? RuntimeMember.TableInit : RuntimeMember.TableCopy, 3, canTrap: true, null, table, (int)second); break;
        }
    }

    /// <summary>ref.func.</summary>
    public void FunctionReference(uint function) =>
        Invoke(RuntimeMember.FunctionReference, 0, canTrap: false, ValueType.FuncRef, (int)function);

    // Operands and constants become the method's arguments behind the instance.
    private void Invoke(RuntimeMember member, int operands, bool canTrap, ValueType? result, params ReadOnlySpan<int> constants)
    {
        for (var i = operands - 1; i >= 0; i--) _operands[i] = scope.Stack.Pop();
        spiller.SpillReadersOf(NodeReads.Memory);
        if (canTrap) gas.Store();
        scope.Il.LdArg(0);
        for (var i = 0; i < operands; i++) writer.Write(_operands[i]);
        foreach (var constant in constants) scope.Il.LdcI4(constant);
        scope.Call(member);
        var pushed = result is { } type ? spiller.StoreTemporary(type) : OperandNode.None;
        if (canTrap) gas.AfterCall();
        if (pushed != OperandNode.None) spiller.Push(pushed);
    }

    private ValueType ElementType(int table) => scope.Module.Metered.Module.Tables[table].Element;
}
