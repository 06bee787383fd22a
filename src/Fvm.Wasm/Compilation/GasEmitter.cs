using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>
/// Gas, stack counters and leaving early. The counter lives in an IL local; it is stored to the instance only where control leaves the body:
/// before calls, at returns and traps (storing it at each charge as well cost 5 to 20 % on the kernels). Whoever unwinds has made the
/// instance's counter negative (<see cref="WasmInstance.Raise"/>): one test after each call covers traps, gas and the host's abort, and costs
/// no exception.
/// </summary>
internal sealed class GasEmitter(FunctionScope scope)
{
    private const int TrapKinds = (int)WasmTrap.OutOfGas;
    private readonly int[] _trapLabels = Enumerable.Repeat(-1, TrapKinds).ToArray();
    private int _unwind = -1;
    private int _outOfGas = -1;
    private int _gas = -1;
    private bool _isStored = true;

    /// <summary>The prologue: the counters of the stack, and the gas counter into its local.</summary>
    /// <param name="charges">Whether the body charges gas.</param>
    /// <param name="calls">Whether it calls anything.</param>
    public void Enter(bool charges, bool calls)
    {
        if (!scope.EntersLoop) EnterFrame(calls);
        if (!charges) return;
        _gas = scope.Locals.Declare(ValueType.I64);
        scope.LoadField(RuntimeMember.GasCounter);
        scope.Il.StLoc(_gas);
    }

    /// <summary>A static charge.</summary>
    public void Charge(long cost)
    {
        scope.Il.LdLoc(_gas);
        scope.Il.LdcI8(cost);
        scope.Il.Op(IlOp.Sub);
        scope.Il.StLoc(_gas);
        _isStored = false;
        scope.Il.LdLoc(_gas);
        if (_outOfGas < 0) _outOfGas = scope.Il.NewLabel();
        BranchIfNegative(_outOfGas);
    }

    /// <summary>Control joins here: the counter may not be stored.</summary>
    public void Join() => _isStored = false;

    /// <summary>Stores the counter, where that has not just been done: whoever reads it next is not this body.</summary>
    public void Store()
    {
        if (_isStored) return;
        _isStored = true;
        StoreAlways();
    }

    /// <summary>A charge of a call's own, right before it: pushes the counter; the cost follows, then <see cref="EndCharge"/>.</summary>
    public void BeginCharge() => scope.Il.LdLoc(_gas);

    /// <summary>Subtracts the cost (int64) on top, stores the counter, and leaves if it is negative.</summary>
    public void EndCharge()
    {
        var il = scope.Il;
        _isStored = true;
        il.Op(IlOp.Sub);
        il.StLoc(_gas);
        StoreAlways();
        il.LdLoc(_gas);
        LeaveIfNegative();
    }

    /// <summary>After a call of anything that can raise or charge: leaves if the counter is negative, else knows it again.</summary>
    public void AfterCall()
    {
        _isStored = true;
        scope.LoadField(RuntimeMember.GasCounter);
        if (_gas >= 0)
        {
            scope.Il.StLoc(_gas);
            scope.Il.LdLoc(_gas);
        }

        LeaveIfNegative();
    }

    /// <summary>The label to branch to, with an empty IL stack, for a trap.</summary>
    public int TrapLabel(WasmTrap trap)
    {
        ref var label = ref _trapLabels[(int)trap];
        if (label < 0) label = scope.Il.NewLabel();
        return label;
    }

    /// <summary>Writes the cold end of the body.</summary>
    /// <param name="element">The IL local with the table element of call_indirect, or -1.</param>
    public void WriteTraps(int element)
    {
        var il = scope.Il;
        for (var trap = WasmTrap.None; (int)trap < TrapKinds; trap++)
        {
            if (_trapLabels[(int)trap] < 0) continue;
            il.Mark(_trapLabels[(int)trap]);
            if (trap != WasmTrap.StackOverflow) StoreAlways();
            il.LdArg(0);
            if (trap == WasmTrap.IndirectCallTypeMismatch) MismatchOrNull(element);
            else il.LdcI4((int)trap);
            scope.Call(RuntimeMember.Raise);
            il.Branch(IlOp.Br, UnwindLabel());
        }

        if (_outOfGas >= 0)
        {
            il.Mark(_outOfGas);
            StoreAlways();
            UnwindLabel();
        }

        if (_unwind < 0) return;
        il.Mark(_unwind);
        if (!scope.EntersLoop && !scope.Type.Results.IsEmpty) PushZero(scope.Type.Results[0]);
        il.Op(IlOp.Ret);
    }

    private void EnterFrame(bool calls)
    {
        var il = scope.Il;
        il.LdArg(1);
        il.LdcI8(scope.Facts.FunctionCosts[scope.Function]);
        il.Op(IlOp.Add);
        if (calls)
        {
            il.StArg(1);
            il.LdArg(1);
        }

        il.LdcI8(Runtime.StackMeter.OverflowMask);
        il.Op(IlOp.And);
        il.Branch(IlOp.Brtrue, TrapLabel(WasmTrap.StackOverflow));
    }

    // The element's type differs from the wanted one; for null it is TableEntry.Null. Branch-free: null and mismatch are neighbours.
    private void MismatchOrNull(int element)
    {
        var il = scope.Il;
        il.LdcI4((int)WasmTrap.IndirectCallTypeMismatch);
        il.LdLoc(element);
        il.Op(IlOp.LdindI4);
        il.LdcI4(Runtime.TableEntry.Null);
        il.Op(IlOp.Ceq);
        il.Op(IlOp.Sub);
    }

    private void LeaveIfNegative() => BranchIfNegative(UnwindLabel());

    private void BranchIfNegative(int label)
    {
        scope.Il.LdcI4(0);
        scope.Il.Op(IlOp.ConvI8);
        scope.Il.Branch(IlOp.Blt, label);
    }

    private void StoreAlways()
    {
        if (_gas < 0) return;
        scope.Il.LdArg(0);
        scope.Il.LdLoc(_gas);
        scope.Il.Token(IlOp.Stfld, scope.Body.Members.Token(RuntimeMember.GasCounter));
    }

    private int UnwindLabel()
    {
        if (_unwind < 0) _unwind = scope.Il.NewLabel();
        return _unwind;
    }

    private void PushZero(ValueType type)
    {
        switch (type)
        {
            case ValueType.I32: scope.Il.LdcI4(0); break;
            case ValueType.F32: scope.Il.LdcR4(0); break;
            case ValueType.F64: scope.Il.LdcR8(0); break;
            default: scope.Il.LdcI8(0); break;
        }
    }
}
