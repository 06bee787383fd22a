namespace Fvm.Wasm.Linking;

/// <summary>What is given for an import does not fit it (WebAssembly 2.0, 4.5.4, step 5).</summary>
/// <param name="what">Which import and why.</param>
public sealed class WasmLinkException(string what) : Exception(what);
