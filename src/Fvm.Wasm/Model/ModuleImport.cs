namespace Fvm.Wasm.Model;

/// <summary>One import (WebAssembly 2.0, 2.5.11). Only the member that <see cref="Kind"/> names carries meaning.</summary>
/// <param name="Module">The first name.</param>
/// <param name="Name">The second name.</param>
/// <param name="Kind">What is imported.</param>
public sealed record ModuleImport(string Module, string Name, ExternKind Kind)
{
    /// <summary>Index of the function's type in <see cref="WasmModule.Types"/>.</summary>
    public int TypeIndex { get; init; }

    /// <summary>The table's type.</summary>
    public TableType Table { get; init; }

    /// <summary>The memory's type.</summary>
    public MemoryType Memory { get; init; }

    /// <summary>The global's type.</summary>
    public GlobalType Global { get; init; }
}
