using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Metering;

/// <summary>
/// Divides a body into metered blocks (fvm-wasm-instrument, <c>gas_metering/mod.rs</c>, <c>determine_metered_blocks</c>), as if over the
/// stack limiter's output: a direct call of a defined function weighs the whole sequence that the limiter puts in its place.
/// </summary>
/// <remarks>
/// A block is a run of operators that execute all or not at all, traps aside; all of it is paid on entry. Within <c>block</c> the cost flows to
/// the block that was running before it, until the first branch.
/// </remarks>
internal sealed class BlockMeter(WasmModule module, OperatorPrices prices, MeteringVersion version)
{
    private readonly ImmutableArray<GasCharge>.Builder _charges = ImmutableArray.CreateBuilder<GasCharge>();
    private readonly ImmutableArray<LinearCharge>.Builder _linear = ImmutableArray.CreateBuilder<LinearCharge>();
    private Frame[] _frames = new Frame[16];
    private int _depth;
    private int? _lastConstant;
    private bool _isInOrder;

    /// <summary>An open control block with the metered block that is running in it.</summary>
    private struct Frame
    {
        /// <summary>The lowest frame, counted from the function's, that a forward branch in here leads to; its own index at first.</summary>
        public int LowestTarget;

        /// <summary>Where the metered block began: the offset of its first operator.</summary>
        public int Start;

        /// <summary>What the metered block costs so far.</summary>
        public ulong Cost;

        public bool IsLoop;
    }

    /// <summary>Begins a body.</summary>
    public void Begin()
    {
        _charges.Clear();
        _linear.Clear();
        _depth = 0;
        _lastConstant = null;
        _isInOrder = true;
        PushFrame(start: 0, isLoop: false);
    }

    /// <summary>Takes the body's next instruction.</summary>
    public void Next(in InstructionReader instruction)
    {
        Spend(Price(in instruction), instruction.Offset);
        Step(in instruction);
        _lastConstant = instruction.Opcode == Opcode.I32Const ? instruction.I32 : null;
    }

    /// <summary>The static and the dynamic charges of the body that has been read to its end.</summary>
    public (ImmutableArray<GasCharge> Charges, ImmutableArray<LinearCharge> LinearCharges) Finish()
    {
        // Blocks are finished inside out; the program wants them in the order of their operators.
        var charges = _charges.ToArray();
        if (!_isInOrder) Array.Sort(charges, static (left, right) => left.Position.CompareTo(right.Position));
        return (ImmutableCollectionsMarshal.AsImmutableArray(charges), _linear.ToImmutable());
    }

    private ulong Price(in InstructionReader instruction)
    {
        if (instruction.Opcode == Opcode.Call && instruction.Index >= (uint)module.ImportedFunctionCount) return prices.LimitedCall;
        var gas = OpcodeTable.Of(instruction.Opcode).Gas;
        if (gas == GasClass.Refused) Throw($"{OpcodeTable.Of(instruction.Opcode).Name} has no price", instruction.Offset);
        var flat = prices.Flat(gas);
        if (gas <= GasClass.Operator) return flat;
        var unit = prices.Unit(gas, instruction.Offset);
        if (unit == 0) return flat;
        if (_lastConstant is { } constant)
        {
            if (constant < 0) Throw("linearly priced instructions are illegal with negative arguments", instruction.Offset);
            return flat + ((ulong)constant * unit);
        }

        _linear.Add(new LinearCharge(instruction.Position, unit));
        return flat;
    }

    private void Step(in InstructionReader instruction)
    {
        var next = instruction.NextPosition;
        switch (instruction.Opcode)
        {
            case Opcode.Block: PushFrame(_frames[_depth - 1].Start, isLoop: false); break;
            case Opcode.Loop: PushFrame(next, isLoop: true); break;
            case Opcode.If: PushFrame(next, isLoop: false); break;
            case Opcode.Else: CloseMeteredBlock(next); break;
            case Opcode.End: CloseControlBlock(next); break;
            case Opcode.Br or Opcode.BrIf:
                CloseMeteredBlock(next);
                NoteTarget(_depth - 1 - (int)instruction.Index);
                break;
            case Opcode.BrTable:
                // The default label is left out since 0.3.0: the reference collects it into a vector that it never fills.
                CloseMeteredBlock(next);
                if (version == MeteringVersion.V0_2) NoteTarget(_depth - 1 - (int)instruction.Index);
                foreach (var label in instruction.BranchTargets) NoteTarget(_depth - 1 - (int)label);
                break;
            case Opcode.Return:
                CloseMeteredBlock(next);
                NoteTarget(0);
                break;
        }
    }

    private void Spend(ulong cost, int offset)
    {
        ref var running = ref _frames[_depth - 1].Cost;
        if (running > ulong.MaxValue - cost) Throw("add cost overflow", offset);
        running += cost;
    }

    private void PushFrame(int start, bool isLoop)
    {
        if (_depth == _frames.Length) Array.Resize(ref _frames, 2 * _depth);
        _frames[_depth] = new Frame { LowestTarget = _depth, Start = start, IsLoop = isLoop };
        _depth++;
    }

    private void CloseControlBlock(int next)
    {
        CloseMeteredBlock(next);
        var index = --_depth;
        if (index == 0) return;
        var lowest = _frames[index].LowestTarget;
        ref var parent = ref _frames[index - 1];
        parent.LowestTarget = Math.Min(parent.LowestTarget, lowest);

        // Somebody may have jumped past the end just reached, so that what follows need not run.
        if (lowest < index) CloseMeteredBlock(next);
    }

    private void CloseMeteredBlock(int next)
    {
        ref var top = ref _frames[_depth - 1];
        var (start, cost) = (top.Start, top.Cost);
        top.Start = next;
        top.Cost = 0;
        if (_depth > 1 && _frames[_depth - 2].Start == start) _frames[_depth - 2].Cost = unchecked(_frames[_depth - 2].Cost + cost);
        else if (cost > 0)
        {
            _isInOrder &= _charges.Count == 0 || _charges[^1].Position < start;
            _charges.Add(new GasCharge(start, unchecked((long)cost)));
        }
    }

    private void NoteTarget(int frame)
    {
        if (_frames[frame].IsLoop) return;
        ref var top = ref _frames[_depth - 1];
        top.LowestTarget = Math.Min(top.LowestTarget, frame);
    }

    [DoesNotReturn]
    private static void Throw(string what, int offset) => throw new WasmMeteringException($"gas metering: {what}", offset);
}
