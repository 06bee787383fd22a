using System.Collections.Immutable;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>What the emitters of one function share: the body under construction, the operand stack, the function's locals.</summary>
internal sealed class FunctionScope
{
    private const int LargeBody = 2_000;
    private readonly int[] _ilLocals;

    /// <summary>Begins a defined function.</summary>
    /// <param name="module">The module.</param>
    /// <param name="function">The function, imports counted first.</param>
    /// <param name="entryLoop">The loop that the method enters at its head (<see cref="LoopEntry"/>), or <see cref="LoopEntry.None"/>.</param>
    public FunctionScope(CompiledModule module, int function, int entryLoop)
    {
        Module = module;
        Function = function;
        EntryLoop = entryLoop;
        Type = module.TypeOf(function);
        var body = module.Metered.Module.Bodies[function - module.Metered.Module.ImportedFunctionCount];
        LocalTypes = Expand(Type.Parameters, body);
        IsLarge = body.Code.Length > LargeBody;
        _ilLocals = new int[LocalTypes.Length];
        Body = EntersLoop ? LoopEntry.NewBody(function, entryLoop) : new StubBody($"wasm{function}", Type);
        Stack.Begin(2 * LocalTypes.Length);
        Hazards.Begin(LocalTypes.Length);
    }

    /// <summary>The module.</summary>
    public CompiledModule Module { get; }

    /// <summary>The module's facts.</summary>
    public ModuleFacts Facts => Module.Facts;

    /// <summary>The function's index, imports counted first.</summary>
    public int Function { get; }

    /// <summary>The loop, counted from 0 in reachable code, at whose head the method begins, or <see cref="LoopEntry.None"/>: it is the function itself.</summary>
    public int EntryLoop { get; }

    /// <summary>Whether the method begins at a loop's head.</summary>
    public bool EntersLoop => EntryLoop != LoopEntry.None;

    /// <summary>The function's type.</summary>
    public FunctionType Type { get; }

    /// <summary>The types of parameters and locals.</summary>
    public ValueType[] LocalTypes { get; }

    /// <summary>Whether the body is so long that RyuJIT might not optimise it, or not keep track of all its temporaries.</summary>
    public bool IsLarge { get; }

    /// <summary>The method under construction.</summary>
    public StubBody Body { get; }

    /// <summary>Its IL.</summary>
    public IlWriter Il => Body.Il;

    /// <summary>Its IL locals.</summary>
    public LocalAllocator Locals => Body.Locals;

    /// <summary>The operand stack.</summary>
    public OperandStack Stack { get; } = new();

    /// <summary>What RyuJIT may mistake locals for.</summary>
    public LocalHazards Hazards { get; } = new();

    /// <summary>The greatest number of values that a call puts on the IL stack.</summary>
    public int MaxArguments { get; private set; }

    /// <summary>Loads a field of the instance.</summary>
    public void LoadField(RuntimeMember field)
    {
        Il.LdArg(0);
        Il.Token(IlOp.Ldfld, Body.Members.Token(field));
    }

    /// <summary>Calls a method of the runtime.</summary>
    public void Call(RuntimeMember method) => Il.Token(IlOp.Call, Body.Members.Token(method));

    /// <summary>Makes room for a call's arguments on the IL stack.</summary>
    public void NoteArguments(int count) => MaxArguments = Math.Max(MaxArguments, count);

    /// <summary>Pushes a wasm local.</summary>
    public void LoadLocal(int index)
    {
        if (IsArgument(index)) Il.LdArg(IlSignature.LeadingArguments + index);
        else Il.LdLoc(IlLocal(index));
    }

    /// <summary>Pops into a wasm local.</summary>
    public void StoreLocal(int index)
    {
        if (IsArgument(index)) Il.StArg(IlSignature.LeadingArguments + index);
        else Il.StLoc(IlLocal(index));
    }

    private bool IsArgument(int index) => index < Type.Parameters.Length && !EntersLoop;

    // Declared at first use, so that a local that no reachable code names costs no frame. The runtime zeroes IL locals, as wasm demands.
    private int IlLocal(int index)
    {
        ref var known = ref _ilLocals[index];
        if (known == 0) known = 1 + Locals.Declare(LocalTypes[index]);
        return known - 1;
    }

    private static ValueType[] Expand(ImmutableArray<ValueType> parameters, FunctionBody body)
    {
        var types = new ValueType[parameters.Length + body.LocalCount];
        parameters.AsSpan().CopyTo(types);
        var at = parameters.Length;
        foreach (var group in body.LocalGroups)
        {
            types.AsSpan(at, (int)group.Count).Fill(group.Type);
            at += (int)group.Count;
        }

        return types;
    }
}
