namespace Fvm.Wasm.Model;

/// <summary>What the single instruction of a constant expression is (WebAssembly 2.0, 3.3.10).</summary>
public enum ConstantKind : byte
{
    /// <summary>Not exactly one constant instruction; validation refuses it.</summary>
    Other,

    /// <summary><c>i32.const</c>.</summary>
    I32,

    /// <summary><c>i64.const</c>.</summary>
    I64,

    /// <summary><c>f32.const</c>.</summary>
    F32,

    /// <summary><c>f64.const</c>.</summary>
    F64,

    /// <summary><c>global.get</c> of an imported immutable global.</summary>
    GlobalGet,

    /// <summary><c>ref.null</c>.</summary>
    RefNull,

    /// <summary><c>ref.func</c>.</summary>
    RefFunc,
}

/// <summary>A constant expression: a global's initial value, a segment's offset or an element of a segment.</summary>
/// <param name="Kind">The instruction.</param>
/// <param name="Bits">
/// The constant: i32 zero-extended, i64 as it is, f32 and f64 as bits; the index for <c>global.get</c> and <c>ref.func</c>;
/// the <see cref="ValueType"/> for <c>ref.null</c>.
/// </param>
/// <param name="Code">The instructions with the closing <c>end</c>, a slice of the module's bytes.</param>
/// <param name="Offset">Where <paramref name="Code"/> begins in the module.</param>
public readonly record struct ConstantExpression(ConstantKind Kind, ulong Bits, ReadOnlyMemory<byte> Code, int Offset);
