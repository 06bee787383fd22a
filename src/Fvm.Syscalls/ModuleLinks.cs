using Fvm.Ipld;
using Fvm.Wasm;
using Fvm.Wasm.Model;

namespace Fvm.Syscalls;

/// <summary>
/// The syscalls behind a module's imports, in their order; or why there are none. A module that does not link is fatal, but only once its
/// memory is paid for (ref-fvm <c>engine/mod.rs</c>, <c>instantiate</c>): so the reason is kept, not thrown.
/// </summary>
/// <param name="Functions">The functions.</param>
/// <param name="Failure">What does not link, or null.</param>
internal sealed record ModuleLinks(HostFunction[] Functions, string? Failure)
{
    public static ModuleLinks Of(Cid code, WasmModule module, SyscallTable syscalls)
    {
        List<HostFunction> functions = [];
        foreach (ModuleImport import in module.Imports)
        {
            Syscall? syscall = import.Kind == ExternKind.Function ? syscalls.Find(import.Module, import.Name) : null;
            if (syscall is null) return NotLinked($"unknown import {import.Module}::{import.Name}");
            FunctionType type = module.Types[import.TypeIndex];
            if (!type.Equals(syscall.Type)) return NotLinked($"import {import.Module}::{import.Name} is {type}, not {syscall.Type}");
            functions.Add(syscall.HostFunction);
        }

        return new ModuleLinks([.. functions], null);

        ModuleLinks NotLinked(string why) => new([], $"failed to link actor module {code}: {why}");
    }
}
