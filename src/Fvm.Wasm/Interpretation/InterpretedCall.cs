using Fvm.Wasm.Model;

namespace Fvm.Wasm.Interpretation;

/// <summary>One call of a defined function.</summary>
/// <param name="machine">The instance.</param>
/// <param name="body">The code.</param>
/// <param name="locals">Parameters and locals.</param>
/// <param name="results">How many results it has.</param>
internal sealed class InterpretedCall(ReferenceInterpreter machine, InterpretedInstruction[] body, ulong[] locals, int results)
{
    private readonly List<ulong> _stack = [];
    private readonly List<Label> _labels = [];
    private int _next;

    /// <summary>Where a branch goes, how many operands lie below the block, and how many a branch takes along.</summary>
    private readonly record struct Label(int Target, int Height, int Arity, bool IsLoop);

    /// <summary>Runs it to its end.</summary>
    public ulong[] Run()
    {
        _labels.Add(new Label(body.Length, 0, results, false));
        while (_next < body.Length)
        {
            if (--machine.StepsLeft < 0) throw new StepLimitException();
            var at = _next++;
            var instruction = body[at];
            if (instruction.Charge != 0) machine.Charge(instruction.Charge);
            if (instruction.UnitCost != 0) machine.Charge((long)(uint)_stack[^1] * instruction.UnitCost);
            Step(instruction, at);
        }

        return Pop(results);
    }

    // The interpreter's one switch over opcodes; what reads or writes tables and memory follows below.
    private void Step(InterpretedInstruction instruction, int at)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Unreachable: throw new GuestTrapException(WasmTrap.Unreachable);
            case Opcode.Nop: break;
            case Opcode.Block or Opcode.Loop: Open(instruction, at); break;
            case Opcode.If:
                var holds = (uint)Pop() != 0;
                Open(instruction, at);
                if (holds) break;
                if (instruction.Else != 0) _next = instruction.Else + 1;
                else Branch(0);
                break;
            case Opcode.Else: Branch(0); break;
            case Opcode.End: _labels.RemoveAt(_labels.Count - 1); break;
            case Opcode.Br: Branch(instruction.Index); break;
            case Opcode.BrIf:
                if ((uint)Pop() != 0) Branch(instruction.Index);
                break;
            case Opcode.BrTable:
                var index = (uint)Pop();
                Branch(index < instruction.Labels.Length ? instruction.Labels[index] : instruction.Index);
                break;
            case Opcode.Return: Branch(_labels.Count - 1); break;
            case Opcode.Call:
                var arguments = Pop(machine.Module.TypeOf(instruction.Index).Parameters.Length);
                _stack.AddRange(machine.Call(instruction.Index, arguments, countsHeight: true));
                break;
            case Opcode.CallIndirect:
                var element = machine.Tables[instruction.Index2].Find((uint)Pop()) ?? 0;
                _stack.AddRange(machine.CallReference(element, machine.Module.Types[instruction.Index], Pop));
                break;
            case Opcode.Drop: Pop(); break;
            case Opcode.Select or Opcode.SelectTyped:
                var condition = (uint)Pop();
                var otherwise = Pop();
                if (condition == 0) _stack[^1] = otherwise;
                break;
            case Opcode.LocalGet: Push(locals[instruction.Index]); break;
            case Opcode.LocalSet: locals[instruction.Index] = Pop(); break;
            case Opcode.LocalTee: locals[instruction.Index] = _stack[^1]; break;
            case Opcode.GlobalGet: Push(machine.Globals[instruction.Index]); break;
            case Opcode.GlobalSet: machine.Globals[instruction.Index] = Pop(); break;
            case Opcode.I32Const or Opcode.I64Const or Opcode.F32Const or Opcode.F64Const: Push(instruction.Bits); break;
            case Opcode.RefNull: Push(0); break;
            case Opcode.RefIsNull: Push(Pop() == 0 ? 1UL : 0); break;
            case Opcode.RefFunc: Push((ulong)machine.ReferenceTo(instruction.Index)); break;
            case >= Opcode.I32Load and <= Opcode.MemoryGrow: StepMemory(instruction); break;
            case Opcode.TableGet or Opcode.TableSet or (>= Opcode.MemoryInit and <= Opcode.TableFill): StepBulk(instruction); break;
            default: Operate(instruction.Opcode); break;
        }
    }

    private void StepMemory(InterpretedInstruction instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.MemorySize: Push(machine.Memory.Pages); break;
            case Opcode.MemoryGrow: Push(machine.Memory.Grow((uint)Pop())); break;
            case <= Opcode.I64Load32U: Push(machine.Memory.Load(instruction.Opcode, (uint)Pop() + (ulong)(uint)instruction.Bits)); break;
            default:
                var value = Pop();
                machine.Memory.Store(instruction.Opcode, (uint)Pop() + (ulong)(uint)instruction.Bits, value);
                break;
        }
    }

    private void StepBulk(InterpretedInstruction instruction)
    {
        var first = instruction.Index;
        switch (instruction.Opcode)
        {
            case Opcode.TableGet: Push((ulong)machine.Tables[first].Get((uint)Pop())); return;
            case Opcode.TableSize: Push(machine.Tables[first].Length); return;
            case Opcode.DataDrop: machine.DroppedData[first] = true; return;
            case Opcode.ElemDrop: machine.DroppedElements[first] = true; return;
        }

        var (c, b) = (Pop(), Pop());
        switch (instruction.Opcode)
        {
            case Opcode.TableSet: machine.Tables[first].Set((uint)b, (long)c); return;
            case Opcode.TableGrow: Push(machine.Tables[first].Grow((uint)c, (long)b)); return;
        }

        var (destination, source, count) = ((uint)Pop(), (uint)b, (uint)c);
        switch (instruction.Opcode)
        {
            case Opcode.MemoryInit:
                machine.Memory.Write(destination, machine.DroppedData[first] ? [] : machine.Module.DataSegments[first].Bytes.Span, source, count);
                break;
            case Opcode.MemoryCopy: machine.Memory.Copy(destination, source, count); break;
            case Opcode.MemoryFill: machine.Memory.Fill(destination, (byte)source, count); break;
            case Opcode.TableInit:
                machine.Tables[instruction.Index2].Write(destination, machine.DroppedElements[first] ? [] : machine.Elements(first), source, count);
                break;
            case Opcode.TableCopy: machine.Tables[first].Copy(destination, machine.Tables[instruction.Index2], source, count); break;
            default: machine.Tables[first].Fill(destination, (long)b, count); break;
        }
    }

    private void Open(InterpretedInstruction block, int at)
    {
        var loops = block.Opcode == Opcode.Loop;
        _labels.Add(new Label(loops ? at + 1 : block.End + 1, _stack.Count - block.Parameters, loops ? block.Parameters : block.Results, loops));
    }

    private void Branch(int depth)
    {
        var label = _labels[_labels.Count - 1 - depth];
        var carried = Pop(label.Arity);
        _stack.RemoveRange(label.Height, _stack.Count - label.Height);
        _stack.AddRange(carried);
        var kept = _labels.Count - depth - (label.IsLoop ? 0 : 1);
        _labels.RemoveRange(kept, _labels.Count - kept);
        _next = label.Target;
    }

    private void Operate(Opcode opcode)
    {
        var b = OpcodeTable.Of(opcode).Operands.Length == 2 ? Pop() : 0;
        Push(ReferenceNumerics.Evaluate(opcode, Pop(), b));
    }

    private void Push(ulong value) => _stack.Add(value);

    private ulong Pop()
    {
        var value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private ulong[] Pop(int count)
    {
        var values = new ulong[count];
        for (var i = count - 1; i >= 0; i--) values[i] = Pop();
        return values;
    }
}
