using System.Buffers.Binary;
using System.Collections.Immutable;
using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Tests.Compilation;

/// <summary>What ended an interpreted call.</summary>
internal sealed class TrapException(WasmTrap trap) : Exception(trap.ToString())
{
    public WasmTrap Trap { get; } = trap;
}

/// <summary>
/// The slow and simple engine: runs a metered module of the profile Filecoin instruction by instruction, with the charges and checks where
/// <see cref="MeteredModule"/> says. One memory, one table; the imports are one host function that adds its arguments.
/// </summary>
internal sealed class ReferenceInterpreter
{
    private const int MaxPages = 8192;
    private readonly MeteredModule _metered;
    private readonly WasmModule _module;
    private readonly Dictionary<int, Body> _bodies = [];
    private readonly bool[] _droppedData;
    private readonly bool[] _droppedElements;
    private uint _height;
    private long _realStack;

    public ReferenceInterpreter(MeteredModule metered, long gas)
    {
        _metered = metered;
        _module = metered.Module;
        Gas = gas;
        Memory = new byte[_module.Memories is [var memory, ..] ? memory.Limits.Minimum * 65_536 : 0];
        Globals = [.. _module.GlobalInitializers.Select(initial => initial.Bits)];
        Table = new int?[_module.Tables is [var table, ..] ? table.Limits.Minimum : 0];
        _droppedData = new bool[_module.DataSegments.Length];
        _droppedElements = new bool[_module.ElementSegments.Length];
        for (var i = 0; i < _droppedElements.Length; i++)
        {
            var segment = _module.ElementSegments[i];
            if (segment.Mode == SegmentMode.Passive) continue;
            for (var j = 0; j < segment.Count; j++) Table[(int)segment.Offset.Bits + j] = segment.FunctionIndices[j];
            _droppedElements[i] = true;
        }

        for (var i = 0; i < _droppedData.Length; i++)
        {
            var segment = _module.DataSegments[i];
            if (segment.Mode == SegmentMode.Passive) continue;
            segment.Bytes.CopyTo(Memory.AsMemory((int)segment.Offset.Bits));
            _droppedData[i] = true;
        }
    }

    public long Gas { get; private set; }

    public byte[] Memory { get; private set; }

    public ulong[] Globals { get; }

    private int?[] Table { get; set; }

    public WasmTrap Invoke(int function, ulong[] args, out ulong result)
    {
        result = 0;
        (_height, _realStack) = (0, 0);
        try
        {
            EnterByThunk(function, args, ref result);
            return WasmTrap.None;
        }
        catch (TrapException trap)
        {
            return trap.Trap;
        }
    }

    private void EnterByThunk(int function, ulong[] args, ref ulong result)
    {
        var defined = function - _module.ImportedFunctionCount;
        if (defined >= 0 && _metered.Functions[defined].HasThunk) Charge(_metered.Functions[defined].ThunkCost);
        if (Call(function, args) is { } value) result = value;
    }

    private ulong? Call(int function, ulong[] args)
    {
        var type = _module.TypeOf(function);
        if (function < _module.ImportedFunctionCount)
        {
            var sum = args.Aggregate(1UL, (a, b) => a + b);
            if (type.Results.IsEmpty) return null;
            return type.Results[0] == ValueType.I32 ? (uint)sum : sum;
        }

        var defined = function - _module.ImportedFunctionCount;
        var metered = _metered.Functions[defined];
        _height += metered.StackCost;
        _realStack += metered.RealStackWeight;
        if (_height > _metered.StackLimit || _realStack > InstanceLimits.Filecoin.MaxRealStackBytes) throw new TrapException(WasmTrap.StackOverflow);
        var locals = new ulong[args.Length + _module.Bodies[defined].LocalCount];
        args.CopyTo(locals, 0);
        var result = new Activation(this, BodyOf(defined), metered, locals, type).Run();
        _height -= metered.StackCost;
        _realStack -= metered.RealStackWeight;
        return result;
    }

    private void Charge(long cost)
    {
        Gas -= cost;
        if (Gas < 0) throw new TrapException(WasmTrap.OutOfGas);
    }

    private Body BodyOf(int defined)
    {
        if (_bodies.TryGetValue(defined, out var known)) return known;
        return _bodies[defined] = new Body(_module, _module.Bodies[defined].Code.Span);
    }

    private readonly record struct Instruction(Opcode Opcode, int Position, uint Index, uint Index2, ulong Bits, BlockType Block, uint[] Labels);

    private readonly record struct Label(int Continuation, int Height, int Arity, bool IsLoop);

    private sealed class Body
    {
        public Body(WasmModule module, ReadOnlySpan<byte> code)
        {
            var reader = new InstructionReader(code);
            var open = new Stack<int>();
            while (reader.Read())
            {
                var labels = new List<uint>();
                if (reader.Opcode == Opcode.BrTable)
                    foreach (var label in reader.BranchTargets) labels.Add(label);
                var at = Code.Count;
                Code.Add(new Instruction(reader.Opcode, reader.Position, reader.Index, reader.Index2, reader.Bits, reader.BlockType, [.. labels]));
                if (reader.Opcode is Opcode.Block or Opcode.Loop or Opcode.If) open.Push(at);
                if (reader.Opcode == Opcode.Else) ElseOf[open.Peek()] = at;
                if (reader.Opcode == Opcode.End && open.Count > 0) EndOf[open.Pop()] = at;
            }

            _ = module;
        }

        public List<Instruction> Code { get; } = [];

        public Dictionary<int, int> ElseOf { get; } = [];

        public Dictionary<int, int> EndOf { get; } = [];
    }

    /// <summary>One call of a defined function.</summary>
    private sealed class Activation(ReferenceInterpreter machine, Body body, MeteredFunction metered, ulong[] locals, FunctionType type)
    {
        private readonly List<ulong> _stack = [];
        private readonly List<Label> _labels = [];
        private int _next;

        public ulong? Run()
        {
            _labels.Add(new Label(body.Code.Count, 0, type.Results.Length, false));
            while (_next < body.Code.Count)
            {
                var at = _next++;
                var instruction = body.Code[at];
                foreach (var charge in metered.Charges)
                    if (charge.Position == instruction.Position) machine.Charge(charge.Cost);
                foreach (var charge in metered.LinearCharges)
                    if (charge.Position == instruction.Position) machine.Charge((long)(uint)_stack[^1] * charge.UnitCost);
                Step(instruction, at);
            }

            return type.Results.IsEmpty ? null : _stack[^1];
        }

        private void Step(Instruction instruction, int at)
        {
            switch (instruction.Opcode)
            {
                case Opcode.Unreachable: throw new TrapException(WasmTrap.Unreachable);
                case Opcode.Nop: break;
                case Opcode.Block or Opcode.Loop: Open(instruction, at); break;
                case Opcode.If:
                    var holds = (uint)Pop() != 0;
                    Open(instruction, at);
                    if (holds) break;
                    if (body.ElseOf.TryGetValue(at, out var other)) _next = other + 1;
                    else Leave(body.EndOf[at]);
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
                case Opcode.Return: Branch((uint)_labels.Count - 1); break;
                case Opcode.Call: Call((int)instruction.Index); break;
                case Opcode.CallIndirect: CallIndirect(instruction); break;
                case Opcode.Drop: Pop(); break;
                case Opcode.Select:
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
                case >= Opcode.I32Load and <= Opcode.I64Load32U: Push(machine.Load(instruction.Opcode, (uint)Pop() + (ulong)(uint)instruction.Bits)); break;
                case >= Opcode.I32Store and <= Opcode.I64Store32:
                    var value = Pop();
                    machine.Store(instruction.Opcode, (uint)Pop() + (ulong)(uint)instruction.Bits, value);
                    break;
                case Opcode.MemorySize: Push((ulong)machine.Memory.Length / 65_536); break;
                case Opcode.MemoryGrow: Push(machine.Grow((uint)Pop())); break;
                case Opcode.TableSize: Push((ulong)machine.Table.Length); break;
                case Opcode.DataDrop: machine._droppedData[instruction.Index] = true; break;
                case Opcode.ElemDrop: machine._droppedElements[instruction.Index] = true; break;
                case >= Opcode.MemoryInit and <= Opcode.TableCopy:
                    var (count, source, destination) = ((uint)Pop(), (uint)Pop(), (uint)Pop());
                    machine.Bulk(instruction, destination, source, count);
                    break;
                default: Operate(instruction.Opcode); break;
            }
        }

        private void Open(Instruction instruction, int at)
        {
            var arity = instruction.Block.Kind == BlockTypeKind.Value ? 1 : 0;
            var loop = instruction.Opcode == Opcode.Loop;
            _labels.Add(new Label(loop ? at + 1 : body.EndOf[at] + 1, _stack.Count, loop ? 0 : arity, loop));
        }

        private void Leave(int end)
        {
            _labels.RemoveAt(_labels.Count - 1);
            _next = end + 1;
        }

        private void Branch(uint depth)
        {
            var label = _labels[_labels.Count - 1 - (int)depth];
            var carried = _stack.GetRange(_stack.Count - label.Arity, label.Arity);
            _stack.RemoveRange(label.Height, _stack.Count - label.Height);
            _stack.AddRange(carried);
            var keep = _labels.Count - (int)depth - (label.IsLoop ? 0 : 1);
            _labels.RemoveRange(keep, _labels.Count - keep);
            _next = label.Continuation;
        }

        private void Call(int function)
        {
            var count = machine._module.TypeOf(function).Parameters.Length;
            var args = _stack.GetRange(_stack.Count - count, count).ToArray();
            _stack.RemoveRange(_stack.Count - count, count);
            if (machine.Call(function, args) is { } result) Push(result);
        }

        private void CallIndirect(Instruction instruction)
        {
            var index = (uint)Pop();
            if (index >= machine.Table.Length || machine.Table[index] is not { } function) throw new TrapException(WasmTrap.UndefinedElement);
            if (!machine._module.TypeOf(function).Equals(machine._module.Types[(int)instruction.Index])) throw new TrapException(WasmTrap.IndirectCallTypeMismatch);
            var defined = function - machine._module.ImportedFunctionCount;
            if (defined >= 0) machine.Charge(machine._metered.Functions[defined].ThunkCost);
            Call(function);
        }

        private void Operate(Opcode opcode)
        {
            var b = OpcodeTable.Of(opcode).Operands.Length == 2 ? Pop() : 0;
            var (result, trap) = NumericModel.Evaluate(opcode, Pop(), b);
            if (trap != WasmTrap.None) throw new TrapException(trap);
            Push(result);
        }

        private void Push(ulong value) => _stack.Add(value);

        private ulong Pop()
        {
            var value = _stack[^1];
            _stack.RemoveAt(_stack.Count - 1);
            return value;
        }
    }

    private static int Width(string name) =>
        name.Contains('8') ? 1 : name.Contains("16", StringComparison.Ordinal) ? 2 : name.Contains("d32", StringComparison.Ordinal) || name.Contains("e32", StringComparison.Ordinal) ? 4
        : name[1..].StartsWith("32", StringComparison.Ordinal) ? 4 : 8;

    private ulong Load(Opcode opcode, ulong address)
    {
        var name = OpcodeTable.Of(opcode).Name;
        var width = Width(name);
        if (address + (ulong)width > (ulong)Memory.Length) throw new TrapException(WasmTrap.MemoryOutOfBounds);
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        Memory.AsSpan((int)address, width).CopyTo(bytes);
        var value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (name.EndsWith("_s", StringComparison.Ordinal)) value = (ulong)((long)(value << (64 - (8 * width))) >> (64 - (8 * width)));
        return name[0] == 'i' && name[1] == '3' ? (uint)value : value;
    }

    private void Store(Opcode opcode, ulong address, ulong value)
    {
        var width = Width(OpcodeTable.Of(opcode).Name);
        if (address + (ulong)width > (ulong)Memory.Length) throw new TrapException(WasmTrap.MemoryOutOfBounds);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        bytes[..width].CopyTo(Memory.AsSpan((int)address));
    }

    private uint Grow(uint pages)
    {
        var old = (uint)Memory.Length / 65_536;
        if ((ulong)old + pages > Math.Min(MaxPages, _module.Memories[0].Limits.Maximum ?? MaxPages)) return uint.MaxValue;
        var grown = Memory;
        Array.Resize(ref grown, (int)(old + pages) * 65_536);
        Memory = grown;
        return old;
    }

    private void Bulk(Instruction instruction, uint destination, uint source, uint count)
    {
        var isTable = instruction.Opcode is Opcode.TableInit or Opcode.TableCopy;
        var segment = (int)instruction.Index;
        var from = instruction.Opcode switch
        {
            Opcode.MemoryInit => _droppedData[segment] ? 0 : _module.DataSegments[segment].Bytes.Length,
            Opcode.TableInit => _droppedElements[segment] ? 0 : _module.ElementSegments[segment].Count,
            Opcode.MemoryFill => int.MaxValue,
            Opcode.TableCopy => Table.Length,
            _ => Memory.Length,
        };
        var outside = (ulong)destination + count > (ulong)(isTable ? Table.Length : Memory.Length)
            || (instruction.Opcode != Opcode.MemoryFill && (ulong)source + count > (ulong)from);
        if (outside) throw new TrapException(isTable ? WasmTrap.TableOutOfBounds : WasmTrap.MemoryOutOfBounds);
        var (to, at, length) = ((int)destination, (int)source, (int)count);
        switch (instruction.Opcode)
        {
            case Opcode.MemoryFill: Array.Fill(Memory, (byte)source, to, length); break;
            case Opcode.MemoryCopy: Array.Copy(Memory, at, Memory, to, length); break;
            case Opcode.MemoryInit: _module.DataSegments[segment].Bytes.Slice(Math.Min(at, from), length).CopyTo(Memory.AsMemory(to)); break;
            case Opcode.TableCopy: Array.Copy(Table, at, Table, to, length); break;
            default: ImmutableArray.ToImmutableArray(_module.ElementSegments[segment].FunctionIndices.Skip(at).Take(length).Select(f => (int?)f)).CopyTo(Table, to); break;
        }
    }
}
