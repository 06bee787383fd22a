using Fvm.Wasm.Model;
using Fvm.Wasm.Runtime;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Linking;

/// <summary>A table that instances share. Its elements are references of the store, not code of one module.</summary>
public sealed class WasmTable : WasmExtern
{
    internal WasmTable(WasmStore store, ValueType element, FunctionTable table)
        : base(store) => (Element, Table) = (element, table);

    /// <inheritdoc/>
    public override ExternKind Kind => ExternKind.Table;

    /// <summary>The elements' type.</summary>
    public ValueType Element { get; }

    /// <summary>Its present type: the minimum is the present size, which is what importing compares (WebAssembly 2.0, 4.5.2).</summary>
    public TableType Type => new(Element, new Limits(Table.Length, Table.Maximum));

    /// <summary>The elements.</summary>
    internal FunctionTable Table { get; }
}
