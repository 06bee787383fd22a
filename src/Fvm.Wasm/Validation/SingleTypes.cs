using System.Collections.Immutable;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Validation;

/// <summary>Result types of one value, made once: a block's type costs no allocation, and equal ones are the same array.</summary>
internal static class SingleTypes
{
    private static readonly ImmutableArray<ValueType> I32 = [ValueType.I32];
    private static readonly ImmutableArray<ValueType> I64 = [ValueType.I64];
    private static readonly ImmutableArray<ValueType> F32 = [ValueType.F32];
    private static readonly ImmutableArray<ValueType> F64 = [ValueType.F64];
    private static readonly ImmutableArray<ValueType> FuncRef = [ValueType.FuncRef];
    private static readonly ImmutableArray<ValueType> ExternRef = [ValueType.ExternRef];

    /// <summary>The result type of one value of that type.</summary>
    public static ImmutableArray<ValueType> Of(ValueType type) => type switch
    {
        ValueType.I32 => I32,
        ValueType.I64 => I64,
        ValueType.F32 => F32,
        ValueType.F64 => F64,
        ValueType.FuncRef => FuncRef,
        _ => ExternRef,
    };
}
