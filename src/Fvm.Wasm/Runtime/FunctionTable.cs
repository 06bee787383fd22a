using System.Runtime.InteropServices;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Runtime;

/// <summary>A table: its elements in native memory, where emitted code reads those of table 0 (WebAssembly 2.0, 4.2.7).</summary>
internal sealed unsafe class FunctionTable
{
    private uint _capacity;

    /// <summary>A table of null elements.</summary>
    /// <param name="limits">Its size, within the instance's limit, and the size that it may grow to.</param>
    public FunctionTable(Limits limits)
    {
        Maximum = limits.Maximum;
        Resize(limits.Minimum);
    }

    /// <summary>The greatest size, where its type states one.</summary>
    public uint? Maximum { get; }

    /// <summary>The elements.</summary>
    public TableEntry* Entries { get; private set; }

    /// <summary>How many.</summary>
    public uint Length { get; private set; }

    /// <summary>The elements as a span.</summary>
    public Span<TableEntry> Span => new(Entries, (int)Length);

    /// <summary>Grows to a length; the new elements are null.</summary>
    public void Resize(uint length)
    {
        if (length > _capacity || Entries == null)
        {
            // SAFETY: Entries is this object's alone; the instance refreshes its copy of the pointer after each growth.
            _capacity = Math.Max(length, Math.Min(_capacity * 2, 1u << 20));
            Entries = (TableEntry*)NativeMemory.Realloc(Entries, (nuint)Math.Max(_capacity, 1) * (nuint)sizeof(TableEntry));
        }

        var old = Length;
        Length = length;
        if (length > old) Span[(int)old..].Fill(TableEntry.NullEntry);
    }

    /// <summary>Frees the elements.</summary>
    public void Free()
    {
        NativeMemory.Free(Entries);
        Entries = null;
        Length = 0;
    }
}
