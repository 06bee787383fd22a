using System.Reflection.Emit;
using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>
/// Emits one defined function as a dynamic method: reads its instructions once, skips what is unreachable, and hands each to the emitter of
/// its theme. Charges fall due where the metering put them (<see cref="MeteredModule"/>).
/// </summary>
internal sealed class FunctionEmitter
{
    private readonly FunctionScope _scope;
    private readonly MeteredFunction _metered;
    private readonly GasEmitter _gas;
    private readonly MemoryCache _cache;
    private readonly MemoryEmitter _memory;
    private readonly NumericEmitter _numeric;
    private readonly VariableEmitter _variables;
    private readonly ControlEmitter _control;
    private readonly CallEmitter _calls;
    private readonly BulkEmitter _bulk;
    private bool _reachable = true;
    private int _nextCharge;
    private int _nextLinear;

    /// <summary>Prepares a function, or its rest from the head of a loop on (<see cref="LoopEntry"/>).</summary>
    public FunctionEmitter(CompiledModule module, int function, int entryLoop = LoopEntry.None)
    {
        _scope = new FunctionScope(module, function, entryLoop);
        _metered = module.Metered.Functions[function - module.Metered.Module.ImportedFunctionCount];
        _gas = new GasEmitter(_scope);
        _cache = new MemoryCache(_scope);
        var writer = new TreeWriter(_scope, _cache);
        var spiller = new OperandSpiller(_scope, writer);
        _memory = new MemoryEmitter(_scope, writer, spiller, _cache, _gas);
        _numeric = new NumericEmitter(_scope, writer, spiller, _gas);
        _variables = new VariableEmitter(_scope, writer, spiller, _memory);
        _control = new ControlEmitter(_scope, writer, spiller, _cache, _memory, _gas);
        _calls = new CallEmitter(_scope, writer, spiller, _cache, _gas);
        _bulk = new BulkEmitter(_scope, writer, spiller, _cache, _gas);
    }

    /// <summary>Emits the function.</summary>
    /// <param name="statistics">Its sizes.</param>
    public DynamicMethod Emit(out IlStatistics statistics)
    {
        var body = _scope.Module.Metered.Module.Bodies[_scope.Function - _scope.Module.Metered.Module.ImportedFunctionCount];
        var code = body.Code.Span;
        Survey(code, out var usesMemory, out var calls);
        _gas.Enter(_scope.Module.Metered.IsMetered && (calls || !_metered.Charges.IsEmpty || !_metered.LinearCharges.IsEmpty), calls);
        _cache.Begin(usesMemory);
        _memory.Begin(usesMemory);
        if (_scope.EntersLoop) LoopEntry.LoadLocals(_scope, code);
        _control.BeginAtLoop();
        _control.Begin();
        var reader = new InstructionReader(code);

        // A frame above the limit can never be entered: what it would do needs no code, and may be as tall as the decoder admits.
        var enters = Runtime.StackMeter.CanEverEnter(_scope.Module.Metered.StackLimit, _metered.StackCost);
        if (!enters) _scope.Il.Branch(IlOp.Br, _gas.TrapLabel(WasmTrap.StackOverflow));
        while (enters && !_control.IsFinished && Next(ref reader))
        {
            if (_scope.Module.Metered.IsMetered) ChargeBefore(reader.Position);
            Dispatch(ref reader);
        }

        _gas.WriteTraps(_calls.Element);
        statistics = _scope.Il.Statistics;
        return _scope.Body.Finish(16 + (2 * OperandStack.LargestTree) + _scope.MaxArguments);
    }

    private static void Survey(ReadOnlySpan<byte> code, out bool usesMemory, out bool calls)
    {
        usesMemory = calls = false;
        var reader = new InstructionReader(code);
        while (reader.Read())
        {
            usesMemory |= reader.Opcode is >= Opcode.I32Load and <= Opcode.I64Store32;
            calls |= reader.Opcode is Opcode.Call or Opcode.CallIndirect;
        }
    }

    // Behind a branch nothing runs until the frame's else or end; blocks opened there are skipped with it.
    private bool Next(ref InstructionReader reader)
    {
        if (_reachable) return reader.Read();
        var depth = 0;
        while (reader.Read())
        {
            if (reader.Opcode is Opcode.Block or Opcode.Loop or Opcode.If) depth++;
            else if (depth == 0 && reader.Opcode is Opcode.Else or Opcode.End) return true;
            else if (reader.Opcode == Opcode.End) depth--;
        }

        return false;
    }

    private void ChargeBefore(int position)
    {
        var charges = _metered.Charges;
        while (_nextCharge < charges.Length && charges[_nextCharge].Position < position) _nextCharge++;
        if (_nextCharge < charges.Length && charges[_nextCharge].Position == position) _gas.Charge(charges[_nextCharge++].Cost);
        var linear = _metered.LinearCharges;
        while (_nextLinear < linear.Length && linear[_nextLinear].Position < position) _nextLinear++;
        if (_nextLinear < linear.Length && linear[_nextLinear].Position == position) _bulk.Charge(linear[_nextLinear++]);
    }

    private void Leave()
    {
        _control.Abandon();
        _reachable = false;
    }

    // The engine's one switch over opcodes.
    private void Dispatch(ref InstructionReader reader)
    {
        var opcode = reader.Opcode;
        switch (opcode)
        {
            case Opcode.Unreachable:
                _scope.Il.Branch(IlOp.Br, _gas.TrapLabel(WasmTrap.Unreachable));
                Leave();
                break;
            case Opcode.Nop: break;
            case Opcode.Block or Opcode.Loop or Opcode.If: _control.Open(opcode, reader.BlockType); break;
            case Opcode.Else:
                _control.Else(_reachable);
                _reachable = true;
                break;
            case Opcode.End: _reachable = _control.End(_reachable); break;
            case Opcode.Br:
                _control.Br(reader.Index);
                Leave();
                break;
            case Opcode.BrIf: _control.BrIf(reader.Index); break;
            case Opcode.BrTable:
                _control.BrTable(reader.BranchTargets, reader.Index);
                Leave();
                break;
            case Opcode.Return:
                _control.Return();
                Leave();
                break;
            case Opcode.Call:
                _gas.Store();
                _calls.Direct((int)reader.Index);
                break;
            case Opcode.CallIndirect: _calls.Indirect((int)reader.Index, (int)reader.Index2); break;
            case Opcode.Drop: _variables.Drop(); break;
            case Opcode.Select or Opcode.SelectTyped: _variables.Select(); break;
            case Opcode.LocalGet: _variables.GetLocal((int)reader.Index); break;
            case Opcode.LocalSet: _variables.SetLocal((int)reader.Index); break;
            case Opcode.LocalTee: _variables.TeeLocal((int)reader.Index); break;
            case Opcode.GlobalGet: _variables.GetGlobal((int)reader.Index); break;
            case Opcode.GlobalSet: _variables.SetGlobal((int)reader.Index); break;
            case >= Opcode.I32Load and <= Opcode.I64Load32U: _memory.Load(opcode, reader.MemoryOffset); break;
            case >= Opcode.I32Store and <= Opcode.I64Store32: _memory.Store(opcode, reader.MemoryOffset); break;
            case Opcode.I32Const: _variables.Constant(ValueType.I32, reader.Bits); break;
            case Opcode.I64Const: _variables.Constant(ValueType.I64, reader.Bits); break;
            case Opcode.F32Const: _variables.ConstantSingle((uint)reader.Bits); break;
            case Opcode.F64Const: _variables.Constant(ValueType.F64, reader.Bits); break;
            case Opcode.RefNull: _variables.Constant(reader.ValueType, 0); break;
            case Opcode.RefIsNull: _numeric.IsNull(); break;
            case Opcode.RefFunc: _bulk.FunctionReference(reader.Index); break;
            case Opcode.MemorySize: _bulk.MemorySize(); break;
            case Opcode.MemoryGrow: _bulk.MemoryGrow(); break;
            case Opcode.MemoryCopy or Opcode.MemoryFill or Opcode.MemoryInit: _bulk.BulkMemory(opcode, reader.Index); break;
            case Opcode.DataDrop or Opcode.ElemDrop: _bulk.Drop(opcode, reader.Index); break;
            case Opcode.TableGet or Opcode.TableSet or (>= Opcode.TableInit and <= Opcode.TableFill and not Opcode.ElemDrop):
                _bulk.Table(opcode, reader.Index, reader.Index2);
                break;
            default: _numeric.Operate(opcode); break;
        }
    }
}
