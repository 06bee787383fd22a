namespace Fvm.Wasm;

/// <summary>The module is valid, and the network's instrumentation refuses it all the same.</summary>
/// <param name="what">What is refused, without the place.</param>
/// <param name="offset">The byte offset in the module, or -1 where the fault has no single place.</param>
public sealed class WasmMeteringException(string what, int offset)
    : Exception(offset < 0 ? what : $"{what} (at byte {offset})")
{
    /// <summary>What is refused, without the place.</summary>
    public string What { get; } = what;

    /// <summary>The byte offset in the module, or -1 where the fault has no single place.</summary>
    public int Offset { get; } = offset;
}
