namespace Fvm.Wasm.Model;

/// <summary>The type of a block as its instruction encodes it (WebAssembly 2.0, 5.4.1).</summary>
internal enum BlockTypeKind : byte
{
    /// <summary>No parameters and no result.</summary>
    Empty,

    /// <summary>No parameters and one result.</summary>
    Value,

    /// <summary>A function type: parameters and results.</summary>
    TypeIndex,
}

/// <summary>The type of a block: <see cref="Value"/> or <see cref="TypeIndex"/> carry meaning where <see cref="Kind"/> says so.</summary>
internal readonly record struct BlockType(BlockTypeKind Kind, ValueType Value, int TypeIndex);
