using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Validation;

/// <summary>Validates constant expressions (WebAssembly 2.0, 3.3.10).</summary>
internal static class ConstantValidator
{
    /// <summary>Checks one, and declares the function that it refers to.</summary>
    public static void Check(ModuleScope scope, in ConstantExpression expression, ValueType expected)
    {
        var actual = expression.Kind switch
        {
            ConstantKind.I32 => ValueType.I32,
            ConstantKind.I64 => ValueType.I64,
            ConstantKind.F32 => ValueType.F32,
            ConstantKind.F64 => ValueType.F64,
            ConstantKind.RefNull => (ValueType)expression.Bits,
            ConstantKind.GlobalGet => CheckGlobal(scope, expression),
            ConstantKind.RefFunc => CheckFunction(scope, expression),
            _ => throw Refusal(expression),
        };
        scope.CheckType(actual, expression.Offset);
        if (actual != expected)
            throw new WasmValidationException($"type mismatch: expected {expected}, found {actual}", expression.Offset);
    }

    private static ValueType CheckGlobal(ModuleScope scope, in ConstantExpression expression)
    {
        ModuleScope.CheckIndex(expression.Bits, scope.Module.ImportedGlobalCount, "global", expression.Offset);
        var global = scope.Module.Globals[(int)expression.Bits];
        if (global.IsMutable) throw new WasmValidationException("constant expression required: the global is mutable", expression.Offset);
        return global.Type;
    }

    private static ValueType CheckFunction(ModuleScope scope, in ConstantExpression expression)
    {
        ModuleScope.CheckIndex(expression.Bits, scope.Module.Functions.Length, "function", expression.Offset);
        scope.DeclareReference((int)expression.Bits);
        return ValueType.FuncRef;
    }

    /// <summary>Says why an expression is none: an instruction that is not constant, or a wrong number of constants.</summary>
    private static WasmValidationException Refusal(in ConstantExpression expression)
    {
        var instructions = new InstructionReader(expression.Code.Span, expression.Offset);
        while (instructions.Read())
        {
            var isConstant = instructions.Opcode is Opcode.I32Const or Opcode.I64Const or Opcode.F32Const or Opcode.F64Const
                or Opcode.GlobalGet or Opcode.RefNull or Opcode.RefFunc or Opcode.End;
            if (!isConstant) return new WasmValidationException("constant expression required", instructions.Offset);
        }

        return new WasmValidationException("type mismatch: a constant expression yields exactly one value", expression.Offset);
    }
}
