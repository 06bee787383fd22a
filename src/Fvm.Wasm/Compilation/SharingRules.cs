using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>
/// What a module may share with others, by what it imports and exports alone: its code is compiled once, before anybody knows with whom it
/// will be linked. What it cannot share keeps the faster form.
/// </summary>
internal static class SharingRules
{
    /// <summary>Whether globals, and whether function references, may be shared.</summary>
    public static (bool Globals, bool References) Of(WasmModule module)
    {
        var (globals, references) = (false, false);
        foreach (var import in module.Imports)
        {
            globals |= import.Kind == ExternKind.Global;
            references |= import.Kind switch
            {
                ExternKind.Function => Mentions(module.Types[import.TypeIndex]),
                ExternKind.Global => import.Global.Type == ValueType.FuncRef,
                ExternKind.Table => true,
                _ => false,
            };
        }

        foreach (var export in module.Exports)
        {
            globals |= export.Kind == ExternKind.Global;
            references |= export.Kind switch
            {
                ExternKind.Function => Mentions(module.TypeOf(export.Index)),
                ExternKind.Global => module.Globals[export.Index].Type == ValueType.FuncRef,
                ExternKind.Table => true,
                _ => false,
            };
        }

        return (globals, references);
    }

    private static bool Mentions(FunctionType type) => type.Parameters.Contains(ValueType.FuncRef) || type.Results.Contains(ValueType.FuncRef);
}
