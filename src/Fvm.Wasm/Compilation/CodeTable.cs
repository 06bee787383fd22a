using System.Reflection.Emit;
using System.Runtime.InteropServices;

namespace Fvm.Wasm.Compilation;

/// <summary>
/// The machine code of a module's functions: a native array of addresses, one per function, which emitted calls read; then once more one per
/// function for the variant that counts no height (<see cref="MeteredModule"/>, "Thunk"). A function that is not compiled yet is represented
/// by a lazy stub of its signature, which compiles what <see cref="WasmInstance.PendingCode"/> names and goes on there.
/// </summary>
internal sealed unsafe class CodeTable
{
    private const int LockCount = 16;
    private readonly CompiledModule _module;
    private readonly int _functions;
    private readonly nint* _addresses;
    private readonly nint[] _compiled;

    // Keeps the code alive: an address does not.
    private readonly DynamicMethod?[] _methods;
    private readonly bool[] _hasStub;
    private readonly List<DynamicMethod> _stubs = [];
    private readonly Lock[] _locks = new Lock[LockCount];

    /// <summary>An empty table.</summary>
    public CodeTable(CompiledModule module)
    {
        _module = module;
        _functions = module.Metered.Module.Functions.Length;
        _compiled = new nint[2 * _functions];
        _methods = new DynamicMethod?[2 * _functions];
        _hasStub = new bool[module.Metered.Module.Types.Length];
        for (var i = 0; i < LockCount; i++) _locks[i] = new Lock();

        // SAFETY: freed in the finalizer, when no instance, hence no running code, refers to the module any more.
        _addresses = (nint*)NativeMemory.AllocZeroed((nuint)Math.Max(1, 2 * _functions), (nuint)sizeof(nint));
    }

    /// <summary>Frees the native array.</summary>
    ~CodeTable() => NativeMemory.Free(_addresses);

    /// <summary>What was compiled so far: function (or variant) and its sizes.</summary>
    public Dictionary<int, IlStatistics> Statistics { get; } = [];

    /// <summary>Where an address stands; emitted code reads it there.</summary>
    public long SlotOf(int code) => (long)(_addresses + code);

    /// <summary>The address of a function that is already compiled, or 0.</summary>
    public nint Known(int code) => Volatile.Read(ref _compiled[code]);

    /// <summary>Keeps a method alive as long as the table, for code that knows its address.</summary>
    public void Keep(DynamicMethod method)
    {
        lock (_stubs) _stubs.Add(method);
    }

    /// <summary>For emitted code: compiles what the instance is about to call.</summary>
    public static nint CompilePending(WasmInstance instance) => instance.Module.Code.GetOrCompile(instance.PendingCode);

    /// <summary>The address of a function, compiled if need be. Any number of threads.</summary>
    public nint GetOrCompile(int code)
    {
        var known = Known(code);
        if (known != 0) return known;
        lock (_locks[code % LockCount])
        {
            if (_compiled[code] != 0) return _compiled[code];
            var method = new FunctionCompiler(_module).Compile(code, out var statistics);
            var address = MethodAddress.Of(method);
            _methods[code] = method;
            lock (Statistics) Statistics[code] = statistics;
            _addresses[code] = address;
            Volatile.Write(ref _compiled[code], address);
            return address;
        }
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
            var method = StubCompiler.LazyStub(_module, typeId);
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
