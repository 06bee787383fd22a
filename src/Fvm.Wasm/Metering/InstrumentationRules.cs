using Fvm.Wasm.Decoding;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Metering;

/// <summary>
/// What the instrumentation refuses about a module as a whole (fvm-wasm-instrument 0.4.0, <c>gas_metering::inject</c>,
/// <c>stack_limiter/thunk.rs</c>): valid modules which the network nevertheless fails to load.
/// </summary>
internal static class InstrumentationRules
{
    /// <summary>The imported global that the instrumentation adds, and that a module must not import itself.</summary>
    public const string GasModule = "gas", GasCounter = "gas_counter";

    /// <summary>Checks a module.</summary>
    /// <exception cref="WasmMeteringException">The instrumentation refuses it.</exception>
    public static void Check(WasmModule module)
    {
        if (!module.HasFunctionSection) throw new WasmMeteringException("no function section", -1);
        foreach (var import in module.Imports)
            if (import is { Kind: ExternKind.Global, Module: GasModule, Name: GasCounter })
                throw new WasmMeteringException("expected 1 gas global: the module imports gas.gas_counter itself", -1);
        foreach (var segment in module.ElementSegments)
            if (segment.Expressions.Length > 0)
                throw new WasmMeteringException("element segment with expressions", segment.Expressions[0].Offset);
        foreach (var segment in module.DataSegments)
            if (segment.Mode == SegmentMode.Active && segment.Offset.Kind != ConstantKind.I32)
                throw new WasmMeteringException("data segment whose offset is not a plain i32.const", segment.Offset.Offset);
    }

    /// <summary>
    /// A function with dynamic charges gets one more local to hold the operand; the rewritten module is validated again, and fails where
    /// that exceeds the limit.
    /// </summary>
    public static void CheckLocals(FunctionType type, in FunctionBody body, bool hasLinearCharges)
    {
        if (hasLinearCharges && type.Parameters.Length + body.LocalCount >= DecodingLimits.Locals)
            throw new WasmMeteringException("too many locals: none is left for the metering of bulk operators", body.Offset);
    }
}
