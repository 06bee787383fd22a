namespace Fvm.Wasm;

/// <summary>The module is well formed and not valid (WebAssembly 2.0, chapter 3), or uses what its profile excludes.</summary>
/// <param name="what">What is wrong, without the place.</param>
/// <param name="offset">The byte offset in the module, or -1 where the fault has no single place.</param>
public sealed class WasmValidationException(string what, int offset)
    : Exception(offset < 0 ? what : $"{what} (at byte {offset})")
{
    /// <summary>What is wrong, without the place.</summary>
    public string What { get; } = what;

    /// <summary>The byte offset in the module, or -1 where the fault has no single place.</summary>
    public int Offset { get; } = offset;
}
