namespace Fvm.Wasm.Interpretation;

/// <summary>Unwinds an interpreted call.</summary>
/// <param name="trap">Why.</param>
internal sealed class GuestTrapException(WasmTrap trap) : Exception(trap.ToString())
{
    /// <summary>Why.</summary>
    public WasmTrap Trap { get; } = trap;
}
