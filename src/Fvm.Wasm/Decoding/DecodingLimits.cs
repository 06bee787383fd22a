namespace Fvm.Wasm.Decoding;

/// <summary>
/// The implementation limits (WebAssembly 2.0, 7.2). They are those of wasmparser (<c>crates/wasmparser/src/limits.rs</c>), which the network's
/// reference validates with, and which took them from the browsers' common limits: a module refused there must be refused here.
/// </summary>
internal static class DecodingLimits
{
    /// <summary>Bytes of a module. Ours: offsets are int; a block of the network holds at most 1 MiB.</summary>
    public const int ModuleSize = 1 << 30;

    /// <summary>Function types.</summary>
    public const int Types = 1_000_000;

    /// <summary>Functions, imported and defined.</summary>
    public const int Functions = 1_000_000;

    /// <summary>Imports.</summary>
    public const int Imports = 1_000_000;

    /// <summary>Exports.</summary>
    public const int Exports = 1_000_000;

    /// <summary>Globals, imported and defined.</summary>
    public const int Globals = 1_000_000;

    /// <summary>Tables, imported and defined; a profile may allow fewer.</summary>
    public const int Tables = 100;

    /// <summary>Memories, imported and defined; a second one is multi-memory, refused by validation.</summary>
    public const int Memories = 100;

    /// <summary>Data segments.</summary>
    public const int DataSegments = 100_000;

    /// <summary>Element segments.</summary>
    public const int ElementSegments = 100_000;

    /// <summary>Items of one element segment: what the largest table may hold.</summary>
    public const int TableElements = 10_000_000;

    /// <summary>Bytes of a name.</summary>
    public const int NameSize = 100_000;

    /// <summary>Bytes of one function's code entry: the browsers' figure.</summary>
    public const int FunctionSize = 7_654_321;

    /// <summary>Parameters of a function together with its declared locals.</summary>
    public const int Locals = 50_000;

    /// <summary>Parameters of a function type.</summary>
    public const int Parameters = 1_000;

    /// <summary>Results of a function type.</summary>
    public const int Results = 1_000;

    /// <summary>Labels of one br_table.</summary>
    public const int BranchTargets = 131_072;

    /// <summary>Types of one typed select: validation admits exactly one.</summary>
    public const int SelectTypes = 10;

    /// <summary>
    /// Operands on the stack of one function. Ours: a call of two bytes can push 1,000 results in the profile Core, so that without it 1 MiB of
    /// code could ask validation for 500 MiB. No function of single-result operators gets there, since each takes two bytes of code.
    /// </summary>
    public const int OperandHeight = 1 << 23;

    /// <summary>Pages of a memory: 4 GiB.</summary>
    public const uint MemoryPages = 65_536;
}
