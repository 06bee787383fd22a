using Fvm.Wasm;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Conformance.WasmFuzzing;

/// <summary>What a function under generation may name, and how much more of it there shall be.</summary>
internal sealed class FunctionScope
{
    private static readonly ValueType[] Numbers = [ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64];
    private readonly ValueType[] locals;
    private readonly Random random;
    private int budget;
    private int openLoops;

    public FunctionScope(GeneratedProgram program, GeneratedFunction function, Random random, int budget)
    {
        this.random = random;
        this.budget = budget;
        Program = program;
        FunctionType type = program.Types[function.TypeIndex];
        locals = [.. type.Parameters, .. function.Locals];
        Results = [.. type.Results];
    }

    public GeneratedProgram Program { get; }

    public bool IsCore => Program.Profile == WasmProfile.Core;

    /// <summary>What the function returns.</summary>
    public ValueType[] Results { get; }

    /// <summary>The open labels with what a branch takes along, null where none may go; the function's own is the first.</summary>
    public List<ValueType[]?> Labels { get; } = [];

    public Random Random => random;

    /// <summary>Takes a node from the budget.</summary>
    public bool Spend() => --budget >= 0;

    /// <summary>Mostly a number type.</summary>
    public ValueType AnyType() => IsCore && random.Next(8) == 0 ? AnyReference() : Numbers[random.Next(Numbers.Length)];

    /// <summary>A reference type that the profile has.</summary>
    public ValueType AnyReference() => IsCore && random.Next(2) == 0 ? ValueType.ExternRef : ValueType.FuncRef;

    /// <summary>A local of a type, never a loop's counter.</summary>
    public uint LocalOf(ValueType type)
    {
        int count = locals.Length - BodyGenerator.LoopCounters;
        int start = random.Next(count);
        for (int i = 0; i < count; i++)
        {
            if (locals[(start + i) % count] == type)
                return (uint)((start + i) % count);
        }

        throw new InvalidOperationException($"no local of type {type}");
    }

    /// <summary>Whether there is a local of a type.</summary>
    public bool HasLocal(ValueType type) => locals.AsSpan(0, locals.Length - BodyGenerator.LoopCounters).Contains(type);

    /// <summary>A global of a type; the fuel is none.</summary>
    public bool TryGlobal(ValueType type, bool mutable, out uint global)
    {
        int count = Program.Globals.Count - 1;
        int start = random.Next(count);
        for (int i = 0; i < count; i++)
        {
            int index = 1 + ((start + i) % count);
            if (Program.Globals[index].Type != type || (mutable && !Program.Globals[index].IsMutable))
                continue;
            global = (uint)index;
            return true;
        }

        global = 0;
        return false;
    }

    /// <summary>A table of an element type.</summary>
    public uint TableOf(ValueType type)
    {
        uint[] fitting = [.. Enumerable.Range(0, Program.Tables.Count).Where(i => Program.Tables[i] == type).Select(i => (uint)i)];
        return fitting[random.Next(fitting.Length)];
    }

    /// <summary>A label by its depth, with what it takes along.</summary>
    public uint AnyLabel(out ValueType[] carried)
    {
        int depth = random.Next(Labels.Count);
        while (Labels[Labels.Count - 1 - depth] is null)
            depth--;
        carried = Labels[Labels.Count - 1 - depth]!;
        return (uint)depth;
    }

    /// <summary>A counter for one more nested loop.</summary>
    public bool TryEnterLoop(out uint counter)
    {
        counter = (uint)(locals.Length - BodyGenerator.LoopCounters + openLoops);
        if (openLoops == BodyGenerator.LoopCounters)
            return false;
        openLoops++;
        return true;
    }

    /// <summary>The innermost loop's counter is free again.</summary>
    public void LeaveLoop() => openLoops--;

    public T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
