using System.Runtime.InteropServices;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.FirstTier;

/// <summary>Structured control and charges. Where control joins, operands are in their own registers.</summary>
internal sealed class RegisterControl(CompiledModule module, RegisterWriter writer, RegisterOperands operands, RegisterArithmetic arithmetic)
{
    private readonly List<Frame> _frames = [];
    private int _results;
    private int _loops;

    private struct Frame
    {
        public Opcode Kind;
        public int Label;
        public bool LabelUsed;
        public int ElseLabel;
        public int Base;
        public int Parameters;
        public int Results;

        // Where a loop's counting instruction stands.
        public int Head;

        public readonly int LabelArity => Kind == Opcode.Loop ? Parameters : Results;
    }

    /// <summary>Whether the body's last <c>end</c> has been seen.</summary>
    public bool IsFinished => _frames.Count == 0;

    /// <summary>Begins a body.</summary>
    public void Begin(FunctionType type)
    {
        _frames.Clear();
        _loops = 0;
        _results = type.Results.Length;
        _frames.Add(new Frame { Kind = Opcode.Return, Label = writer.NewLabel(), Results = _results });
    }

    /// <summary>A static charge; one at a loop's head becomes part of the head.</summary>
    public void Charge(long cost)
    {
        ref var top = ref Top();
        if (top.Kind == Opcode.Loop && top.Head == writer.Count - 1)
        {
            writer[top.Head].Op = RegisterOp.LoopCharge;
            writer.Word((ulong)cost);
        }
        else if (cost == (int)cost) writer.Wide(RegisterOp.Charge, 0, (int)cost);
        else
        {
            writer.Plain(RegisterOp.ChargeFar);
            writer.Word((ulong)cost);
        }
    }

    /// <summary><c>block</c>, <c>loop</c>, and <c>if</c> with its condition on the stack.</summary>
    public void Open(Opcode kind, BlockType type)
    {
        var (parameters, results) = ArityOf(type);
        var frame = new Frame
        {
            Kind = kind,
            Label = writer.NewLabel(),
            Parameters = parameters,
            Results = results,
            Base = operands.Height - parameters - (kind == Opcode.If ? 1 : 0),
        };
        if (kind == Opcode.If)
        {
            frame.ElseLabel = writer.NewLabel();
            operands.PutBelowTopInOwn();
            arithmetic.Branch(frame.ElseLabel, whenTrue: false);
        }
        else
        {
            operands.PutAllInOwn();
        }

        if (kind == Opcode.Loop)
        {
            writer.Mark(frame.Label);
            frame.Head = writer.Count;
            writer.Wide(RegisterOp.LoopHead, Math.Min(_loops++, RegisterInstruction.NamelessLoop), 1);
        }

        _frames.Add(frame);
    }

    /// <summary><c>else</c>.</summary>
    /// <param name="reachable">Whether control reaches the end of the first arm.</param>
    public void Else(bool reachable)
    {
        ref var frame = ref Top();
        if (reachable)
        {
            MoveToLabel(frame.Base, frame.Results);
            writer.Branch(RegisterOp.Branch, 0, frame.Label);
            frame.LabelUsed = true;
        }

        operands.Truncate(frame.Base);
        writer.Mark(frame.ElseLabel);
        frame.Kind = Opcode.Else;
        PushOwn(frame.Parameters);
    }

    /// <summary><c>end</c>.</summary>
    /// <param name="reachable">Whether control reaches it from above.</param>
    /// <returns>Whether control goes on behind it.</returns>
    public bool End(bool reachable)
    {
        var frame = Top();
        _frames.RemoveAt(_frames.Count - 1);
        if (frame.Kind == Opcode.Return) return EndFunction(frame, reachable);
        if (frame.Kind == Opcode.Loop) writer[frame.Head].Wide = 1 + ((writer.Count - frame.Head) / 2);
        var falls = frame.Kind == Opcode.If;
        var joins = falls || (frame.LabelUsed && frame.Kind != Opcode.Loop);
        if (!joins)
        {
            if (!reachable) operands.Truncate(frame.Base);
            return reachable;
        }

        if (reachable) MoveToLabel(frame.Base, frame.Results);
        operands.Truncate(frame.Base);

        // Without an else, a false condition arrives here with the parameters, which are the results, in the same registers.
        if (falls) writer.Mark(frame.ElseLabel);
        writer.Mark(frame.Label);
        PushOwn(frame.Results);
        return true;
    }

    /// <summary><c>br</c>.</summary>
    public void Br(uint depth)
    {
        ref var target = ref Of(depth);
        if (target.Kind == Opcode.Return)
        {
            Return();
            return;
        }

        MoveToLabel(target.Base, target.LabelArity);
        writer.Branch(RegisterOp.Branch, 0, target.Label);
        target.LabelUsed = true;
    }

    /// <summary><c>br_if</c>.</summary>
    public void BrIf(uint depth)
    {
        ref var target = ref Of(depth);
        var arity = target.LabelArity;
        if (IsInPlace(target.Base, arity, operands.Height - 1))
        {
            arithmetic.Branch(target.Label, whenTrue: true);
            target.LabelUsed = true;
            return;
        }

        var skip = writer.NewLabel();
        arithmetic.Branch(skip, whenTrue: false);
        BranchWithCopies(ref target);
        writer.Mark(skip);
    }

    /// <summary><c>br_table</c>; where values have to move, through one small block per label.</summary>
    public void BrTable(BranchTargets targets, uint otherwise)
    {
        var index = operands.PopRegister();
        var ways = new Dictionary<uint, int>();
        var first = writer.Count;
        writer.Wide(RegisterOp.BranchTable, index, targets.Count);
        foreach (var target in targets) writer.Way(first, LabelOf(target));
        writer.Way(first, LabelOf(otherwise));
        foreach (var (depth, label) in ways)
        {
            writer.Mark(label);
            BranchWithCopies(ref Of(depth));
        }

        int LabelOf(uint depth)
        {
            ref var frame = ref Of(depth);
            if (IsInPlace(frame.Base, frame.LabelArity, operands.Height))
            {
                frame.LabelUsed = true;
                return frame.Label;
            }

            if (!ways.TryGetValue(depth, out var label)) ways[depth] = label = writer.NewLabel();
            return label;
        }
    }

    /// <summary><c>return</c>, with the results on top of the operand stack.</summary>
    public void Return()
    {
        if (_results == 0) writer.Plain(RegisterOp.Return);
        else if (_results == 1) writer.Plain(RegisterOp.ReturnOne, operands.RegisterOf(operands.Height - 1));
        else writer.Wide(RegisterOp.ReturnMany, operands.PutTopInOwn(_results), _results);
    }

    /// <summary>Control has left: the operands of the innermost frame are no more.</summary>
    public void Abandon() => operands.Truncate(Top().Base);

    private bool EndFunction(Frame frame, bool reachable)
    {
        if (reachable) Return();
        if (!frame.LabelUsed) return false;
        operands.Truncate(0);
        writer.Mark(frame.Label);
        PushOwn(frame.Results);
        Return();
        return false;
    }

    // Whether the values that a label carries are where it wants them already.
    private bool IsInPlace(int labelBase, int arity, int height)
    {
        if (arity == 0) return true;
        if (height - arity != labelBase) return false;
        for (var i = labelBase; i < height; i++)
            if (operands[i].Kind != OperandKind.Own) return false;
        return true;
    }

    // The values stay on the operand stack, for the way on which the branch is not taken.
    private void BranchWithCopies(ref Frame target)
    {
        var first = operands.Height - target.LabelArity;
        for (var i = 0; i < target.LabelArity; i++) operands.CopyTo(operands.Own(target.Base + i), first + i);
        writer.Branch(RegisterOp.Branch, 0, target.Label);
        target.LabelUsed = true;
    }

    // From the lowest up: a value's own register is never below the place that it goes to.
    private void MoveToLabel(int labelBase, int arity)
    {
        var first = operands.Height - arity;
        for (var i = 0; i < arity; i++) operands.MoveTo(operands.Own(labelBase + i), first + i);
        for (var i = 0; i < arity; i++) operands.Pop();
    }

    private void PushOwn(int count)
    {
        for (var i = 0; i < count; i++) operands.PushOwn();
    }

    private (int Parameters, int Results) ArityOf(BlockType type)
    {
        if (type.Kind == BlockTypeKind.Empty) return (0, 0);
        if (type.Kind == BlockTypeKind.Value) return (0, 1);
        var function = module.Metered.Module.Types[type.TypeIndex];
        return (function.Parameters.Length, function.Results.Length);
    }

    private ref Frame Top() => ref Of(0);

    private ref Frame Of(uint depth) => ref CollectionsMarshal.AsSpan(_frames)[_frames.Count - 1 - (int)depth];
}
