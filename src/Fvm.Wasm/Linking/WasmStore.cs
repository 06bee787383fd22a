using System.Runtime.InteropServices;
using Fvm.Wasm.Model;
using Fvm.Wasm.Runtime;

namespace Fvm.Wasm.Linking;

/// <summary>
/// Instances that share functions, tables, memories and globals, and what they share (WebAssembly 2.0, 4.2.3). One thread at a time. It owns
/// its instances: a reference to a function keeps it callable, even that of an instance whose instantiation trapped, until the store is
/// disposed. Only modules of the profile <see cref="WasmProfile.Core"/> can share more than functions and memories.
/// </summary>
public sealed unsafe class WasmStore : IDisposable
{
    private readonly List<WasmFunction> _functions = [];
    private readonly List<WasmInstance> _instances = [];
    private readonly List<FunctionTable> _tables = [];
    private readonly List<WasmMemory> _memories = [];
    private readonly List<nint> _cells = [];
    private readonly MemoryPool _pool = new();
    private bool _disposed;

    /// <summary>Frees native memory of a store that nobody disposed.</summary>
    ~WasmStore() => Release();

    /// <summary>A function of the host.</summary>
    /// <param name="type">Its type; results after the first are set by <see cref="WasmInstance.SetResult"/>.</param>
    /// <param name="function">What is called; its first argument is the instance that calls.</param>
    public WasmFunction NewFunction(FunctionType type, HostFunction function) => Register(new WasmFunction(this, type, function));

    /// <summary>A memory of zeros.</summary>
    /// <param name="type">Its type.</param>
    public WasmMemory NewMemory(MemoryType type) => Register(new WasmMemory(this, type, _pool));

    /// <summary>A table of null references.</summary>
    /// <param name="type">Its type.</param>
    public WasmTable NewTable(TableType type) => new(this, type.Element, Register(new FunctionTable(type.Limits)));

    /// <summary>A global.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="bits">Its value: i32 in the lower half, i64 as it is, f32 and f64 as bits.</param>
    public WasmGlobal NewGlobal(GlobalType type, ulong bits)
    {
        var global = new WasmGlobal(this, type, NewCell());
        *global.Cell = bits;
        return global;
    }

    /// <summary>Creates an instance; the start function is left to <see cref="WasmInstance.RunStart"/>.</summary>
    /// <param name="module">The module.</param>
    /// <param name="imports">One per import, in order.</param>
    /// <param name="limits">What the instance may take.</param>
    /// <param name="gas">The gas counter.</param>
    /// <param name="instance">The instance, unless it traps: what its segments wrote to shared tables and memories before stays written.</param>
    /// <returns>As <see cref="CompiledModule.TryInstantiate"/>.</returns>
    /// <exception cref="WasmLinkException">An import does not fit.</exception>
    public WasmTrap TryInstantiate(
        CompiledModule module, IReadOnlyList<WasmExtern> imports, InstanceLimits limits, long gas, out WasmInstance? instance)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ImportMatching.Check(this, module.Metered.Module, imports);
        var functions = imports.OfType<WasmFunction>().ToArray();
        var created = new WasmInstance(module, [.. functions.Select(function => function.AsImport)], limiter: null, limits, this) { Gas = gas };
        _instances.Add(created);
        LinkedInstantiation.Attach(created, functions, imports);
        var trap = Instantiation.Run(created);
        instance = trap == WasmTrap.None ? created : null;
        return trap;
    }

    /// <summary>What an instance of this store exports under a name, or null.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="name">The name.</param>
    public WasmExtern? FindExport(WasmInstance instance, string name)
    {
        if (instance.Store != this) throw new ArgumentException("The instance is of another store.", nameof(instance));
        foreach (var export in instance.Module.Exports)
            if (export.Name == name) return Export(instance, export);
        return null;
    }

    /// <summary>The function that a reference of this store stands for.</summary>
    /// <param name="reference">See <see cref="WasmFunction.Reference"/>.</param>
    public WasmFunction Function(long reference) => _functions[checked((int)(reference - 1))];

    /// <summary>Frees everything in it.</summary>
    public void Dispose()
    {
        foreach (var instance in _instances) instance.Dispose();
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Numbers a function.</summary>
    internal WasmFunction Register(WasmFunction function)
    {
        _functions.Add(function);
        function.Reference = _functions.Count;
        return function;
    }

    /// <summary>Keeps a memory until the end.</summary>
    internal WasmMemory Register(WasmMemory memory)
    {
        _memories.Add(memory);
        return memory;
    }

    /// <summary>Keeps a table until the end.</summary>
    internal FunctionTable Register(FunctionTable table)
    {
        _tables.Add(table);
        return table;
    }

    /// <summary>A cell for a global.</summary>
    internal ulong* NewCell()
    {
        // SAFETY: freed in Release alone; instances that hold the address are disposed before, or unreachable as the store is.
        var cell = (ulong*)NativeMemory.AllocZeroed(sizeof(ulong));
        _cells.Add((nint)cell);
        return cell;
    }

    private WasmExtern Export(WasmInstance instance, ModuleExport export)
    {
        var module = instance.Module.Metered.Module;
        switch (export.Kind)
        {
            case ExternKind.Function: return instance.LinkedFunction(export.Index);
            case ExternKind.Memory: return instance.SharedMemory ?? Register(new WasmMemory(this, instance));
        }

        // Code of the profile Filecoin keeps globals and table elements in forms of its own, which nobody else can read.
        if (instance.Module.Metered.Validated.Profile != WasmProfile.Core)
            throw new WasmLinkException($"a module of this profile shares no {export.Kind}: {export.Name}");
        return export.Kind == ExternKind.Table
            ? new WasmTable(this, module.Tables[export.Index].Element, instance.Tables[export.Index])
            : new WasmGlobal(this, module.Globals[export.Index], (ulong*)instance.FarGlobals[export.Index]);
    }

    private void Release()
    {
        if (_disposed) return;
        _disposed = true;
        foreach (var memory in _memories) memory.Free();
        foreach (var table in _tables) table.Free();
        foreach (var cell in _cells) NativeMemory.Free((void*)cell);
    }
}
