using Fvm.Wasm.Model;

namespace Fvm.Wasm.Linking;

/// <summary>A global that instances share: a cell of native memory that lives as long as its store.</summary>
public sealed unsafe class WasmGlobal : WasmExtern
{
    internal WasmGlobal(WasmStore store, GlobalType type, ulong* cell)
        : base(store)
    {
        Type = type;
        Cell = cell;
    }

    /// <inheritdoc/>
    public override ExternKind Kind => ExternKind.Global;

    /// <summary>Its type.</summary>
    public GlobalType Type { get; }

    /// <summary>Its value: i32 and f32 in the lower half, the upper half undefined; references as in <see cref="WasmFunction.Reference"/>.</summary>
    public ulong Bits => *Cell;

    /// <summary>Where the value is.</summary>
    internal ulong* Cell { get; }
}
