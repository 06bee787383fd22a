using Fvm.Wasm.Model;

namespace Fvm.Wasm.Linking;

/// <summary>What one instance exports and another may import (WebAssembly 2.0, 4.2.9 "external values"). It belongs to one <see cref="WasmStore"/>.</summary>
public abstract class WasmExtern
{
    private protected WasmExtern(WasmStore store) => Store = store;

    /// <summary>What it is.</summary>
    public abstract ExternKind Kind { get; }

    /// <summary>Its store.</summary>
    public WasmStore Store { get; }
}
