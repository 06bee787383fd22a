using Fvm.Wasm;
using Fvm.Wasm.Model;

namespace Fvm.Syscalls;

/// <summary>What of a module's exports matters to an invocation (ref-fvm <c>syscalls/mod.rs</c>).</summary>
/// <param name="MemoryBytes">The least size of the memory exported as "memory"; null when there is none, which is fatal.</param>
/// <param name="TableElements">The least size of the table exported as "table"; null when there is none. Built-in actors name theirs otherwise.</param>
/// <param name="Invoke">The function "invoke", which takes the handle of the parameters.</param>
/// <param name="Upgrade">The function "upgrade", which takes the handles of the parameters and of what it upgrades from.</param>
internal sealed record ModuleShape(ulong? MemoryBytes, ulong? TableElements, EntryPoint Invoke, EntryPoint Upgrade)
{
    private static readonly FunctionType InvokeType = new([Wasm.Model.ValueType.I32], [Wasm.Model.ValueType.I32]);
    private static readonly FunctionType UpgradeType =
        new([Wasm.Model.ValueType.I32, Wasm.Model.ValueType.I32], [Wasm.Model.ValueType.I32]);

    public static ModuleShape Of(WasmModule module)
    {
        ModuleShape shape = new(null, null, default, default);
        foreach (ModuleExport export in module.Exports)
        {
            shape = (export.Name, export.Kind) switch
            {
                ("memory", ExternKind.Memory) => shape with { MemoryBytes = (ulong)module.Memories[export.Index].Limits.Minimum * MemoryType.PageSize },
                ("table", ExternKind.Table) => shape with { TableElements = module.Tables[export.Index].Limits.Minimum },
                ("invoke", ExternKind.Function) => shape with { Invoke = EntryPoint.Of(module, export, InvokeType) },
                ("upgrade", ExternKind.Function) => shape with { Upgrade = EntryPoint.Of(module, export, UpgradeType) },
                _ => shape,
            };
        }

        return shape;
    }
}
