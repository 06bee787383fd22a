using System.Collections.Immutable;
using Fvm.Wasm.Decoding;
using Fvm.Wasm.Model;

namespace Fvm.Wasm;

/// <summary>
/// A decoded module: well formed, not yet valid (WebAssembly 2.0, 2.5). Index spaces hold the imports first. Nothing is copied from the
/// input: bodies, data and custom sections are slices of <see cref="Bytes"/>, which must not change afterwards.
/// </summary>
public sealed class WasmModule
{
    internal WasmModule()
    {
    }

    /// <summary>The module as it was given.</summary>
    public ReadOnlyMemory<byte> Bytes { get; internal init; }

    /// <summary>The function types.</summary>
    public ImmutableArray<FunctionType> Types { get; internal init; } = [];

    /// <summary>The imports, in order.</summary>
    public ImmutableArray<ModuleImport> Imports { get; internal init; } = [];

    /// <summary>The function index space: for each function the index of its type, imported functions first.</summary>
    public ImmutableArray<int> Functions { get; internal init; } = [];

    /// <summary>How many of <see cref="Functions"/> are imported; defined function d has the index ImportedFunctionCount + d.</summary>
    public int ImportedFunctionCount { get; internal init; }

    /// <summary>The table index space.</summary>
    public ImmutableArray<TableType> Tables { get; internal init; } = [];

    /// <summary>How many of <see cref="Tables"/> are imported.</summary>
    public int ImportedTableCount { get; internal init; }

    /// <summary>The memory index space.</summary>
    public ImmutableArray<MemoryType> Memories { get; internal init; } = [];

    /// <summary>How many of <see cref="Memories"/> are imported.</summary>
    public int ImportedMemoryCount { get; internal init; }

    /// <summary>The global index space.</summary>
    public ImmutableArray<GlobalType> Globals { get; internal init; } = [];

    /// <summary>How many of <see cref="Globals"/> are imported.</summary>
    public int ImportedGlobalCount { get; internal init; }

    /// <summary>The initial values of the defined globals.</summary>
    public ImmutableArray<ConstantExpression> GlobalInitializers { get; internal init; } = [];

    /// <summary>The exports, in order.</summary>
    public ImmutableArray<ModuleExport> Exports { get; internal init; } = [];

    /// <summary>The start function's index, or null.</summary>
    public int? StartFunction { get; internal init; }

    /// <summary>The element segments.</summary>
    public ImmutableArray<ElementSegment> ElementSegments { get; internal init; } = [];

    /// <summary>The data count section's number, or null where there is no such section.</summary>
    public uint? DataCount { get; internal init; }

    /// <summary>The data segments.</summary>
    public ImmutableArray<DataSegment> DataSegments { get; internal init; } = [];

    /// <summary>The code of the defined functions.</summary>
    public ImmutableArray<FunctionBody> Bodies { get; internal init; } = [];

    /// <summary>From the first byte of the code to its last: a measure of the work that it makes.</summary>
    internal long CodeSize => Bodies.IsEmpty ? 0 : (long)Bodies[^1].Offset + Bodies[^1].Code.Length - Bodies[0].Offset;

    /// <summary>The custom sections, in order.</summary>
    public ImmutableArray<CustomSection> CustomSections { get; internal init; } = [];

    /// <summary>Whether a function section is present, be it empty; the instrumentation refuses a module without one.</summary>
    public bool HasFunctionSection { get; internal init; }

    /// <summary>Decodes a module of the binary format (WebAssembly 2.0 without SIMD, chapter 5).</summary>
    /// <param name="bytes">The whole module; kept, not copied.</param>
    /// <exception cref="WasmFormatException">The bytes are malformed, use a feature that this engine does not have, or exceed a limit.</exception>
    public static WasmModule Decode(ReadOnlyMemory<byte> bytes) => ModuleDecoder.Decode(bytes);

    /// <summary>The type of a function; both the index and its type must be in range, as they are in a validated module.</summary>
    /// <param name="functionIndex">An index in <see cref="Functions"/>.</param>
    public FunctionType TypeOf(int functionIndex) => Types[Functions[functionIndex]];
}
