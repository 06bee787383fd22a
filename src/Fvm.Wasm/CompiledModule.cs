using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Fvm.Wasm.Compilation;
using Fvm.Wasm.FirstTier;
using Fvm.Wasm.Linking;
using Fvm.Wasm.Model;
using Fvm.Wasm.Runtime;

namespace Fvm.Wasm;

/// <summary>
/// A module ready to be instantiated any number of times, by any number of threads. Functions run as register code at first, and become
/// machine code when that pays; either serves all instances. Everything that instances allocate in bulk (memories) is pooled here.
/// </summary>
public sealed class CompiledModule
{
    private readonly Dictionary<(string, ExternKind), int> _exports = [];

    private CompiledModule(MeteredModule metered, bool canonicalNaNs, bool profiled, TierPolicy policy)
    {
        Metered = metered;
        IsProfiled = profiled;
        var module = metered.Module;
        foreach (var export in module.Exports) _exports.Add((export.Name, export.Kind), export.Index);
        Facts = new ModuleFacts(metered, canonicalNaNs);
        Code = new CodeTable(this);
        Elements = ElementImage.Build(this);
        Entries = new EntryCalls(this);
        TierUp = new TierUp(this, policy);
    }

    /// <summary>The imports, in order.</summary>
    public ImmutableArray<ModuleImport> Imports => Metered.Module.Imports;

    /// <summary>The exports, in order.</summary>
    public ImmutableArray<ModuleExport> Exports => Metered.Module.Exports;

    /// <summary>The type of the memory, or null without one.</summary>
    public MemoryType? MemoryType => Metered.Module.Memories is [var first, ..] ? first : null;

    /// <summary>The type of the first table, or null without one.</summary>
    public TableType? TableType => Metered.Module.Tables is [var first, ..] ? first : null;

    /// <summary>The stage before.</summary>
    public MeteredModule Metered { get; }

    /// <summary>Whether instances keep an <see cref="ExecutionProfile"/>.</summary>
    public bool IsProfiled { get; }

    internal ModuleFacts Facts { get; }

    internal CodeTable Code { get; }

    internal MemoryPool MemoryPool { get; } = new();

    internal TierUp TierUp { get; }

    internal FrameSegmentPool FramePool { get; } = new();

    internal ElementImage Elements { get; }

    internal EntryCalls Entries { get; }

    /// <summary>Prepares a module; functions are translated and compiled as they are called. NaN results of arithmetic are canonical.</summary>
    /// <param name="module">The metered module.</param>
    public static CompiledModule Compile(MeteredModule module) => Compile(module, canonicalNaNs: true);

    /// <summary>Prepares a module.</summary>
    /// <param name="module">The metered module.</param>
    /// <param name="canonicalNaNs">
    /// Whether arithmetic turns every NaN result into the canonical one, as the network demands and the specification allows. Without it NaN
    /// bits are the machine's, and RyuJIT folds x - 0 and x * 1 to x, which leaves a signalling NaN as it is: neither deterministic nor wholly
    /// the specification's.
    /// </param>
    /// <param name="profiled">Whether instances keep an <see cref="ExecutionProfile"/>: each call of a function then has a hook before and after it.</param>
    public static CompiledModule Compile(MeteredModule module, bool canonicalNaNs, bool profiled = false) =>
        Compile(module, canonicalNaNs, profiled, profiled ? TierPolicy.CompileFirst : TierPolicy.Current());

    /// <summary>Prepares a module, with a policy for the change from register code to machine code.</summary>
    internal static CompiledModule Compile(MeteredModule module, bool canonicalNaNs, bool profiled, TierPolicy policy) =>
        new(module, canonicalNaNs, profiled, policy);

    /// <summary>The type of a function.</summary>
    /// <param name="functionIndex">The function, imports counted first.</param>
    public FunctionType TypeOf(int functionIndex) => Metered.Module.TypeOf(functionIndex);

    /// <summary>Finds an export.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">What it must be.</param>
    /// <param name="index">Its index in the index space of <paramref name="kind"/>.</param>
    public bool TryFindExport(string name, ExternKind kind, out int index) => _exports.TryGetValue((name, kind), out index);

    /// <summary>Whether a table is exported under a name.</summary>
    /// <param name="name">The name.</param>
    public bool TableExported(string name) => TryFindExport(name, ExternKind.Table, out _);

    /// <summary>
    /// Creates an instance: memory, tables, globals; then active element segments, then active data segments, in order (WebAssembly 2.0,
    /// 4.5.4). The start function is left to <see cref="WasmInstance.RunStart"/>.
    /// </summary>
    /// <param name="importedFunctions">One per imported function, in order; whether names and types fit is the caller's to know.</param>
    /// <param name="limiter">A budget over several instances, or null.</param>
    /// <param name="hostContext">For <see cref="WasmInstance.HostContext"/>.</param>
    /// <param name="gas">The gas counter, in the module's price unit.</param>
    /// <param name="limits">What the instance may take.</param>
    /// <param name="instance">The instance, unless a segment is out of bounds or a limit refuses.</param>
    /// <returns>
    /// <see cref="WasmTrap.None"/>; <see cref="WasmTrap.TableOutOfBounds"/> or <see cref="WasmTrap.MemoryOutOfBounds"/> for a segment;
    /// <see cref="WasmTrap.LimitRefused"/>.
    /// </returns>
    public WasmTrap TryInstantiate(
        ReadOnlySpan<HostFunction> importedFunctions,
        IGrowthLimiter? limiter,
        object? hostContext,
        long gas,
        InstanceLimits limits,
        out WasmInstance? instance)
    {
        if (importedFunctions.Length != Metered.Module.ImportedFunctionCount) ThrowImports(Metered.Module.ImportedFunctionCount);
        if (Facts.ImportsMoreThanFunctions) ThrowUnsupportedImports();
        var store = Facts.LinksGlobals || Facts.LinksReferences ? new WasmStore() : null;
        instance = new WasmInstance(this, importedFunctions.ToArray(), limiter, limits, store) { Gas = gas, HostContext = hostContext };
        if (store is not null) LinkedInstantiation.AttachAlone(instance);
        var trap = Instantiation.Run(instance);
        if (trap == WasmTrap.None) return trap;
        instance.Dispose();
        instance = null;
        return trap;
    }

    /// <summary>Throws unless a call from the host has the right number of arguments and room for the results.</summary>
    internal void CheckArity(int functionIndex, int arguments, int results)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)functionIndex, (uint)Metered.Module.Functions.Length, nameof(functionIndex));
        var type = TypeOf(functionIndex);
        if (arguments != type.Parameters.Length || results < type.Results.Length) ThrowArity(type);
    }

    [DoesNotReturn]
    private static void ThrowArity(FunctionType type) => throw new ArgumentException($"The function's type is {type}.");

    [DoesNotReturn]
    private static void ThrowImports(int count) => throw new ArgumentException($"The module imports {count} functions.");

    [DoesNotReturn]
    private static void ThrowUnsupportedImports() =>
        throw new NotSupportedException("Only functions can be imported; the module imports a memory, a table or a global.");
}
