using Fvm.Wasm.Compilation;
using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;
using Fvm.Wasm.Runtime;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.FirstTier;

/// <summary>
/// Turns a body into register code, in one pass and in time linear in its size. Charges fall due where the metering put them, as in
/// <see cref="FunctionEmitter"/>.
/// </summary>
internal sealed unsafe class RegisterTranslator
{
    private const int MostRegisters = ushort.MaxValue;
    private const int MostOffset = ushort.MaxValue;
    private readonly CompiledModule _module;
    private readonly RegisterWriter _writer = new();
    private readonly RegisterOperands _operands;
    private readonly RegisterArithmetic _arithmetic;
    private readonly RegisterControl _control;
    private MeteredFunction _metered;
    private int _nextCharge;
    private int _nextLinear;
    private bool _reachable;

    /// <summary>Prepares for a module's functions, one at a time.</summary>
    public RegisterTranslator(CompiledModule module)
    {
        _module = module;
        _operands = new RegisterOperands(_writer);
        _arithmetic = new RegisterArithmetic(_writer, _operands);
        _control = new RegisterControl(module, _writer, _operands, _arithmetic);
    }

    private ModuleFacts Facts => _module.Facts;

    private WasmModule Module => _module.Metered.Module;

    /// <summary>Fills the record of a function and publishes its register code.</summary>
    /// <param name="index">The function, a defined one.</param>
    /// <param name="function">Its record.</param>
    /// <param name="policy">What its heat is.</param>
    /// <returns>False if it needs more registers than instructions can name.</returns>
    public bool TryTranslate(int index, FunctionState* function, TierPolicy policy)
    {
        _metered = _module.Metered.Functions[index - Module.ImportedFunctionCount];
        var body = Module.Bodies[index - Module.ImportedFunctionCount];
        var type = _module.TypeOf(index);
        var locals = type.Parameters.Length + body.LocalCount;
        var registers = (long)locals + Math.Max(_metered.MaxOperandHeight, type.Results.Length);

        // A frame above the limit can never be entered; its body may be as tall as the decoder admits.
        var enters = StackMeter.CanEverEnter(_module.Metered.StackLimit, _metered.StackCost);
        if (enters && registers > MostRegisters) return false;
        Translate(body.Code.Span, type, locals, enters);
        function->StackCost = Facts.FunctionCosts[index];
        function->EntryWeight = 8 + (_writer.Count / 4);
        function->Heat = policy.HeatOf(body.Code.Length);
        function->Registers = enters ? (int)registers : 0;
        function->Parameters = type.Parameters.Length;
        function->Locals = enters ? body.LocalCount : 0;
        var code = _writer.ToNative();
        _module.Code.Own(code);
        Volatile.Write(ref *(nint*)&function->Code, (nint)code);
        return true;
    }

    private void Translate(ReadOnlySpan<byte> code, FunctionType type, int locals, bool enters)
    {
        _writer.Clear();
        _operands.Begin(locals);
        _nextCharge = _nextLinear = 0;
        _reachable = true;
        _control.Begin(type);
        if (!enters)
        {
            _writer.Plain(RegisterOp.Unreachable);
            return;
        }

        var reader = new InstructionReader(code);
        while (!_control.IsFinished && Next(ref reader))
        {
            if (_module.Metered.IsMetered) ChargeBefore(reader.Position);
            Dispatch(ref reader);
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
        if (_nextCharge < charges.Length && charges[_nextCharge].Position == position) _control.Charge(charges[_nextCharge++].Cost);
        var linear = _metered.LinearCharges;
        while (_nextLinear < linear.Length && linear[_nextLinear].Position < position) _nextLinear++;
        if (_nextLinear >= linear.Length || linear[_nextLinear].Position != position) return;
        var unit = linear[_nextLinear++].UnitCost;
        _writer.Wide(RegisterOp.ChargeLinear, _operands.RegisterOf(_operands.Height - 1), (int)unit);
    }

    private void Leave()
    {
        _control.Abandon();
        _reachable = false;
    }

    private void Dispatch(ref InstructionReader reader)
    {
        var opcode = reader.Opcode;
        switch (opcode)
        {
            case Opcode.Unreachable:
                _writer.Plain(RegisterOp.Unreachable);
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
            case Opcode.Call: Call((int)reader.Index); break;
            case Opcode.CallIndirect: CallIndirect((int)reader.Index, (int)reader.Index2); break;
            case Opcode.Drop: _operands.Pop(); break;
            case Opcode.Select or Opcode.SelectTyped: Select(); break;
            case Opcode.LocalGet: _operands.PushLocal((int)reader.Index); break;
            case Opcode.LocalSet: SetLocal((int)reader.Index); break;
            case Opcode.LocalTee:
                SetLocal((int)reader.Index);
                _operands.PushLocal((int)reader.Index);
                break;
            case Opcode.GlobalGet: GetGlobal((int)reader.Index); break;
            case Opcode.GlobalSet: SetGlobal((int)reader.Index); break;
            case >= Opcode.I32Load and <= Opcode.I64Load32U: Load(opcode, reader.MemoryOffset); break;
            case >= Opcode.I32Store and <= Opcode.I64Store32: Store(opcode, reader.MemoryOffset); break;
            case >= Opcode.I32Const and <= Opcode.F64Const: _operands.PushConstant(reader.Bits); break;
            case Opcode.RefNull: _operands.PushConstant(0); break;
            case Opcode.RefFunc or Opcode.MemorySize or Opcode.TableSize: Rare(opcode, 0, 1, (int)reader.Index); break;
            case Opcode.MemoryGrow: Rare(opcode, 1, 1, 0); break;
            case Opcode.MemoryCopy or Opcode.MemoryFill or Opcode.MemoryInit: Rare(opcode, 3, 0, (int)reader.Index); break;
            case Opcode.DataDrop or Opcode.ElemDrop: Rare(opcode, 0, 0, (int)reader.Index); break;
            case Opcode.TableGet: Rare(opcode, 1, 1, (int)reader.Index); break;
            case Opcode.TableSet: Rare(opcode, 2, 0, (int)reader.Index); break;
            case Opcode.TableGrow: Rare(opcode, 2, 1, (int)reader.Index); break;
            case Opcode.TableFill: Rare(opcode, 3, 0, (int)reader.Index); break;
            case Opcode.TableInit or Opcode.TableCopy: Rare(opcode, 3, 0, RareInstructions.Pack(reader.Index, reader.Index2)); break;
            default: _arithmetic.Operate(opcode); break;
        }
    }

    private void Call(int function)
    {
        var type = _module.TypeOf(function);
        var first = _operands.PutTopInOwn(type.Parameters.Length);
        _writer.Wide(function < Module.ImportedFunctionCount ? RegisterOp.CallHost : RegisterOp.Call, first, function);
        Replace(type.Parameters.Length, type.Results.Length);
    }

    private void CallIndirect(int typeIndex, int table)
    {
        var typeId = Facts.TypeIds[typeIndex];
        var type = Module.Types[typeId];
        var index = _operands.PopRegister();
        var first = _operands.PutTopInOwn(type.Parameters.Length);
        _writer.Plain(Facts.LinksReferences ? RegisterOp.CallReference : RegisterOp.CallIndirect, first, index, table);
        _writer.Word((uint)typeId);
        Replace(type.Parameters.Length, type.Results.Length);
    }

    private void Select()
    {
        var condition = _operands.RegisterOf(_operands.Height - 1);
        var otherwise = _operands.RegisterOf(_operands.Height - 2);
        var chosen = _operands.RegisterOf(_operands.Height - 3);
        _writer.Plain(RegisterOp.Select, _operands.Own(_operands.Height - 3), chosen, otherwise);
        _writer.Word((uint)condition);
        Replace(3, 1);
    }

    private void SetLocal(int local)
    {
        var value = _operands.Height - 1;
        var isSame = _operands[value] is { Kind: OperandKind.Local } source && source.Local == local;
        if (isSame)
        {
            _operands.Pop();
            return;
        }

        _operands.KeepValueOf(local);
        _operands.MoveTo(local, value);
        _operands.Pop();
    }

    private void GetGlobal(int index)
    {
        var wide = Module.Globals[index].Type is not (ValueType.I32 or ValueType.F32);
        var own = _operands.Own(_operands.Height);
        if (Facts.LinksGlobals) _writer.ValueWide(wide ? RegisterOp.LinkedGet64 : RegisterOp.LinkedGet32, own, index);
        else if (index < GlobalCells.Count) _writer.Value(wide ? RegisterOp.NearGet64 : RegisterOp.NearGet32, own, index);
        else _writer.ValueWide(wide ? RegisterOp.FarGet64 : RegisterOp.FarGet32, own, index - GlobalCells.Count);
        _operands.PushOwn();
    }

    private void SetGlobal(int index)
    {
        var value = _operands.PopRegister();
        if (Facts.LinksGlobals) _writer.Wide(RegisterOp.LinkedSet, value, index);
        else if (index < GlobalCells.Count) _writer.Plain(RegisterOp.NearSet, value, index);
        else _writer.Wide(RegisterOp.FarSet, value, index - GlobalCells.Count);
    }

    private void Load(Opcode opcode, uint offset)
    {
        var height = _operands.Height - 1;
        var address = Address(height, ref offset, MemoryAccess.Width(opcode));
        _writer.Value(RegisterOp.I32Load.Plus(opcode - Opcode.I32Load), _operands.Own(height), address, (int)offset);
        Replace(1, 1);
    }

    private void Store(Opcode opcode, uint offset)
    {
        var value = _operands.RegisterOf(_operands.Height - 1);
        var address = Address(_operands.Height - 2, ref offset, MemoryAccess.Width(opcode));
        _writer.Plain(RegisterOp.I32Store.Plus(opcode - Opcode.I32Store), value, address, (int)offset);
        Replace(2, 0);
    }

    // The register with the address; an offset too far for an access of its own is added and proved before.
    private int Address(int height, ref uint offset, uint width)
    {
        var register = _operands.RegisterOf(height);
        if (offset <= MostOffset) return register;
        _writer.Plain(RegisterOp.Address, _operands.Own(height), register, (int)width);
        _writer.Word(offset);
        offset = 0;
        return _operands.Own(height);
    }

    // Operands stand in a row from register A on; a result takes the first one's place.
    private void Rare(Opcode opcode, int operands, int results, int wide)
    {
        var first = _operands.PutTopInOwn(operands);
        _writer.Wide(RegisterOp.Rare.Plus((int)opcode), first, wide);
        Replace(operands, results);
    }

    private void Replace(int operands, int results)
    {
        for (var i = 0; i < operands; i++) _operands.Pop();
        for (var i = 0; i < results; i++) _operands.PushOwn();
    }
}
