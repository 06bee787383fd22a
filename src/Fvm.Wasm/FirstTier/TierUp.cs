namespace Fvm.Wasm.FirstTier;

/// <summary>Decides, at calls and at the heads of loops, whether a function is translated, goes on as it is, or is compiled.</summary>
internal sealed unsafe class TierUp(CompiledModule module, TierPolicy policy)
{
    private readonly Lock _translating = new();
    private readonly Queue<int> _waiting = [];
    private RegisterTranslator? _translator;
    private bool _isWorking;

    /// <summary>
    /// A call of a function that has no register code yet, or whose heat is spent. Any number of threads.
    /// </summary>
    /// <returns>Whether to call its machine code; else its register code is there.</returns>
    public static bool OnEntry(CompiledModule module, FunctionState* function) => module.TierUp.Enter(function);

    /// <summary>A loop goes round in a function whose heat is spent. Without a thread to compile in the background, its next call will see to it.</summary>
    public static void InLoop(CompiledModule module, FunctionState* function)
    {
        if (module.TierUp.policy.InBackground) module.TierUp.Enter(function);
        else function->Heat = 0;
    }

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
            function->Heat = int.MaxValue;
            Enqueue(index);
            return false;
        }

        module.Code.GetOrCompile(index);
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

    private void Enqueue(int function)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(function);
            if (_isWorking) return;
            _isWorking = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static tiers => tiers.Work(), this, preferLocal: false);
    }

    private void Work()
    {
        while (true)
        {
            int function;
            lock (_waiting)
            {
                if (!_waiting.TryDequeue(out function))
                {
                    _isWorking = false;
                    return;
                }
            }

            try
            {
                module.Code.GetOrCompile(function);
            }
            catch (Exception refused) when (refused is InvalidProgramException or InsufficientExecutionStackException or OutOfMemoryException)
            {
                // Nobody waits here, and an exception would end the process: the function stays in this tier, which computes the same.
            }
        }
    }
}
