using System.Diagnostics.CodeAnalysis;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Metering;

/// <summary>
/// The stack limiter's own idea of a function's greatest operand height (fvm-wasm-instrument, the same in 0.2.0 and 0.4.0, <c>stack_limiter/max_height.rs</c>). It
/// is not the validator's: an activation counts 2, <c>else</c> does not reset the height, an unreachable mark outlives the then-arm, and a pop
/// in unreachable code may sink below its block. Where it loses count altogether, the reference refuses the module, and so do we.
/// </summary>
/// <param name="module">A validated module.</param>
internal sealed class StackHeightMeter(WasmModule module)
{
    private const uint ActivationCost = 2;

    private Frame[] _frames = new Frame[16];
    private int _depth;
    private uint _height;
    private uint _functionArity;
    private int _offset;

    private struct Frame
    {
        public bool IsPolymorphic;
        public uint EndArity;
        public uint BranchArity;
        public uint StartHeight;
    }

    /// <summary>The greatest height met so far; at least 2 once a body has been read.</summary>
    public uint Maximum { get; private set; }

    /// <summary>Begins a body.</summary>
    public void Begin(FunctionType type)
    {
        _height = ActivationCost;
        _depth = 0;
        _functionArity = (uint)type.Results.Length;
        Maximum = 0;
        PushFrame(_functionArity, _functionArity, startHeight: 0);
    }

    /// <summary>Takes the body's next instruction.</summary>
    public void Next(in InstructionReader instruction)
    {
        if (_height > Maximum && !_frames[_depth - 1].IsPolymorphic) Maximum = _height;
        _offset = instruction.Offset;
        ref readonly var info = ref OpcodeTable.Of(instruction.Opcode);
        if (info.Gas == GasClass.Refused) Throw($"{info.Name} is refused by the stack limiter");
        if (!info.HasSignature)
        {
            Step(in instruction);
            return;
        }

        Pop((uint)info.Operands.Length);
        _height += (uint)info.Results.Length;
    }

    private void Step(in InstructionReader instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Block or Opcode.Loop or Opcode.If: BeginBlock(in instruction); break;
            case Opcode.Else: break;
            case Opcode.End:
                ref var closed = ref _frames[--_depth];
                _height = closed.StartHeight + closed.EndArity;
                break;
            case Opcode.Unreachable: MarkPolymorphic(); break;
            case Opcode.Br:
                Pop(BranchArity(instruction.Index));
                MarkPolymorphic();
                break;
            case Opcode.BrIf:
                Pop(BranchArity(instruction.Index));
                Pop(1);
                _height += BranchArity(instruction.Index);
                break;
            case Opcode.BrTable: BranchTable(in instruction); break;
            case Opcode.Return:
                Pop(_functionArity);
                MarkPolymorphic();
                break;
            default: StepPlain(in instruction); break;
        }
    }

    private void StepPlain(in InstructionReader instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Call: Call(module.TypeOf((int)instruction.Index)); break;
            case Opcode.CallIndirect:
                Pop(1);
                Call(module.Types[(int)instruction.Index]);
                break;
            case Opcode.LocalGet or Opcode.GlobalGet: _height++; break;
            case Opcode.LocalSet or Opcode.GlobalSet or Opcode.Drop: Pop(1); break;
            case Opcode.LocalTee or Opcode.TableGet:
                Pop(1);
                _height++;
                break;
            case Opcode.Select:
                Pop(2);
                Pop(1);
                _height++;
                break;
            case Opcode.TableSet: Pop(2); break;
            case Opcode.TableGrow:
                Pop(2);
                _height++;
                break;
            case Opcode.TableFill: Pop(3); break;
            default: Throw($"{OpcodeTable.Of(instruction.Opcode).Name} is unknown to the stack limiter"); break;
        }
    }

    private void BeginBlock(in InstructionReader instruction)
    {
        // Any type but the empty one counts as one result: the limiter knows no multi-value.
        var endArity = instruction.BlockType.Kind == BlockTypeKind.Empty ? 0u : 1u;
        if (instruction.Opcode == Opcode.If) Pop(1);
        PushFrame(endArity, instruction.Opcode == Opcode.Loop ? 0 : endArity, _height);
    }

    private void BranchTable(in InstructionReader instruction)
    {
        var arity = BranchArity(instruction.Index);
        foreach (var label in instruction.BranchTargets)
            if (BranchArity(label) != arity) Throw("arity of all jump-targets must be equal");
        Pop(arity);
        MarkPolymorphic();
    }

    private void Call(FunctionType type)
    {
        Pop((uint)type.Parameters.Length);
        _height += (uint)type.Results.Length;
    }

    private void Pop(uint count)
    {
        if (count == 0) return;
        ref var top = ref _frames[_depth - 1];
        if (_height == top.StartHeight)
        {
            if (!top.IsPolymorphic) Throw("trying to pop more values than pushed");
            return;
        }

        if (_height < count) Throw("stack underflow");
        _height -= count;
    }

    private void PushFrame(uint endArity, uint branchArity, uint startHeight)
    {
        if (_depth == _frames.Length) Array.Resize(ref _frames, 2 * _depth);
        _frames[_depth++] = new Frame { EndArity = endArity, BranchArity = branchArity, StartHeight = startHeight };
    }

    private void MarkPolymorphic() => _frames[_depth - 1].IsPolymorphic = true;

    private uint BranchArity(uint label) => _frames[_depth - 1 - (int)label].BranchArity;

    [DoesNotReturn]
    private void Throw(string what) => throw new WasmMeteringException($"stack limiter: {what}", _offset);
}
