using Fvm.Wasm;
using Fvm.Wasm.Model;

namespace Fvm.Syscalls;

/// <summary>What of a module's exports matters to an invocation (ref-fvm <c>syscalls/mod.rs</c>).</summary>
/// <param name="MemoryBytes">The least size of the memory exported as "memory"; null when there is none, which is fatal.</param>
/// <param name="TableElements">The least size of the table exported as "table"; null when there is none. Built-in actors name theirs otherwise.</param>
/// <param name="Invoke">The index of the function "invoke" of type (i32) -> i32; null when there is none.</param>
/// <param name="HasInvoke">Whether there is a function "invoke" of any type.</param>
internal sealed record ModuleShape(ulong? MemoryBytes, ulong? TableElements, int? Invoke, bool HasInvoke)
{
    private static readonly FunctionType InvokeType = new([Wasm.Model.ValueType.I32], [Wasm.Model.ValueType.I32]);

    public static ModuleShape Of(WasmModule module)
    {
        ModuleShape shape = new(null, null, null, false);
        foreach (ModuleExport export in module.Exports)
        {
            shape = (export.Name, export.Kind) switch
            {
                ("memory", ExternKind.Memory) => shape with { MemoryBytes = (ulong)module.Memories[export.Index].Limits.Minimum * MemoryType.PageSize },
                ("table", ExternKind.Table) => shape with { TableElements = module.Tables[export.Index].Limits.Minimum },
                ("invoke", ExternKind.Function) => shape with
                {
                    HasInvoke = true,
                    Invoke = module.TypeOf(export.Index).Equals(InvokeType) ? export.Index : null,
                },
                _ => shape,
            };
        }

        return shape;
    }
}
