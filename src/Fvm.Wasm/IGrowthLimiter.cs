namespace Fvm.Wasm;

/// <summary>
/// A budget for memories and tables over several instances. It is asked at instantiation and at each growth by more than nothing that the
/// type's own maximum admits, and before <see cref="InstanceLimits"/> are looked at: what it grants stays granted when those then refuse
/// (wasmtime <c>crates/wasmtime/src/runtime/vm/memory.rs</c>, <c>Memory::grow</c>; ref-fvm <c>fvm/src/engine/mod.rs</c>, <c>WasmtimeLimiter</c>).
/// </summary>
public interface IGrowthLimiter
{
    /// <summary>Whether a memory may grow.</summary>
    /// <param name="currentBytes">Its size; 0 at instantiation.</param>
    /// <param name="desiredBytes">The size wanted.</param>
    bool AllowMemory(ulong currentBytes, ulong desiredBytes);

    /// <summary>Whether a table may grow.</summary>
    /// <param name="currentElements">Its size; 0 at instantiation.</param>
    /// <param name="desiredElements">The size wanted.</param>
    bool AllowTable(ulong currentElements, ulong desiredElements);
}
