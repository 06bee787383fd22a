using Fvm.Wasm.Model;

namespace Fvm.Wasm.Interpretation;

/// <summary>A table of the reference interpreter.</summary>
/// <param name="type">Its type.</param>
/// <param name="limits">What the instance may take.</param>
internal sealed class ReferenceTable(TableType type, InstanceLimits limits)
{
    private long[] _elements = new long[type.Limits.Minimum];

    /// <summary>How many elements.</summary>
    public uint Length => (uint)_elements.Length;

    /// <summary>An element, or none past the end.</summary>
    public long? Find(uint index) => index < _elements.Length ? _elements[index] : null;

    /// <summary>Reads an element.</summary>
    public long Get(uint index) => Find(index) ?? throw Outside();

    /// <summary>Writes an element.</summary>
    public void Set(uint index, long reference)
    {
        if (index >= Length) throw Outside();
        _elements[index] = reference;
    }

    /// <summary>Grows; the old size, or -1.</summary>
    public uint Grow(uint delta, long reference)
    {
        var old = Length;
        var desired = (ulong)old + delta;
        if (delta != 0 && desired > Math.Min(type.Limits.Maximum ?? uint.MaxValue, limits.MaxTableElements)) return uint.MaxValue;
        Array.Resize(ref _elements, (int)desired);
        Array.Fill(_elements, reference, (int)old, (int)delta);
        return old;
    }

    /// <summary>Writes one reference many times.</summary>
    public void Fill(uint index, long reference, uint count)
    {
        if ((ulong)index + count > Length) throw Outside();
        for (var i = 0u; i < count; i++) _elements[index + i] = reference;
    }

    /// <summary>Copies references into it.</summary>
    public void Write(uint destination, long[] from, uint source, uint count)
    {
        if ((ulong)destination + count > Length || (ulong)source + count > (ulong)from.Length) throw Outside();
        Array.Copy(from, source, _elements, destination, count);
    }

    /// <summary>Copies from another table, or within one.</summary>
    public void Copy(uint destination, ReferenceTable from, uint source, uint count) => Write(destination, from._elements, source, count);

    private static GuestTrapException Outside() => new(WasmTrap.TableOutOfBounds);
}
