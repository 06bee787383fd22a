using Fvm.Wasm.Model;

namespace Fvm.Wasm.Linking;

/// <summary>Whether external values fit imports (WebAssembly 2.0, 4.5.2 "import matching").</summary>
internal static class ImportMatching
{
    /// <summary>Checks all imports of a module.</summary>
    /// <exception cref="WasmLinkException">One does not fit.</exception>
    public static void Check(WasmStore store, WasmModule module, IReadOnlyList<WasmExtern> given)
    {
        if (given.Count != module.Imports.Length)
            throw new WasmLinkException($"the module has {module.Imports.Length} imports, {given.Count} are given");
        for (var i = 0; i < given.Count; i++)
        {
            var import = module.Imports[i];
            if (given[i].Store != store) throw new WasmLinkException($"{import.Module}.{import.Name} is of another store");
            if (!Fits(module, import, given[i])) throw new WasmLinkException($"incompatible import type: {import.Module}.{import.Name}");
        }
    }

    private static bool Fits(WasmModule module, ModuleImport import, WasmExtern given) => (import.Kind, given) switch
    {
        (ExternKind.Function, WasmFunction function) => function.Type.Equals(module.Types[import.TypeIndex]),
        (ExternKind.Global, WasmGlobal global) => global.Type == import.Global,
        (ExternKind.Memory, WasmMemory memory) => Fits(import.Memory.Limits, memory.Type.Limits),
        (ExternKind.Table, WasmTable table) => table.Element == import.Table.Element && Fits(import.Table.Limits, table.Type.Limits),
        _ => false,
    };

    private static bool Fits(Limits wanted, Limits given) =>
        given.Minimum >= wanted.Minimum && (wanted.Maximum is null || given.Maximum <= wanted.Maximum);
}
