namespace Fvm.Wasm.Validation;

/// <summary>Validates a module.</summary>
internal static class ModuleValidator
{
    /// <summary>See <see cref="ValidatedModule.Validate"/>.</summary>
    public static ValidatedModule Validate(WasmModule module, WasmProfile profile) => throw new NotImplementedException();
}
