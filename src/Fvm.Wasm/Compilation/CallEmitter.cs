using Fvm.Wasm.Model;
using Fvm.Wasm.Runtime;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>Calls (WebAssembly 2.0, 4.4.8). The callee counts its own frame; the caller tests for unwinding afterwards.</summary>
internal sealed class CallEmitter(FunctionScope scope, TreeWriter writer, OperandSpiller spiller, MemoryCache cache, GasEmitter gas)
{
    private int[] _arguments = new int[8];
    private int _target = -1;

    /// <summary>The IL local with the address of the table element being called, or -1.</summary>
    public int Element { get; private set; } = -1;

    /// <summary><c>call</c>.</summary>
    public void Direct(int function)
    {
        var type = scope.Module.TypeOf(function);
        PopArguments(type);
        if (function < scope.Module.Metered.Module.ImportedFunctionCount)
        {
            PassToHost(type);
            HostCallIl.Call(scope.Il, scope.Body.Members, function, type);
        }
        else
        {
            var known = scope.Module.Code.Known(function);
            if (known == 0) SetPending(() => scope.Il.LdcI4(function));
            if (known != 0) scope.Il.LdcI8(known);
            else PushSlotOf(scope.Module.Code.SlotOf(function));
            Calli(scope.Facts.TypeIdOf(function), type);
        }

        Receive(type);
    }

    /// <summary><c>call_indirect</c>.</summary>
    public void Indirect(int typeIndex, int table)
    {
        var typeId = scope.Facts.TypeIds[typeIndex];
        var type = scope.Module.Metered.Module.Types[typeId];
        var index = scope.Stack.Pop();
        PopArguments(type);
        if (scope.Facts.LinksReferences)
        {
            ThroughStore(index, table, typeId, type);
            return;
        }

        if (Element < 0) Element = scope.Locals.Declare(ValueType.I64);
        if (table == 0) FindElementOfTable0(index);
        else FindElement(index, table);
        var il = scope.Il;
        il.LdLoc(Element);
        il.Op(IlOp.LdindI4);
        il.LdcI4(typeId);
        il.Branch(IlOp.BneUn, gas.TrapLabel(WasmTrap.IndirectCallTypeMismatch));
        if (scope.Module.Metered.IsMetered) ChargeThunk();
        SetPending(PushCodeIndex);
        il.LdcI8(scope.Module.Code.SlotOf(0));
        PushCodeIndex();
        il.Op(IlOp.ConvI8);
        il.LdcI4(3);
        il.Op(IlOp.Shl);
        il.Op(IlOp.Add);
        il.Op(IlOp.LdindI8);
        Calli(typeId, type);
        Receive(type);
    }

    // Elements are references of the store, which may lead to other instances: arguments travel as to the host.
    private void ThroughStore(int index, int table, int typeId, FunctionType type)
    {
        var il = scope.Il;
        PassToHost(type);
        il.LdArg(0);
        il.LdArg(1);
        writer.Write(index);
        il.LdcI4(table);
        il.LdcI4(typeId);
        scope.Call(RuntimeMember.CallReference);
        HostCallIl.Result(il, scope.Body.Members, type);
        Receive(type);
    }

    private void PassToHost(FunctionType type)
    {
        for (var i = 0; i < type.Parameters.Length; i++)
        {
            HostCallIl.BeginArgument(scope.Il, scope.Body.Members, i);
            writer.Write(_arguments[i]);
            HostCallIl.EndArgument(scope.Il, scope.Body.Members, type.Parameters[i]);
        }
    }

    private void FindElementOfTable0(int index)
    {
        var il = scope.Il;
        var wide = scope.Locals.Rent(ValueType.I64);
        writer.Write(index);
        il.Op(IlOp.ConvU8);
        il.StLoc(wide);
        il.LdLoc(wide);
        scope.LoadField(RuntimeMember.Table0Length);
        il.Op(IlOp.ConvU8);
        il.Branch(IlOp.Bge, gas.TrapLabel(WasmTrap.UndefinedElement));

        // SAFETY (emitted): the index is below the length; nothing moves the table before the call.
        scope.LoadField(RuntimeMember.Table0);
        il.LdLoc(wide);
        il.LdcI4(4);
        il.Op(IlOp.Shl);
        il.Op(IlOp.Add);
        il.StLoc(Element);
        scope.Locals.Return(wide, ValueType.I64);
    }

    private void FindElement(int index, int table)
    {
        scope.Il.LdArg(0);
        writer.Write(index);
        scope.Il.LdcI4(table);
        scope.Call(RuntimeMember.TableEntryAt);
        scope.Il.StLoc(Element);
        scope.Il.LdLoc(Element);
        scope.Il.Branch(IlOp.Brfalse, gas.TrapLabel(WasmTrap.UndefinedElement));
    }

    private void ChargeThunk()
    {
        gas.BeginCharge();
        scope.Il.LdLoc(Element);
        TypedAccess.AddOffset(scope.Il, 8);
        scope.Il.Op(IlOp.LdindI8);
        gas.EndCharge();
    }

    private void PushCodeIndex()
    {
        scope.Il.LdLoc(Element);
        TypedAccess.AddOffset(scope.Il, 4);
        scope.Il.Op(IlOp.LdindI4);
    }

    // A lazy stub may stand in the callee's place; this tells it for whom.
    private void SetPending(Action push)
    {
        scope.Il.LdArg(0);
        push();
        scope.Il.Token(IlOp.Stfld, scope.Body.Members.Token(RuntimeMember.PendingCode));
    }

    private void PushSlotOf(long slot)
    {
        scope.Il.LdcI8(slot);
        scope.Il.Op(IlOp.LdindI8);
    }

    // Before the call everything that it could change is written; the arguments follow in the call itself.
    private void PopArguments(FunctionType type)
    {
        var count = type.Parameters.Length;
        scope.NoteArguments(count);
        if (_arguments.Length < count) _arguments = new int[count];
        for (var i = count - 1; i >= 0; i--) _arguments[i] = scope.Stack.Pop();
        spiller.SpillReadersOf(NodeReads.Memory | NodeReads.Globals);
    }

    private void PushArguments(FunctionType type)
    {
        scope.Il.LdArg(0);
        scope.Il.LdArg(1);
        for (var i = 0; i < type.Parameters.Length; i++) writer.Write(_arguments[i]);
    }

    // The address is on top. It goes through one local, since RyuJIT would give every computed target a temporary of its own, with a place in
    // the frame for each when it does not optimise.
    private void Calli(int typeId, FunctionType type)
    {
        scope.Module.Code.EnsureStub(typeId);
        if (_target < 0) _target = scope.Locals.Declare(ValueType.I64);
        scope.Il.StLoc(_target);
        PushArguments(type);
        scope.Il.LdLoc(_target);
        scope.Body.Calli(scope.Module, typeId);
    }

    private void Receive(FunctionType type)
    {
        cache.Invalidate();
        var result = type.Results.IsEmpty ? OperandNode.None : spiller.StoreTemporary(type.Results[0]);
        gas.AfterCall();
        if (result == OperandNode.None) return;
        spiller.Push(result);
        for (var i = 1; i < type.Results.Length; i++)
        {
            TypedAccess.ExtraResultAddress(scope.Il, scope.Body.Members, i);
            scope.Il.Op(TypedAccess.Load(type.Results[i]));
            spiller.Push(spiller.StoreTemporary(type.Results[i]));
        }
    }
}
