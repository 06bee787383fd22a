using Fvm.Wasm.Linking;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Conformance.WasmSpec;

/// <summary>The host module <c>spectest</c> that the suite's scripts import (WebAssembly/spec, interpreter/README.md, "Scripts").</summary>
internal static class SpecTestModule
{
    private const uint Number = 666;
    private const float Fraction = 666.6f;
    private const double WideFraction = 666.6;

    /// <summary>Makes it in a store.</summary>
    public static Dictionary<string, WasmExtern> Create(WasmStore store)
    {
        var exports = new Dictionary<string, WasmExtern>
        {
            ["global_i32"] = store.NewGlobal(new GlobalType(ValueType.I32, false), Number),
            ["global_i64"] = store.NewGlobal(new GlobalType(ValueType.I64, false), Number),
            ["global_f32"] = store.NewGlobal(new GlobalType(ValueType.F32, false), BitConverter.SingleToUInt32Bits(Fraction)),
            ["global_f64"] = store.NewGlobal(new GlobalType(ValueType.F64, false), BitConverter.DoubleToUInt64Bits(WideFraction)),
            ["table"] = store.NewTable(new TableType(ValueType.FuncRef, new Limits(10, 20))),
            ["memory"] = store.NewMemory(new MemoryType(new Limits(1, 2))),
        };
        Print("print");
        Print("print_i32", ValueType.I32);
        Print("print_i64", ValueType.I64);
        Print("print_f32", ValueType.F32);
        Print("print_f64", ValueType.F64);
        Print("print_i32_f32", ValueType.I32, ValueType.F32);
        Print("print_f64_f64", ValueType.F64, ValueType.F64);
        return exports;

        // The suite looks at no output.
        void Print(string name, params ReadOnlySpan<ValueType> parameters) =>
            exports[name] = store.NewFunction(new FunctionType([.. parameters], []), static (_, _) => 0);
    }
}
