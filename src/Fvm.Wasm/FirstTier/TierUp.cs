using Fvm.Wasm.Compilation;

namespace Fvm.Wasm.FirstTier;

/// <summary>Decides, at calls and at the heads of loops, whether a function is translated, goes on as it is, or is compiled.</summary>
internal sealed unsafe class TierUp(CompiledModule module, TierPolicy policy)
{
    private readonly Lock _translating = new();
    private readonly Queue<(int Function, int Loop)> _waiting = [];
    private readonly HashSet<(int Function, int Loop)> _askedLoops = [];
    private RegisterTranslator? _translator;
    private bool _isWorking;

    /// <summary>
    /// A call of a function that has no register code yet, or whose heat is spent. Any number of threads.
    /// </summary>
    /// <returns>Whether to call its machine code; else its register code is there.</returns>
    public static bool OnEntry(CompiledModule module, FunctionState* function) => module.TierUp.Enter(function);

    /// <summary>A loop goes round in a function whose heat is spent.</summary>
    /// <param name="module">The module.</param>
    /// <param name="function">The function.</param>
    /// <param name="loop">The loop, as register code names it.</param>
    /// <returns>The method that does the rest of the function from here (<see cref="LoopEntry"/>), or 0: it goes on in this tier.</returns>
    public static nint InLoop(CompiledModule module, FunctionState* function, int loop) => module.TierUp.EnterLoop(function, loop);

    private readonly TierPolicy policy = policy;

    private bool Enter(FunctionState* function)
    {
        var index = (int)(function - module.Code.States);
        var isNew = function->Code == null;
        if (isNew && policy.InstructionsPerByte > 0 && TryTranslate(function, index)) return false;
        if (policy.InstructionsPerByte == TierPolicy.Never && !isNew)
        {
            function->Heat = int.MaxValue;
            return false;
        }

        if (policy.InBackground && !isNew)
        {
            Ask(function, index);
            return false;
        }

        module.Code.GetOrCompile(index);
        return true;
    }

    // The function comes first, for its other calls. What is still in the loop after as many instructions again, with that done, is worth a
    // method of its own: most loops are not.
    private nint EnterLoop(FunctionState* function, int loop)
    {
        var index = (int)(function - module.Code.States);
        if (policy.InstructionsPerByte == TierPolicy.Never)
        {
            function->Heat = int.MaxValue;
            return 0;
        }

        if (!policy.InBackground)
        {
            // Its next call will be compiled, unless RyuJIT refuses.
            var rest = loop == RegisterInstruction.NamelessLoop ? 0 : CompileLoop(index, loop);
            function->Heat = rest != 0 ? 0 : int.MaxValue;
            return rest;
        }

        if (Ask(function, index) || function->Compiled == 0 || loop == RegisterInstruction.NamelessLoop) return 0;
        var known = module.Code.KnownLoop(index, loop);
        if (known == 0) Enqueue(index, loop);
        return known;
    }

    private bool Ask(FunctionState* function, int index)
    {
        if (function->IsAsked)
        {
            function->Heat = TierPolicy.LoopPatience;
            return false;
        }

        function->IsAsked = true;
        function->Heat = policy.HeatOf(module.Metered.Module.Bodies[index - module.Metered.Module.ImportedFunctionCount].Code.Length);
        Enqueue(index, LoopEntry.None);
        return true;
    }

    private bool TryTranslate(FunctionState* function, int index)
    {
        lock (_translating)
        {
            if (function->Code != null) return true;
            _translator ??= new RegisterTranslator(module);
            return _translator.TryTranslate(index, function, policy);
        }
    }

    private void Enqueue(int function, int loop)
    {
        lock (_waiting)
        {
            if (loop != LoopEntry.None && !_askedLoops.Add((function, loop))) return;
            _waiting.Enqueue((function, loop));
            if (_isWorking) return;
            _isWorking = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static tiers => tiers.Work(), this, preferLocal: false);
    }

    private void Work()
    {
        while (true)
        {
            (int Function, int Loop) next;
            lock (_waiting)
            {
                if (!_waiting.TryDequeue(out next))
                {
                    _isWorking = false;
                    return;
                }
            }

            if (next.Loop != LoopEntry.None) CompileLoop(next.Function, next.Loop);
            else CompileFunction(next.Function);
        }
    }

    // Nobody waits for these, and an exception would end the process: what RyuJIT refuses stays in this tier, which computes the same.
    private void CompileFunction(int function)
    {
        try
        {
            module.Code.GetOrCompile(function);
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
        }
    }

    private nint CompileLoop(int function, int loop)
    {
        try
        {
            return module.Code.GetOrCompileLoop(function, loop);
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            return 0;
        }
    }

    private static bool IsRefusal(Exception exception) =>
        exception is InvalidProgramException or InsufficientExecutionStackException or OutOfMemoryException;
}
