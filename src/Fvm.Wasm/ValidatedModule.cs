using System.Collections.Immutable;
using Fvm.Wasm.Model;
using Fvm.Wasm.Validation;

namespace Fvm.Wasm;

/// <summary>A module that is valid in its profile (WebAssembly 2.0, chapter 3), and what validation learnt about each function.</summary>
public sealed class ValidatedModule
{
    internal ValidatedModule(WasmModule module, WasmProfile profile, ImmutableArray<int> maxOperandHeights)
    {
        Module = module;
        Profile = profile;
        MaxOperandHeights = maxOperandHeights;
    }

    /// <summary>The decoded module.</summary>
    public WasmModule Module { get; }

    /// <summary>What it was validated against.</summary>
    public WasmProfile Profile { get; }

    /// <summary>
    /// Per defined function the greatest number of operands on its stack at once, over its reachable code (parameters, locals and labels
    /// not counted; operands of enclosing blocks counted).
    /// </summary>
    public ImmutableArray<int> MaxOperandHeights { get; }

    /// <summary>Validates a module.</summary>
    /// <param name="module">The decoded module.</param>
    /// <param name="profile">What it may use.</param>
    /// <exception cref="WasmValidationException">It is invalid, or uses what the profile excludes.</exception>
    public static ValidatedModule Validate(WasmModule module, WasmProfile profile) => ModuleValidator.Validate(module, profile);

    /// <summary>
    /// The real stack that one frame of a defined function may take, in bytes by our own deterministic rule:
    /// 64 + 8 x (parameters + locals + greatest operand height). See docs/rationale.md, "Real stack".
    /// </summary>
    /// <param name="definedIndex">The function, counted from the first defined one.</param>
    public long RealStackWeight(int definedIndex)
    {
        var parameters = Module.TypeOf(Module.ImportedFunctionCount + definedIndex).Parameters.Length;
        return 64 + (8L * (parameters + Module.Bodies[definedIndex].LocalCount + MaxOperandHeights[definedIndex]));
    }
}
