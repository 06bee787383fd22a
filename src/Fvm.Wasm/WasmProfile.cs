namespace Fvm.Wasm;

/// <summary>Which WebAssembly a module is validated against.</summary>
public enum WasmProfile
{
    /// <summary>
    /// What the network admits: WebAssembly 1.0 with bulk memory, sign extension, saturating truncation, mutable globals and
    /// function references in tables, globals and locals; one memory, one table, at most one result
    /// (ref-fvm <c>fvm/src/engine/mod.rs</c>, <c>wasmtime_config</c>).
    /// </summary>
    Filecoin,

    /// <summary>WebAssembly 2.0 without SIMD.</summary>
    Core,
}
