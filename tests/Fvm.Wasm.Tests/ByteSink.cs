using System.Buffers.Binary;
using System.Text;

namespace Fvm.Wasm.Tests;

/// <summary>Writes the primitives of the binary format.</summary>
internal sealed class ByteSink
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public byte[] ToArray() => [.. _bytes];

    public ByteSink Byte(int value)
    {
        _bytes.Add((byte)value);
        return this;
    }

    public ByteSink Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>An unsigned LEB128.</summary>
    public ByteSink U32(uint value)
    {
        for (; value >= 0x80; value >>= 7) Byte((byte)(value | 0x80));
        return Byte((byte)value);
    }

    /// <summary>A signed LEB128.</summary>
    public ByteSink Signed(long value)
    {
        while (true)
        {
            var low = (byte)(value & 0x7F);
            value >>= 7;
            if ((value == 0 && (low & 0x40) == 0) || (value == -1 && (low & 0x40) != 0)) return Byte(low);
            Byte(low | 0x80);
        }
    }

    public ByteSink Fixed32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Bytes(bytes);
    }

    public ByteSink Fixed64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return Bytes(bytes);
    }

    public ByteSink Name(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        return U32((uint)utf8.Length).Bytes(utf8);
    }

    /// <summary>A vector of things already encoded.</summary>
    public ByteSink Vector(IReadOnlyList<byte[]> items)
    {
        U32((uint)items.Count);
        foreach (var item in items) Bytes(item);
        return this;
    }
}
