using System.Collections.Immutable;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>
/// Structured control (WebAssembly 2.0, 4.4.8). Where control can join, operands are in known places: those that a label carries in slots,
/// those below in temporaries; and the memory's locals are fresh.
/// </summary>
internal sealed class ControlEmitter(
    FunctionScope scope, TreeWriter writer, OperandSpiller spiller, MemoryCache cache, MemoryEmitter memory, GasEmitter gas)
{
    private readonly List<EmissionFrame> _frames = [];
    private int _index = -1;
    private int _loops;
    private int _entry;

    /// <summary>Whether the body's last <c>end</c> has been seen.</summary>
    public bool IsFinished => _frames.Count == 0;

    /// <summary>How many frames are open.</summary>
    public int Depth => _frames.Count;

    /// <summary>Begins the function body.</summary>
    public void Begin() => _frames.Add(new EmissionFrame
    {
        Kind = Opcode.Return,
        Label = scope.Il.NewLabel(),
        ElseLabel = -1,
        Parameters = [],
        Results = scope.Type.Results,
    });

    /// <summary>Goes to the head of the scope's entry loop, wherever that will stand, where the method begins there.</summary>
    public void BeginAtLoop()
    {
        if (!scope.EntersLoop) return;
        _entry = scope.Il.NewLabel();
        scope.Il.Branch(IlOp.Br, _entry);
    }

    /// <summary><c>block</c>, <c>loop</c>, and <c>if</c> with its condition on the stack.</summary>
    public void Open(Opcode kind, BlockType type)
    {
        var (parameters, results) = TypesOf(type);
        var condition = kind == Opcode.If ? scope.Stack.Pop() : OperandNode.None;
        spiller.SpillAll();
        var frame = new EmissionFrame
        {
            Kind = kind,
            Label = scope.Il.NewLabel(),
            ElseLabel = -1,
            Base = scope.Stack.Height - parameters.Length,
            Hazards = scope.Hazards.Mark,
            Proofs = memory.Proofs.Mark(),
            Parameters = parameters,
            Results = results,
        };
        if (kind != Opcode.Block) cache.Freshen();
        if (kind == Opcode.Loop)
        {
            MoveToSlots(frame.Base, parameters);
            PushSlots(frame.Base, parameters);
            if (_loops++ == scope.EntryLoop) EnterLoop(frame.Label);
            scope.Il.Mark(frame.Label);
            memory.Proofs.EnterLoop();
            gas.Join();
        }
        else if (kind == Opcode.If)
        {
            MoveToSlots(frame.Base, parameters);
            PushSlots(frame.Base, parameters);
            frame.ElseLabel = scope.Il.NewLabel();
            writer.Branch(condition, frame.ElseLabel, whenTrue: false);
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
            MoveToSlots(frame.Base, frame.Results);
            cache.Freshen();
            scope.Il.Branch(IlOp.Br, frame.Label);
            frame.LabelUsed = true;
        }

        Truncate(frame.Base);
        scope.Il.Mark(frame.ElseLabel);
        frame.Kind = Opcode.Else;
        scope.Hazards.Join(frame.Hazards);
        PushSlots(frame.Base, frame.Parameters);
        Join(in frame);
    }

    /// <summary><c>end</c>.</summary>
    /// <param name="reachable">Whether control reaches it from above.</param>
    /// <returns>Whether control goes on behind it.</returns>
    public bool End(bool reachable)
    {
        var frame = Top();
        _frames.RemoveAt(_frames.Count - 1);
        scope.Hazards.Join(frame.Hazards);
        if (frame.Kind == Opcode.Return) return EndFunction(frame, reachable);
        var falls = frame.Kind == Opcode.If;
        var joins = falls || (frame.LabelUsed && frame.Kind != Opcode.Loop);
        if (!joins)
        {
            if (!reachable) Truncate(frame.Base);
            return reachable;
        }

        if (reachable)
        {
            MoveToSlots(frame.Base, frame.Results);
            cache.Freshen();
        }

        Truncate(frame.Base);

        // Without an else, a false condition arrives here with the parameters, which are the results, in the same slots.
        if (falls) scope.Il.Mark(frame.ElseLabel);
        scope.Il.Mark(frame.Label);
        PushSlots(frame.Base, frame.Results);
        Join(in frame);
        return true;
    }

    /// <summary><c>br</c>.</summary>
    public void Br(uint depth)
    {
        ref var target = ref Frame(depth);
        cache.Freshen();
        if (target.Kind == Opcode.Return)
        {
            Return();
            return;
        }

        MoveToSlots(target.Base, target.LabelTypes);
        scope.Il.Branch(IlOp.Br, target.Label);
        target.LabelUsed = true;
    }

    /// <summary><c>br_if</c>.</summary>
    public void BrIf(uint depth)
    {
        var condition = scope.Stack.Pop();
        ref var target = ref Frame(depth);
        cache.Freshen();
        if (target.LabelTypes.IsEmpty)
        {
            writer.Branch(condition, target.Label, whenTrue: true);
            target.LabelUsed = true;
            return;
        }

        MakeSimple(target.LabelTypes.Length);
        var skip = scope.Il.NewLabel();
        writer.Branch(condition, skip, whenTrue: false);
        BranchWithCopies(ref target);
        scope.Il.Mark(skip);
    }

    /// <summary><c>br_table</c>: a jump table; where labels carry values, through one small block per label.</summary>
    public void BrTable(BranchTargets targets, uint otherwise)
    {
        var index = scope.Stack.Pop();
        cache.Freshen();
        var arity = Frame(otherwise).LabelTypes.Length;
        MakeSimple(arity);
        var ways = new Dictionary<uint, int>();
        var labels = new int[targets.Count];
        var at = 0;
        foreach (var target in targets) labels[at++] = Way(target);
        var last = Way(otherwise);
        WriteIndex(index);
        scope.Il.Switch(labels);
        scope.Il.Branch(IlOp.Br, last);
        if (arity == 0) return;
        foreach (var (depth, label) in ways)
        {
            scope.Il.Mark(label);
            BranchWithCopies(ref Frame(depth));
        }

        int Way(uint depth)
        {
            if (ways.TryGetValue(depth, out var known)) return known;
            ref var frame = ref Frame(depth);
            if (arity == 0) frame.LabelUsed = true;
            return ways[depth] = arity == 0 ? frame.Label : scope.Il.NewLabel();
        }
    }

    /// <summary><c>return</c>, with the results on top of the operand stack.</summary>
    public void Return()
    {
        gas.Store();
        if (scope.EntersLoop)
        {
            LoopEntry.Return(scope, writer);
            return;
        }

        var results = scope.Type.Results;
        for (var i = results.Length - 1; i >= 1; i--)
        {
            var value = scope.Stack.Pop();
            TypedAccess.ExtraResultAddress(scope.Il, scope.Body.Members, i);
            writer.Write(value);
            scope.Il.Op(TypedAccess.Store(results[i]));
        }

        if (!results.IsEmpty) writer.Write(scope.Stack.Pop());
        scope.Il.Op(IlOp.Ret);
    }

    /// <summary>Control has left: the operands of the innermost frame are no more.</summary>
    public void Abandon() => Truncate(Top().Base);

    // Whoever comes from above goes round this.
    private void EnterLoop(int head)
    {
        scope.Il.Branch(IlOp.Br, head);
        scope.Il.Mark(_entry);
        LoopEntry.LoadOperands(scope);
    }

    private void Join(in EmissionFrame frame)
    {
        memory.Proofs.Rejoin(in frame.Proofs);
        gas.Join();
    }

    private bool EndFunction(EmissionFrame frame, bool reachable)
    {
        if (reachable) Return();
        if (!frame.LabelUsed) return false;
        Truncate(0);
        scope.Il.Mark(frame.Label);
        gas.Join();
        PushSlots(0, frame.Results);
        Return();
        return false;
    }

    // Through one local, since RyuJIT would give every computed index a temporary of its own.
    private void WriteIndex(int index)
    {
        if (_index < 0) _index = scope.Locals.Declare(ValueType.I32);
        writer.WriteTested(index);
        scope.Il.StLoc(_index);
        scope.Il.LdLoc(_index);
    }

    // The values stay on the operand stack, for the way on which the branch is not taken.
    private void BranchWithCopies(ref EmissionFrame target)
    {
        var types = target.LabelTypes;
        var first = scope.Stack.Height - types.Length;
        for (var i = 0; i < types.Length; i++)
        {
            scope.Hazards.PutInSlot(scope.Locals.Slot(target.Base + i, types[i]), scope.Stack.Node(scope.Stack[first + i]).Hazard);
            writer.Peek(scope.Stack[first + i]);
        }

        for (var i = types.Length - 1; i >= 0; i--) scope.Il.StLoc(scope.Locals.Slot(target.Base + i, types[i]));
        scope.Il.Branch(IlOp.Br, target.Label);
        target.LabelUsed = true;
    }

    private void MakeSimple(int count)
    {
        for (var i = 1; i <= count; i++) spiller.MakeSimple(scope.Stack.Height - i);
    }

    // All values go to the IL stack before any slot is written: a value may itself come from a slot.
    private void MoveToSlots(int height, ImmutableArray<ValueType> types)
    {
        if (types.IsEmpty) return;
        var first = scope.Stack.Height - types.Length;
        for (var i = 0; i < types.Length; i++)
        {
            scope.Hazards.PutInSlot(scope.Locals.Slot(height + i, types[i]), scope.Stack.Node(scope.Stack[first + i]).Hazard);
            writer.Write(scope.Stack[first + i]);
        }

        for (var i = types.Length - 1; i >= 0; i--)
        {
            scope.Stack.Pop();
            scope.Il.StLoc(scope.Locals.Slot(height + i, types[i]));
        }
    }

    private void PushSlots(int height, ImmutableArray<ValueType> types)
    {
        for (var i = 0; i < types.Length; i++)
        {
            var slot = scope.Locals.Slot(height + i, types[i]);
            spiller.Push(scope.Stack.Stored(NodeKind.Slot, slot, types[i], scope.Hazards.OfSlot(slot)));
        }
    }

    private void Truncate(int height)
    {
        while (scope.Stack.Height > height) writer.Drop(scope.Stack.Pop());
    }

    private (ImmutableArray<ValueType> Parameters, ImmutableArray<ValueType> Results) TypesOf(BlockType type)
    {
        if (type.Kind == BlockTypeKind.Empty) return ([], []);
        if (type.Kind == BlockTypeKind.Value) return ([], [type.Value]);
        var function = scope.Module.Metered.Module.Types[type.TypeIndex];
        return (function.Parameters, function.Results);
    }

    private ref EmissionFrame Top() => ref Frame(0);

    private ref EmissionFrame Frame(uint depth) =>
        ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_frames)[_frames.Count - 1 - (int)depth];
}
