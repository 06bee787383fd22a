using System.Collections;
using System.Collections.Immutable;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Validation;

/// <summary>What code is validated against: the module, the profile and the functions that <c>ref.func</c> may name (WebAssembly 2.0, 3.1.1).</summary>
/// <param name="module">The module.</param>
/// <param name="profile">What it may use.</param>
internal sealed class ModuleScope(WasmModule module, WasmProfile profile)
{
    private readonly BitArray _declaredReferences = new(module.Functions.Length);

    /// <summary>The module.</summary>
    public WasmModule Module { get; } = module;

    /// <summary>The profile.</summary>
    public WasmProfile Profile { get; } = profile;

    /// <summary>Declares a function for <c>ref.func</c>; it must be in range.</summary>
    public void DeclareReference(int function) => _declaredReferences[function] = true;

    /// <summary>Whether <c>ref.func</c> may name the function, which must be in range.</summary>
    public bool IsDeclared(int function) => _declaredReferences[function];

    /// <summary>Refuses a type that the profile excludes.</summary>
    public void CheckType(ValueType type, int offset)
    {
        if (type == ValueType.ExternRef && Profile == WasmProfile.Filecoin)
            throw new WasmValidationException("reference types: externref is not supported in the profile Filecoin", offset);
    }

    /// <summary>Refuses an index that lies outside its space.</summary>
    public static void CheckIndex(ulong index, int count, string what, int offset)
    {
        if (index >= (ulong)count) throw new WasmValidationException($"unknown {what} {index}", offset);
    }
}
