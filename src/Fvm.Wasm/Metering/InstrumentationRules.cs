using Fvm.Wasm.Decoding;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Metering;

/// <summary>
/// What the instrumentation refuses (fvm-wasm-instrument, <c>gas_metering::inject</c>, <c>stack_limiter/thunk.rs</c>): valid modules which the
/// network nevertheless fails to load. 0.2.0 reads modules with parity-wasm 0.42, which knows WebAssembly 1.0 and bulk memory only.
/// </summary>
internal static class InstrumentationRules
{
    /// <summary>The imported global that the instrumentation adds, and that a module must not import itself.</summary>
    public const string GasModule = "gas", GasCounter = "gas_counter";

    /// <summary>Checks a module.</summary>
    /// <exception cref="WasmMeteringException">The instrumentation refuses it.</exception>
    public static void Check(WasmModule module, MeteringVersion version)
    {
        if (version == MeteringVersion.V0_2)
        {
            CheckOfV0_2(module);
            return;
        }

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

    /// <summary>Checks an operator: what the parser of 0.2.0 does not know, it refuses.</summary>
    public static void CheckOperator(in InstructionReader instruction, MeteringVersion version)
    {
        if (version != MeteringVersion.V0_2) return;
        ref readonly var info = ref OpcodeTable.Of(instruction.Opcode);
        if (info.Feature is not (WasmFeature.Mvp or WasmFeature.BulkMemory))
            throw new WasmMeteringException($"{info.Name} is unknown to the instrumentation", instruction.Offset);
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

    /// <summary>
    /// 0.2.0 misreads the other forms of element segments, of which ours refuses all; and no built-in code, which alone it is given, imports
    /// a global.
    /// </summary>
    private static void CheckOfV0_2(WasmModule module)
    {
        foreach (var import in module.Imports)
            if (import.Kind == ExternKind.Global) throw new WasmMeteringException("a global is imported", -1);
        foreach (var type in module.Types)
            if (type.Parameters.Any(IsReference) || type.Results.Any(IsReference)) throw new WasmMeteringException("a type has references", -1);
        foreach (var global in module.Globals)
            if (IsReference(global.Type)) throw new WasmMeteringException("a global is a reference", -1);
        foreach (var body in module.Bodies)
            if (body.LocalGroups.Any(static group => IsReference(group.Type))) throw new WasmMeteringException("a local is a reference", body.Offset);
        foreach (var segment in module.ElementSegments)
            if (segment.UsesExpressions || segment.Mode != SegmentMode.Active || segment.Offset.Kind != ConstantKind.I32)
                throw new WasmMeteringException("element segment of a form that is unknown to the instrumentation", segment.Offset.Offset);
        foreach (var segment in module.DataSegments)
            if (segment.Mode == SegmentMode.Active && segment.Offset.Kind != ConstantKind.I32)
                throw new WasmMeteringException("data segment whose offset is not a plain i32.const", segment.Offset.Offset);
    }

    private static bool IsReference(ValueType type) => type is ValueType.FuncRef or ValueType.ExternRef;
}
