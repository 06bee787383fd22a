using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Runtime;

/// <summary>
/// The table and reference instructions (WebAssembly 2.0, 4.4.2 and 4.4.6), called by emitted code. A funcref is 0 for null, else the
/// function's index in the code table plus one, or where instances share references the store's number
/// (<see cref="Linking.WasmFunction.Reference"/>); an externref is the host's number, 0 for null.
/// </summary>
internal static unsafe class TableOperations
{
    /// <summary>
    /// ref.func. In a metered module only a global's initial value can hold one, and calling through it bypasses the thunk
    /// (<see cref="MeteredModule"/>): it refers to the variant that counts no height.
    /// </summary>
    public static long FunctionReference(WasmInstance instance, int function)
    {
        if (instance.Module.Facts.LinksReferences) return instance.LinkedFunction(function).Reference;
        var module = instance.Module.Metered;
        var bypass = module.IsMetered && function >= module.Module.ImportedFunctionCount;
        return 1L + function + (bypass ? module.Module.Functions.Length : 0);
    }

    /// <summary>The element that holds a reference.</summary>
    public static TableEntry ToEntry(WasmInstance instance, ValueType type, long reference)
    {
        if (type != ValueType.FuncRef || instance.Module.Facts.LinksReferences) return new TableEntry { TypeId = TableEntry.Null, Payload = reference };
        return reference == 0 ? TableEntry.NullEntry : instance.Module.Facts.EntryOf((int)(reference - 1));
    }

    /// <summary>table.get.</summary>
    public static long TableGet(WasmInstance instance, int index, int table)
    {
        var entries = instance.Tables[table].Span;
        if ((uint)index >= (uint)entries.Length)
        {
            Raise(instance);
            return 0;
        }

        ref readonly var entry = ref entries[index];
        if (TypeOf(instance, table) != ValueType.FuncRef || instance.Module.Facts.LinksReferences) return entry.Payload;
        return entry.TypeId == TableEntry.Null ? 0 : entry.Code + 1L;
    }

    /// <summary>table.set.</summary>
    public static void TableSet(WasmInstance instance, int index, long reference, int table)
    {
        var entries = instance.Tables[table].Span;
        if ((uint)index >= (uint)entries.Length) Raise(instance);
        else entries[index] = ToEntry(instance, TypeOf(instance, table), reference);
    }

    /// <summary>table.size.</summary>
    public static int TableSize(WasmInstance instance, int table) => (int)instance.Tables[table].Length;

    /// <summary>table.grow: the old size, or -1. Asks in the order of <see cref="MemoryOperations.MemoryGrow"/>.</summary>
    public static int TableGrow(WasmInstance instance, long reference, int delta, int table)
    {
        var target = instance.Tables[table];
        var old = target.Length;
        var desired = (ulong)old + (uint)delta;
        if (delta == 0) return (int)old;
        if (desired > (target.Maximum ?? uint.MaxValue)) return -1;
        if (instance.Limiter is { } limiter && !limiter.AllowTable(old, desired)) return -1;
        if (desired > instance.Limits.MaxTableElements) return -1;
        target.Resize((uint)desired);
        target.Span[(int)old..].Fill(ToEntry(instance, TypeOf(instance, table), reference));
        RefreshTable0(instance);
        return (int)old;
    }

    /// <summary>table.fill.</summary>
    public static void TableFill(WasmInstance instance, int index, long reference, int length, int table)
    {
        var entries = instance.Tables[table].Span;
        if (!MemoryOperations.Fits(index, length, entries.Length)) Raise(instance);
        else entries.Slice(index, length).Fill(ToEntry(instance, TypeOf(instance, table), reference));
    }

    /// <summary>table.copy; the ranges may overlap.</summary>
    public static void TableCopy(WasmInstance instance, int destination, int source, int length, int destinationTable, int sourceTable)
    {
        var to = instance.Tables[destinationTable].Span;
        var from = instance.Tables[sourceTable].Span;
        if (!MemoryOperations.Fits(destination, length, to.Length) || !MemoryOperations.Fits(source, length, from.Length)) Raise(instance);
        else from.Slice(source, length).CopyTo(to[destination..]);
    }

    /// <summary>table.init; a dropped segment is empty.</summary>
    public static void TableInit(WasmInstance instance, int destination, int source, int length, int segment, int table)
    {
        var to = instance.Tables[table].Span;
        var from = instance.DroppedElements[segment] ? default : instance.Module.Elements.Entries(instance, segment);
        if (!MemoryOperations.Fits(destination, length, to.Length) || !MemoryOperations.Fits(source, length, from.Length)) Raise(instance);
        else from.Slice(source, length).CopyTo(to[destination..]);
    }

    /// <summary>elem.drop.</summary>
    public static void ElementDrop(WasmInstance instance, int segment) => instance.DroppedElements[segment] = true;

    /// <summary>For call_indirect through a table other than 0: the element's address, or 0 past the end.</summary>
    public static nint TableEntryAt(WasmInstance instance, int index, int table)
    {
        var target = instance.Tables[table];

        // SAFETY: within the table; the caller reads the element before anything can move it.
        return (uint)index < target.Length ? (nint)(target.Entries + (uint)index) : 0;
    }

    /// <summary>Refreshes the instance's copy of table 0, after it was made or grew.</summary>
    public static void RefreshTable0(WasmInstance instance)
    {
        if (instance.Tables.Length == 0) return;
        instance.Table0 = instance.Tables[0].Entries;
        instance.Table0Length = instance.Tables[0].Length;
    }

    private static ValueType TypeOf(WasmInstance instance, int table) => instance.Module.Metered.Module.Tables[table].Element;

    private static void Raise(WasmInstance instance) => WasmInstance.Raise(instance, WasmTrap.TableOutOfBounds);
}
