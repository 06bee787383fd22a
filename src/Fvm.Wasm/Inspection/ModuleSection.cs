namespace Fvm.Wasm.Inspection;

/// <summary>A section of a module's bytes.</summary>
/// <param name="Name">The specification's name in lower case; a custom section's own name in quotation marks.</param>
/// <param name="Offset">Where its content begins in the module.</param>
/// <param name="Size">The bytes of its content.</param>
public sealed record ModuleSection(string Name, int Offset, int Size);
