using Fvm.Wasm;
using Fvm.Wasm.Linking;
using Fvm.Wasm.Model;

namespace Fvm.Conformance.WasmSpec;

/// <summary>The state of a running script: a store, the modules by their names in the script, and by those for imports.</summary>
internal sealed class SpecSession : IDisposable
{
    private static readonly InstanceLimits Limits = new() { MaxMemoryBytes = 4UL << 30, MaxTableElements = 10_000_000 };

    private readonly WasmStore store = new();
    private readonly Dictionary<string, WasmInstance> named = [];
    private readonly Dictionary<string, Func<string, WasmExtern?>> registered = [];
    private WasmInstance? last;

    public SpecSession()
    {
        Dictionary<string, WasmExtern> spectest = SpecTestModule.Create(store);
        registered["spectest"] = spectest.GetValueOrDefault;
    }

    /// <summary>Decodes and validates; what is wrong is thrown as the engine does.</summary>
    public static ValidatedModule Validate(byte[] bytes) => ValidatedModule.Validate(WasmModule.Decode(bytes), WasmProfile.Core);

    /// <summary>Instantiates a module and runs its start function.</summary>
    /// <exception cref="WasmLinkException">An import is unknown or does not fit.</exception>
    public WasmTrap Instantiate(byte[] bytes, string? name)
    {
        CompiledModule module = CompiledModule.Compile(MeteredModule.Unmetered(Validate(bytes)));
        WasmExtern[] imports = [.. module.Imports.Select(Resolve)];
        WasmTrap trap = store.TryInstantiate(module, imports, Limits, long.MaxValue, out WasmInstance? instance);
        if (trap != WasmTrap.None || (trap = instance!.RunStart()) != WasmTrap.None)
            return trap;
        last = instance;
        if (name is not null)
            named[name] = instance;
        return WasmTrap.None;
    }

    /// <summary>Makes a module importable.</summary>
    public void Register(string? name, string importName)
    {
        WasmInstance instance = Instance(name);
        registered[importName] = export => store.FindExport(instance, export);
    }

    /// <summary>Calls a function or reads a global.</summary>
    public WasmTrap Perform(SpecAction action, out ulong[] results)
    {
        WasmInstance instance = Instance(action.Module);
        switch (store.FindExport(instance, action.Field))
        {
            case WasmGlobal global when action.IsGet:
                results = [Canonical(global.Type.Type, global.Bits)];
                return WasmTrap.None;
            case WasmFunction function when !action.IsGet:
                results = new ulong[function.Type.Results.Length];
                instance.Module.TryFindExport(action.Field, ExternKind.Function, out int index);
                return instance.Invoke(index, [.. action.Arguments.Select(argument => argument.ToBits())], results);
            default:
                throw new SpecFormatException($"there is no export {action.Field} of the right kind");
        }
    }

    public void Dispose() => store.Dispose();

    private static ulong Canonical(Wasm.Model.ValueType type, ulong bits) =>
        type is Wasm.Model.ValueType.I32 or Wasm.Model.ValueType.F32 ? (uint)bits : bits;

    private WasmInstance Instance(string? name) => name is null
        ? last ?? throw new SpecFormatException("there is no module yet")
        : named.GetValueOrDefault(name) ?? throw new SpecFormatException($"there is no module {name}");

    private WasmExtern Resolve(ModuleImport import) =>
        registered.GetValueOrDefault(import.Module)?.Invoke(import.Name)
        ?? throw new WasmLinkException($"unknown import: {import.Module}.{import.Name}");
}
