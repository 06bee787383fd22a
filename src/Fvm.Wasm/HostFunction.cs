namespace Fvm.Wasm;

/// <summary>
/// A function of the host that a module imports. It may read and write <see cref="WasmInstance.Memory"/>, set
/// <see cref="WasmInstance.Gas"/> (a negative value unwinds the guest as out of gas), call <see cref="WasmInstance.Abort"/>, and invoke this
/// or other instances. An exception passes through the guest's frames to the caller of <see cref="WasmInstance.Invoke"/>; the instance must
/// not be used afterwards.
/// </summary>
/// <param name="instance">The instance that calls.</param>
/// <param name="args">The arguments: i32 zero-extended, i64 as it is, f32 and f64 as bits. Valid until the function returns.</param>
/// <returns>The result in the same encoding; ignored where the import has none.</returns>
public delegate ulong HostFunction(WasmInstance instance, ReadOnlySpan<ulong> args);
