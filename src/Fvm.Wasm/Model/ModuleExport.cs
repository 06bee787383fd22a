namespace Fvm.Wasm.Model;

/// <summary>One export (WebAssembly 2.0, 2.5.10).</summary>
/// <param name="Name">Its name; names are unique in a validated module.</param>
/// <param name="Kind">Which index space <paramref name="Index"/> belongs to.</param>
/// <param name="Index">Index in that space, imports counted first.</param>
public readonly record struct ModuleExport(string Name, ExternKind Kind, int Index);
