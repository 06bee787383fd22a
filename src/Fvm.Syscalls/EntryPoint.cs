using Fvm.Wasm;
using Fvm.Wasm.Model;

namespace Fvm.Syscalls;

/// <summary>A function that the machine calls.</summary>
/// <param name="Exists">Whether there is a function of its name, of whatever type.</param>
/// <param name="Index">The function's index; null when its type is another.</param>
internal readonly record struct EntryPoint(bool Exists, int? Index)
{
    public static EntryPoint Of(WasmModule module, ModuleExport export, FunctionType type) =>
        new(true, module.TypeOf(export.Index).Equals(type) ? export.Index : null);
}
