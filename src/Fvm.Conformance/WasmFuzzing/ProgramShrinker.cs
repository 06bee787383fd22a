using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Conformance.WasmFuzzing;

/// <summary>
/// Cuts a program down while something about it stays true: takes statements out, puts zeros and operands in the place of expressions. What
/// makes a program invalid is simply not interesting any more, so no rule here need know validity.
/// </summary>
internal static class ProgramShrinker
{
    private const int MaximumAttempts = 20_000;

    /// <summary>Shrinks a program in place.</summary>
    /// <param name="program">The program, for which <paramref name="isInteresting"/> holds.</param>
    /// <param name="isInteresting">What must stay true.</param>
    public static void Shrink(GeneratedProgram program, Func<GeneratedProgram, bool> isInteresting)
    {
        int attempts = 0;
        bool progress = true;
        while (progress && attempts < MaximumAttempts)
        {
            progress = false;
            foreach (GeneratedFunction function in program.Functions)
                progress |= ShrinkList(function.Body, isBody: true, Try);
        }

        bool Try() => ++attempts < MaximumAttempts && isInteresting(program);
    }

    private static bool ShrinkList(List<CodeNode> list, bool isBody, Func<bool> isInteresting)
    {
        bool progress = isBody && RemoveRuns(list, isInteresting);
        for (int i = list.Count - 1; i >= 0; i--)
        {
            progress |= Replace(list, i, isInteresting);
            progress |= ShrinkList(list[i].Operands, list[i].IsSequence, isInteresting);
            progress |= ShrinkList(list[i].Body, isBody: true, isInteresting);
            if (list[i].Else is { } other)
                progress |= ShrinkList(other, isBody: true, isInteresting);
        }

        return progress;
    }

    // Half of the list at once, then quarters, down to single nodes.
    private static bool RemoveRuns(List<CodeNode> list, Func<bool> isInteresting)
    {
        bool progress = false;
        for (int length = Math.Max(1, list.Count / 2); length > 0; length /= 2)
        {
            for (int start = list.Count - length; start >= 0; start--)
            {
                List<CodeNode> removed = list.GetRange(start, length);
                list.RemoveRange(start, length);
                if (isInteresting())
                {
                    progress = true;
                    start = Math.Min(start, list.Count - length + 1);
                }
                else
                {
                    list.InsertRange(start, removed);
                }
            }
        }

        return progress;
    }

    private static bool Replace(List<CodeNode> list, int index, Func<bool> isInteresting)
    {
        CodeNode original = list[index];
        foreach (CodeNode candidate in Candidates(original))
        {
            list[index] = candidate;
            if (isInteresting())
                return true;
        }

        list[index] = original;
        return false;
    }

    private static IEnumerable<CodeNode> Candidates(CodeNode node)
    {
        if (node.Type is { } type)
        {
            if (!IsZero(node))
                yield return CodeNodes.Zero(type);
            foreach (CodeNode operand in node.Operands.Where(operand => operand.Type == type))
                yield return operand;
        }

        if (node is { IsSequence: false, Body.Count: > 0, Operands.Count: 0, BlockType: < 0 })
            yield return new CodeNode { Opcode = Opcode.Nop, IsSequence = true, Type = node.Type, Operands = node.Body };
    }

    private static bool IsZero(CodeNode node) => node.Opcode == Opcode.RefNull
        || (node is { Bits: 0, Operands.Count: 0 } && node.Opcode is Opcode.I32Const or Opcode.I64Const or Opcode.F32Const or Opcode.F64Const);
}
