namespace Fvm.Wasm.Model;

/// <summary>What an import or export is, numbered as the binary format encodes it (WebAssembly 2.0, 5.5.5).</summary>
public enum ExternKind : byte
{
    /// <summary>A function.</summary>
    Function = 0,

    /// <summary>A table.</summary>
    Table = 1,

    /// <summary>A linear memory.</summary>
    Memory = 2,

    /// <summary>A global.</summary>
    Global = 3,
}
