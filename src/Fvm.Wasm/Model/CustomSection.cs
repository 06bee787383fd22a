namespace Fvm.Wasm.Model;

/// <summary>A custom section; the engine reads none of them (WebAssembly 2.0, 5.5.3).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Content">What follows the name: a slice of the module's bytes.</param>
public readonly record struct CustomSection(string Name, ReadOnlyMemory<byte> Content);
