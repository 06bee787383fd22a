using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests.Metering;

/// <summary>One operator of a rewritten body.</summary>
/// <param name="Opcode">The operator.</param>
/// <param name="Position">Where the operator that it stems from stands in the original body; -1 in a thunk.</param>
/// <param name="Step">0 for an original operator or the first of a call sequence, then counting.</param>
internal sealed record RewrittenOperator(Opcode Opcode, int Position, int Step)
{
    /// <summary>Labels of a branch; br_table's default is among them in 0.2.0 only.</summary>
    public IReadOnlyList<int> Labels { get; init; } = [];

    /// <summary>The operand of i32.const.</summary>
    public int? Constant { get; init; }
}

/// <summary>
/// The slow and simple counterpart of the meter: it really inserts the stack limiter's operators, then runs the block algorithm over the
/// result by operator index, with frames on a list. Written for the test from vm-facts 4.1 and 4.2.
/// </summary>
internal static class LiteralInstrumentation
{
    private static readonly Opcode[] CallSequence =
    [
        Opcode.GlobalGet, Opcode.I32Const, Opcode.I32Add, Opcode.GlobalSet, Opcode.GlobalGet, Opcode.I32Const, Opcode.I32GtU, Opcode.If,
        Opcode.Unreachable, Opcode.End, Opcode.Call, Opcode.GlobalGet, Opcode.I32Const, Opcode.I32Sub, Opcode.GlobalSet,
    ];

    /// <summary>A block of the reference: the index of its first operator and its cost.</summary>
    public readonly record struct Block(int Start, long Cost);

    private sealed class Frame
    {
        public int Lowest { get; set; }

        public int Start { get; set; }

        public long Cost { get; set; }

        public bool IsLoop { get; init; }
    }

    /// <summary>A body as the limiter rewrites it.</summary>
    public static List<RewrittenOperator> Rewrite(ReadOnlySpan<byte> code, int importedFunctions, bool countsDefault = false)
    {
        var output = new List<RewrittenOperator>();
        var instruction = new InstructionReader(code);
        while (instruction.Read())
        {
            if (instruction.Opcode == Opcode.Call && instruction.Index >= importedFunctions)
            {
                AddCall(output, instruction.Position);
                continue;
            }

            var labels = new List<int>();
            if (instruction.Opcode is Opcode.Br or Opcode.BrIf) labels.Add((int)instruction.Index);
            if (instruction.Opcode == Opcode.BrTable)
                foreach (var label in instruction.BranchTargets) labels.Add((int)label);
            if (countsDefault && instruction.Opcode == Opcode.BrTable) labels.Add((int)instruction.Index);
            output.Add(new RewrittenOperator(instruction.Opcode, instruction.Position, 0)
            {
                Labels = labels,
                Constant = instruction.Opcode == Opcode.I32Const ? instruction.I32 : null,
            });
        }

        return output;
    }

    /// <summary>A thunk's body.</summary>
    public static List<RewrittenOperator> Thunk(int parameters)
    {
        var output = Enumerable.Range(0, parameters).Select(_ => new RewrittenOperator(Opcode.LocalGet, -1, 0)).ToList();
        AddCall(output, -1);
        output.Add(new RewrittenOperator(Opcode.End, -1, 0));
        return output;
    }

    /// <summary>The metered blocks by ascending start; every operator costs 1, a page 10 unless told.</summary>
    public static List<Block> Blocks(List<RewrittenOperator> operators, long pageCost = 10)
    {
        var finished = new List<Block>();
        var frames = new List<Frame> { new() };
        for (var at = 0; at < operators.Count; at++)
        {
            var op = operators[at];
            frames[^1].Cost += Cost(op, at > 0 ? operators[at - 1].Constant : null, pageCost);
            switch (op.Opcode)
            {
                case Opcode.Block: frames.Add(new Frame { Lowest = frames.Count, Start = frames[^1].Start }); break;
                case Opcode.If: frames.Add(new Frame { Lowest = frames.Count, Start = at + 1 }); break;
                case Opcode.Loop: frames.Add(new Frame { Lowest = frames.Count, Start = at + 1, IsLoop = true }); break;
                case Opcode.Else: Close(frames, at, finished); break;
                case Opcode.Br or Opcode.BrIf or Opcode.BrTable or Opcode.Return: Branch(frames, at, op, finished); break;
                case Opcode.End: End(frames, at, finished); break;
            }
        }

        return [.. finished.OrderBy(block => block.Start)];
    }

    private static long Cost(RewrittenOperator op, int? previousConstant, long pageCost) => op.Opcode switch
    {
        Opcode.Nop or Opcode.Drop or Opcode.Block or Opcode.Loop or Opcode.Unreachable or Opcode.Return or Opcode.Else or Opcode.End => 0,
        Opcode.MemoryGrow => 1 + (pageCost * (previousConstant ?? 0)),
        _ => 1,
    };

    private static void Branch(List<Frame> frames, int at, RewrittenOperator op, List<Block> finished)
    {
        Close(frames, at, finished);
        var targets = op.Opcode == Opcode.Return ? [0] : op.Labels.Select(label => frames.Count - 1 - label);
        foreach (var target in targets)
            if (!frames[target].IsLoop) frames[^1].Lowest = Math.Min(frames[^1].Lowest, target);
    }

    private static void End(List<Frame> frames, int at, List<Block> finished)
    {
        Close(frames, at, finished);
        var closed = frames[^1];
        frames.RemoveAt(frames.Count - 1);
        if (frames.Count == 0) return;
        frames[^1].Lowest = Math.Min(frames[^1].Lowest, closed.Lowest);
        if (closed.Lowest < frames.Count) Close(frames, at, finished);
    }

    private static void Close(List<Frame> frames, int at, List<Block> finished)
    {
        var (start, cost) = (frames[^1].Start, frames[^1].Cost);
        (frames[^1].Start, frames[^1].Cost) = (at + 1, 0);
        if (frames.Count > 1 && frames[^2].Start == start) frames[^2].Cost += cost;
        else if (cost > 0) finished.Add(new Block(start, cost));
    }

    private static void AddCall(List<RewrittenOperator> output, int position)
    {
        for (var step = 0; step < CallSequence.Length; step++) output.Add(new RewrittenOperator(CallSequence[step], position, step));
    }
}
