using System.Collections.Immutable;
using Fvm.Wasm.Decoding;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Validation;

/// <summary>
/// Validates function bodies (WebAssembly 2.0, 3.3 and 3.4.1, by the appendix's algorithm). Reusable for the functions of one module;
/// linear in the code's size.
/// </summary>
internal sealed class FunctionValidator
{
    private readonly ModuleScope _scope;
    private readonly WasmModule _module;
    private readonly TypeStack _stack = new();
    private readonly LocalTypes _locals = new();
    private readonly ImmediateValidator _immediates;
    private ImmutableArray<ValueType> _results = [];

    /// <summary>For the functions of one module, whose declarations are valid.</summary>
    public FunctionValidator(ModuleScope scope)
    {
        _scope = scope;
        _module = scope.Module;
        _immediates = new ImmediateValidator(_module, _stack);
    }

    /// <summary>Validates a body.</summary>
    /// <returns>The greatest operand height in its reachable code.</returns>
    public int Validate(FunctionType type, in FunctionBody body)
    {
        CheckLocals(type, body);
        _locals.Begin(type.Parameters, body);
        _results = type.Results;
        _stack.Begin(_results);
        var instruction = new InstructionReader(body.Code.Span, body.Offset);
        while (instruction.Read())
        {
            _stack.Offset = instruction.Offset;
            if (_stack.Depth == 0) _stack.Throw("operators after the end of the function");
            ref readonly var info = ref OpcodeTable.Of(instruction.Opcode);
            if (info.Immediate != ImmediateKind.None) _immediates.Check(info.Immediate, in instruction);
            if (info.HasSignature) Apply(in info);
            else ValidateSpecial(ref instruction);
        }

        if (_stack.Depth != 0) _stack.Throw("END opcode expected");
        return _stack.MaxHeight;
    }

    private void CheckLocals(FunctionType type, in FunctionBody body)
    {
        if (type.Parameters.Length + body.LocalCount > DecodingLimits.Locals)
            throw new WasmValidationException($"too many locals: the limit is {DecodingLimits.Locals}, parameters included", body.Offset);
        foreach (var group in body.LocalGroups) _scope.CheckType(group.Type, body.Offset);
    }

    private void Apply(in OpcodeInfo info)
    {
        for (var i = info.Operands.Length - 1; i >= 0; i--) _stack.Pop(info.Operands[i]);
        if (info.Results.Length != 0) _stack.Push(info.Results[0]);
    }

    private void ValidateSpecial(ref InstructionReader instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.LocalGet: _stack.Push(Local(instruction.Index)); break;
            case Opcode.LocalSet: _stack.Pop(Local(instruction.Index)); break;
            case Opcode.LocalTee:
                _stack.Pop(Local(instruction.Index));
                _stack.Push(Local(instruction.Index));
                break;
            case Opcode.GlobalGet: _stack.Push(Global(instruction.Index).Type); break;
            case Opcode.GlobalSet: ValidateGlobalSet(instruction.Index); break;
            case Opcode.Drop: _stack.Pop(); break;
            case Opcode.Select: ValidateSelect(); break;
            case Opcode.SelectTyped: ValidateSelectTyped(in instruction); break;
            case >= Opcode.TableGet and <= Opcode.TableSet or >= Opcode.RefNull: ValidateReference(in instruction); break;
            default: ValidateControl(ref instruction); break;
        }
    }

    private void ValidateControl(ref InstructionReader instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Block or Opcode.Loop or Opcode.If: BeginBlock(in instruction); break;
            case Opcode.Else: BeginElse(); break;
            case Opcode.End: EndBlock(); break;
            case Opcode.Unreachable: _stack.MarkUnreachable(); break;
            case Opcode.Br:
                _stack.Check(_stack.LabelTypes(instruction.Index));
                _stack.MarkUnreachable();
                break;
            case Opcode.BrIf:
                _stack.Pop(ValueType.I32);
                Call(_stack.LabelTypes(instruction.Index), _stack.LabelTypes(instruction.Index));
                break;
            case Opcode.BrTable: ValidateBranchTable(in instruction); break;
            case Opcode.Return:
                _stack.Check(_results);
                _stack.MarkUnreachable();
                break;
            case Opcode.Call:
                Check(instruction.Index, _module.Functions.Length, "function");
                var callee = _module.TypeOf((int)instruction.Index);
                Call(callee.Parameters, callee.Results);
                break;
            case Opcode.CallIndirect: ValidateCallIndirect(in instruction); break;
        }
    }

    private void BeginBlock(in InstructionReader instruction)
    {
        if (instruction.Opcode == Opcode.If) _stack.Pop(ValueType.I32);
        var type = instruction.BlockType;
        switch (type.Kind)
        {
            case BlockTypeKind.Empty:
                _stack.PushFrame(instruction.Opcode, [], []);
                break;
            case BlockTypeKind.Value:
                _scope.CheckType(type.Value, instruction.Offset);
                _stack.PushFrame(instruction.Opcode, [], SingleTypes.Of(type.Value));
                break;
            default:
                if (_scope.Profile == WasmProfile.Filecoin)
                    _stack.Throw("multi-value is not supported in the profile Filecoin: a block with a function type");
                Check((uint)type.TypeIndex, _module.Types.Length, "type");
                var signature = _module.Types[type.TypeIndex];
                _stack.Pop(signature.Parameters);
                _stack.PushFrame(instruction.Opcode, signature.Parameters, signature.Results);
                break;
        }
    }

    private void BeginElse()
    {
        var then = _stack.PopFrame();
        if (then.Opcode != Opcode.If) _stack.Throw("else without if");
        _stack.PushElse(in then);
    }

    private void EndBlock()
    {
        var block = _stack.PopFrame();

        // An if without else yields its parameters when it is skipped.
        if (block.Opcode == Opcode.If && !block.Parameters.AsSpan().SequenceEqual(block.Results.AsSpan()))
            _stack.Throw("type mismatch: if without else must yield its parameters");
        if (_stack.Depth > 0) _stack.Push(block.Results);
    }

    private void ValidateBranchTable(in InstructionReader instruction)
    {
        _stack.Pop(ValueType.I32);
        var standard = _stack.LabelTypes(instruction.Index);
        var last = standard;
        foreach (var label in instruction.BranchTargets)
        {
            // Neighbouring labels mostly have one type; comparing it once keeps huge tables of wide types linear.
            var types = _stack.LabelTypes(label);
            if (types == last) continue;
            if (types.Length != standard.Length) _stack.Throw("type mismatch: labels of br_table take different numbers of operands");
            _stack.Check(types);
            last = types;
        }

        _stack.Check(standard);
        _stack.MarkUnreachable();
    }

    private void ValidateCallIndirect(in InstructionReader instruction)
    {
        Check(instruction.Index2, _module.Tables.Length, "table");
        if (_module.Tables[(int)instruction.Index2].Element != ValueType.FuncRef) _stack.Throw("type mismatch: call_indirect needs a table of funcref");
        Check(instruction.Index, _module.Types.Length, "type");
        var type = _module.Types[(int)instruction.Index];
        _stack.Pop(ValueType.I32);
        Call(type.Parameters, type.Results);
    }

    private void ValidateGlobalSet(uint index)
    {
        var global = Global(index);
        if (!global.IsMutable) _stack.Throw("global is immutable");
        _stack.Pop(global.Type);
    }

    private void ValidateSelect()
    {
        _stack.Pop(ValueType.I32);
        var second = _stack.Pop();
        var first = _stack.Pop();
        if (IsReference(first) || IsReference(second)) _stack.Throw("type mismatch: select without a type chooses between numbers");
        if (first != second && first != TypeStack.Unknown && second != TypeStack.Unknown) _stack.Throw("type mismatch: select");
        _stack.Push(first == TypeStack.Unknown ? second : first);
    }

    private void ValidateSelectTyped(in InstructionReader instruction)
    {
        if (instruction.Index != 1) _stack.Throw("invalid result arity: select has one result");
        _scope.CheckType(instruction.ValueType, instruction.Offset);
        _stack.Pop(ValueType.I32);
        _stack.Pop(instruction.ValueType);
        _stack.Pop(instruction.ValueType);
        _stack.Push(instruction.ValueType);
    }

    private void ValidateReference(in InstructionReader instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.RefNull:
                _scope.CheckType(instruction.ValueType, instruction.Offset);
                _stack.Push(instruction.ValueType);
                break;
            case Opcode.RefIsNull:
                var operand = _stack.Pop();
                if (operand != TypeStack.Unknown && !IsReference(operand)) _stack.Throw("type mismatch: ref.is_null needs a reference");
                _stack.Push(ValueType.I32);
                break;
            case Opcode.RefFunc:
                Check(instruction.Index, _module.Functions.Length, "function");
                if (!_scope.IsDeclared((int)instruction.Index)) _stack.Throw("undeclared function reference");
                _stack.Push(ValueType.FuncRef);
                break;
            default: ValidateTable(instruction.Opcode, _module.Tables[(int)instruction.Index].Element); break;
        }
    }

    private void ValidateTable(Opcode opcode, ValueType element)
    {
        if (opcode is Opcode.TableGrow or Opcode.TableFill or Opcode.TableGet) _stack.Pop(ValueType.I32);
        if (opcode != Opcode.TableGet) _stack.Pop(element);
        if (opcode is Opcode.TableFill or Opcode.TableSet) _stack.Pop(ValueType.I32);
        if (opcode == Opcode.TableGet) _stack.Push(element);
        if (opcode == Opcode.TableGrow) _stack.Push(ValueType.I32);
    }

    private void Call(ImmutableArray<ValueType> parameters, ImmutableArray<ValueType> results)
    {
        _stack.Pop(parameters);
        _stack.Push(results);
    }

    private ValueType Local(uint index)
    {
        Check(index, _locals.Count, "local");
        return _locals[(int)index];
    }

    private GlobalType Global(uint index)
    {
        Check(index, _module.Globals.Length, "global");
        return _module.Globals[(int)index];
    }

    private void Check(uint index, int count, string what)
    {
        if (index >= (uint)count) _stack.Throw($"unknown {what} {index}");
    }

    private static bool IsReference(ValueType type) => type is ValueType.FuncRef or ValueType.ExternRef;
}
