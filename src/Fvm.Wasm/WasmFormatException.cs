namespace Fvm.Wasm;

/// <summary>The bytes are no module of a format that this engine reads.</summary>
/// <param name="what">What is wrong, without the place.</param>
/// <param name="offset">The byte offset in the module.</param>
public sealed class WasmFormatException(string what, int offset) : Exception($"{what} (at byte {offset})")
{
    /// <summary>What is wrong, without the place.</summary>
    public string What { get; } = what;

    /// <summary>The byte offset in the module.</summary>
    public int Offset { get; } = offset;
}
