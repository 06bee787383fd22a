namespace Fvm.Conformance.WasmFuzzing;

/// <summary>Writes the primitives of WebAssembly's binary format.</summary>
internal sealed class ByteWriter
{
    private readonly List<byte> bytes = [];

    public int Length => bytes.Count;

    public byte[] ToArray() => [.. bytes];

    public void Byte(byte value) => bytes.Add(value);

    public void Bytes(ReadOnlySpan<byte> values) => bytes.AddRange(values);

    /// <summary>An unsigned LEB128.</summary>
    public void U32(uint value)
    {
        for (; value >= 0x80; value >>= 7)
            Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    /// <summary>A signed LEB128.</summary>
    public void Signed(long value)
    {
        while (true)
        {
            byte low = (byte)(value & 0x7F);
            value >>= 7;
            bool isLast = value == ((low & 0x40) == 0 ? 0 : -1);
            Byte(isLast ? low : (byte)(low | 0x80));
            if (isLast)
                return;
        }
    }

    /// <summary>Little-endian bytes.</summary>
    public void Fixed(ulong value, int count)
    {
        for (int i = 0; i < count; i++)
            Byte((byte)(value >> (8 * i)));
    }

    /// <summary>A name of ASCII characters.</summary>
    public void Name(string name)
    {
        U32((uint)name.Length);
        foreach (char letter in name)
            Byte((byte)letter);
    }

    /// <summary>A byte count, then what is written.</summary>
    public void Sized(Action<ByteWriter> write)
    {
        var inner = new ByteWriter();
        write(inner);
        U32((uint)inner.Length);
        bytes.AddRange(inner.bytes);
    }

    /// <summary>A section of a vector; nothing where the vector is empty.</summary>
    public void Section<T>(byte id, IReadOnlyList<T> items, Action<ByteWriter, T> write)
    {
        if (items.Count == 0)
            return;
        Byte(id);
        Sized(inner =>
        {
            inner.U32((uint)items.Count);
            foreach (T item in items)
                write(inner, item);
        });
    }
}
