using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fvm.Wasm.Compilation;
using Fvm.Wasm.FirstTier;
using Fvm.Wasm.Linking;
using Fvm.Wasm.Runtime;

namespace Fvm.Wasm;

/// <summary>
/// An instance of a module: memory, tables, globals and the gas counter (WebAssembly 2.0, 4.2.5). One thread at a time. Emitted code reads
/// and writes the internal fields directly; see <see cref="FunctionEmitter"/>.
/// </summary>
public sealed unsafe class WasmInstance : IDisposable
{
    // Hot: named by RuntimeMembers, read by emitted code.
    internal long GasCounter;
    internal long MemoryAddress;
    internal long MemoryLength;
    internal long HostStack;
    internal TableEntry* Table0;
    internal uint Table0Length;
    internal int PendingCode;
    internal GlobalCells NearGlobals;
    internal ulong* FarGlobals;
    internal ulong* HostArguments;
    internal ulong* ExtraResults;
    internal int Opaque32;
    internal long Opaque64;

    // Where the next frame of the first tier begins, and its last link.
    internal ulong* FrameTop;
    internal FrameLink* FrameLinks;

    // Cold.
    internal readonly HostFunction[] Hosts;
    internal readonly InstanceLimits Limits;
    internal readonly IGrowthLimiter? Limiter;
    internal readonly FunctionTable[] Tables;
    internal ulong MemoryCapacity;
    internal FrameSegments? Frames;
    internal WasmTrap RequestedTrap;
    internal WasmFunction?[] LinkedFunctions = [];
    internal WasmMemory? SharedMemory;
    internal bool OwnsStore;
    private readonly nint _cells;
    private WasmTrap _trap;
    private long _gasAtTrap;
    private bool _disposed;

    internal WasmInstance(CompiledModule module, HostFunction[] hosts, IGrowthLimiter? limiter, InstanceLimits limits, WasmStore? store = null)
    {
        Store = store;
        Module = module;
        Profile = module.IsProfiled ? new ExecutionProfile() : null;
        Hosts = hosts;
        Limiter = limiter;
        Limits = limits;
        var source = module.Metered.Module;
        Tables = source.Tables.IsEmpty ? [] : new FunctionTable[source.Tables.Length];
        DroppedData = source.DataCount is null ? [] : new bool[source.DataSegments.Length];
        DroppedElements = source.ElementSegments.IsEmpty ? [] : new bool[source.ElementSegments.Length];
        HostStack = StackMeter.Initial(module.Metered.StackLimit, limits.MaxRealStackBytes);

        // SAFETY: one block for all cells that emitted code addresses; freed in Release only. Sizes come from the module and are bounded by its limits.
        var far = module.Facts.LinksGlobals ? source.Globals.Length : Math.Max(0, source.Globals.Length - GlobalCells.Count);
        _cells = (nint)NativeMemory.AllocZeroed((nuint)(far + module.Facts.MaxHostArguments + module.Facts.MaxExtraResults + 1), sizeof(ulong));
        FarGlobals = (ulong*)_cells;
        HostArguments = FarGlobals + far;
        ExtraResults = HostArguments + module.Facts.MaxHostArguments;
    }

    /// <summary>Frees native memory of an instance that nobody disposed.</summary>
    ~WasmInstance() => Release();

    /// <summary>The gas counter in the module's price unit (milligas). Below zero: out of gas.</summary>
    public long Gas
    {
        get => GasCounter;
        set => GasCounter = value;
    }

    /// <summary>The whole current linear memory; empty without one. Not to be kept over a call that may grow it.</summary>
    public Span<byte> Memory => new((void*)MemoryAddress, (int)MemoryLength);

    /// <summary>Whatever the host attached.</summary>
    public object? HostContext { get; set; }

    /// <summary>The module.</summary>
    public CompiledModule Module { get; }

    /// <summary>The store that it shares functions, tables, memories and globals in, or null.</summary>
    internal WasmStore? Store { get; }

    /// <summary>Where the gas goes, in a module that was compiled to be profiled; else null. Host functions that set the gas counter suspend and resume it.</summary>
    public ExecutionProfile? Profile { get; }

    /// <summary>The gas counter, also while a trap unwinds.</summary>
    internal long ExactGas => _trap == WasmTrap.None ? GasCounter : _gasAtTrap;

    /// <summary>Per data segment whether it is dropped; empty where no instruction asks.</summary>
    internal bool[] DroppedData { get; }

    /// <summary>Per element segment whether it is dropped; empty where no instruction asks.</summary>
    internal bool[] DroppedElements { get; }

    /// <summary>
    /// Calls a function as an export is called: with its thunk's charge and height where the module is metered
    /// (<see cref="MeteredModule"/>). Guest traps are values; the gas counter is exact afterwards. May be called again from a host function.
    /// </summary>
    /// <param name="functionIndex">The function, imports counted first.</param>
    /// <param name="args">One per parameter: i32 in the lower half, i64 as it is, f32 and f64 as bits.</param>
    /// <param name="results">At least one per result; i32 zero-extended. Unchanged if the call traps.</param>
    /// <returns><see cref="WasmTrap.None"/> or why it ended early.</returns>
    public WasmTrap Invoke(int functionIndex, ReadOnlySpan<ulong> args, Span<ulong> results)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Module.CheckArity(functionIndex, args.Length, results.Length);
        GasCounter -= Module.Facts.ThunkCosts[functionIndex];
        if (GasCounter < 0) return WasmTrap.OutOfGas;
        var outer = HostStack;
        EntryCalls.Enter(this, functionIndex, args, results);
        HostStack = outer;
        return Settle();
    }

    /// <summary>Runs the start function, if the module has one (WebAssembly 2.0, 4.5.4, step 17).</summary>
    public WasmTrap RunStart() =>
        Module.Metered.Module.StartFunction is { } start ? Invoke(start, [], []) : WasmTrap.None;

    /// <summary>For host functions: unwind the guest when the host function returns; Invoke returns <see cref="WasmTrap.HostAbort"/>.</summary>
    public void Abort() => RequestedTrap = WasmTrap.HostAbort;

    /// <summary>For host functions with several results: sets one after the first, which the function returns.</summary>
    /// <param name="index">From 1 on, below the number of results of the function's type.</param>
    /// <param name="bits">The result: i32 in the lower half, i64 as it is, f32 and f64 as bits.</param>
    public void SetResult(int index, ulong bits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)(index - 1), (uint)Module.Facts.MaxExtraResults, nameof(index));
        ExtraResults[index - 1] = bits;
    }

    /// <summary>Gives memory and tables back.</summary>
    public void Dispose()
    {
        Release();
        if (OwnsStore) Store!.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Begins to unwind: keeps the trap and the gas counter, then makes the counter negative, which every caller tests after a call.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Raise(WasmInstance instance, WasmTrap trap)
    {
        // A first trap wins; a second cannot happen before Settle.
        instance._trap = trap;
        instance._gasAtTrap = instance.GasCounter;
        instance.GasCounter = long.MinValue;
    }

    /// <summary>Reads or writes a global by index: the value's bits, i32 in the lower half.</summary>
    internal ref ulong Global(int index) =>
        ref Module.Facts.LinksGlobals ? ref *(ulong*)FarGlobals[index]
        : ref index < GlobalCells.Count ? ref Unsafe.Add(ref Unsafe.As<GlobalCells, ulong>(ref NearGlobals), index) : ref FarGlobals[index - GlobalCells.Count];

    /// <summary>A function of this instance as its store knows it; the same object every time.</summary>
    internal WasmFunction LinkedFunction(int index) =>
        LinkedFunctions[index] ??= Store!.Register(new WasmFunction(Store, this, index));

    private WasmTrap Settle()
    {
        if (GasCounter >= 0) return WasmTrap.None;
        var trap = _trap;
        if (trap == WasmTrap.None) return WasmTrap.OutOfGas;
        _trap = WasmTrap.None;
        GasCounter = _gasAtTrap;
        return trap;
    }

    private void Release()
    {
        if (_disposed) return;
        _disposed = true;
        if (SharedMemory is not null) SharedMemory.Detach(this);
        else if (MemoryAddress != 0) Module.MemoryPool.Return((nint)MemoryAddress, MemoryCapacity, (ulong)MemoryLength);
        if (!Module.Facts.LinksReferences)
            foreach (var table in Tables) table?.Free();
        NativeMemory.Free((void*)_cells);
        Frames?.Free();
        MemoryAddress = MemoryLength = 0;
        Table0 = null;
        Table0Length = 0;
    }
}
