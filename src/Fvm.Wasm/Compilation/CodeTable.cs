using System.Reflection.Emit;
using System.Runtime.InteropServices;
using Fvm.Wasm.FirstTier;

namespace Fvm.Wasm.Compilation;

/// <summary>
/// The code of a module's functions. For compiled code there is a native array of addresses, one a function, then once more one a function
/// for the variant that counts no height (<see cref="MeteredModule"/>, "Thunk"). Where there is no machine code yet, and for imports and
/// variants, the address is that of a stub of the function's signature, which goes to the first tier with what
/// <see cref="WasmInstance.PendingCode"/> names. The first tier has its own record of each function.
/// </summary>
internal sealed unsafe class CodeTable
{
    private const int LockCount = 16;
    private readonly CompiledModule _module;
    private readonly int _functions;
    private readonly nint* _addresses;

    // Keeps the code alive: an address does not.
    private readonly DynamicMethod?[] _methods;
    private readonly bool[] _hasStub;
    private readonly List<DynamicMethod> _stubs = [];
    private readonly Dictionary<(int Function, int Loop), nint> _loopEntries = [];
    private readonly List<nint> _registerCode = [];
    private readonly Lock[] _locks = new Lock[LockCount];

    /// <summary>An empty table.</summary>
    public CodeTable(CompiledModule module)
    {
        _module = module;
        _functions = module.Metered.Module.Functions.Length;
        _methods = new DynamicMethod?[_functions];
        _hasStub = new bool[module.Metered.Module.Types.Length];
        for (var i = 0; i < LockCount; i++) _locks[i] = new Lock();

        // SAFETY: freed in the finalizer, when no instance, hence no running code, refers to the module any more.
        _addresses = (nint*)NativeMemory.AllocZeroed((nuint)Math.Max(1, 2 * _functions), (nuint)sizeof(nint));
        States = (FunctionState*)NativeMemory.AllocZeroed((nuint)_functions + 1, (nuint)sizeof(FunctionState));
    }

    /// <summary>Frees the native arrays.</summary>
    ~CodeTable()
    {
        foreach (var code in _registerCode) NativeMemory.Free((void*)code);
        NativeMemory.Free(States);
        NativeMemory.Free(_addresses);
    }

    /// <summary>The records of the first tier, one a function.</summary>
    public FunctionState* States { get; }

    /// <summary>An instruction that leaves the first tier: zeros, behind the records.</summary>
    public RegisterInstruction* Exit => (RegisterInstruction*)(States + _functions);

    /// <summary>What was compiled so far: function and its sizes.</summary>
    public Dictionary<int, IlStatistics> Statistics { get; } = [];

    /// <summary>Where an address stands; emitted code reads it there.</summary>
    public long SlotOf(int code) => (long)(_addresses + code);

    /// <summary>The address of a function that is already compiled, or 0.</summary>
    public nint Known(int function) => Volatile.Read(ref States[function].Compiled);

    /// <summary>Keeps a method alive as long as the table, for code that knows its address.</summary>
    public void Keep(DynamicMethod method)
    {
        lock (_stubs) _stubs.Add(method);
    }

    /// <summary>Takes over register code.</summary>
    public void Own(RegisterInstruction* code)
    {
        lock (_registerCode) _registerCode.Add((nint)code);
    }

    /// <summary>The address of a defined function, compiled if need be. Any number of threads.</summary>
    public nint GetOrCompile(int function)
    {
        var known = Known(function);
        if (known != 0) return known;
        lock (_locks[function % LockCount])
        {
            known = Known(function);
            if (known != 0) return known;
            var method = FunctionCompiler.Compile(_module, function, out var statistics);
            var address = MethodAddress.Of(method);
            _methods[function] = method;
            lock (Statistics) Statistics[function] = statistics;
            Volatile.Write(ref _addresses[function], address);
            Volatile.Write(ref States[function].Compiled, address);
            return address;
        }
    }

    /// <summary>The address of the method that enters a function at a loop's head (<see cref="LoopEntry"/>), if it is compiled already, or 0.</summary>
    public nint KnownLoop(int function, int loop)
    {
        lock (_loopEntries) return _loopEntries.GetValueOrDefault((function, loop));
    }

    /// <summary>Compiles that method, if need be. Two threads may do it twice; either serves.</summary>
    public nint GetOrCompileLoop(int function, int loop)
    {
        if (KnownLoop(function, loop) is not 0 and var known) return known;
        var method = new FunctionEmitter(_module, function, loop).Emit(out _);
        Keep(method);
        var address = MethodAddress.Of(method);
        lock (_loopEntries) _loopEntries[(function, loop)] = address;
        return address;
    }

    /// <summary>
    /// Makes sure that every function of a type has an address to call: whoever emits a call through the table asks for this. Only types that
    /// compiled code calls cost a stub.
    /// </summary>
    public void EnsureStub(int typeId)
    {
        lock (_stubs)
        {
            if (_hasStub[typeId]) return;
            var method = StubCompiler.FirstTierStub(_module, typeId);
            _stubs.Add(method);
            var address = MethodAddress.Of(method);
            for (var i = 0; i < 2 * _functions; i++)
            {
                // A function compiled meanwhile keeps its code: the stub only fills what is empty.
                if (_module.Facts.TypeIdOf(i % _functions) == typeId) Interlocked.CompareExchange(ref _addresses[i], address, 0);
            }

            _hasStub[typeId] = true;
        }
    }
}
