using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace Fvm.Wasm.Decoding;

/// <summary>Reads the primitives of the binary format (WebAssembly 2.0, 5.1 and 5.2), strictly; every error names its byte in the module.</summary>
/// <param name="bytes">What is read.</param>
/// <param name="origin">Where <paramref name="bytes"/> begins in the module.</param>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes, int origin)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly int _origin = origin;

    /// <summary>The offset of the next byte, from the beginning of the span.</summary>
    public int Position { get; private set; }

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _bytes.Length - Position;

    /// <summary>The offset of the next byte in the module.</summary>
    public readonly int Offset => _origin + Position;

    /// <summary>What is left, unread.</summary>
    public readonly ReadOnlySpan<byte> Rest => _bytes[Position..];

    /// <summary>One byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte ReadByte()
    {
        var position = Position;
        if ((uint)position >= (uint)_bytes.Length) ThrowUnexpectedEnd();
        Position = position + 1;
        return _bytes[position];
    }

    /// <summary>The next byte, which stays unread.</summary>
    public readonly byte PeekByte()
    {
        if (Remaining == 0) ThrowUnexpectedEnd();
        return _bytes[Position];
    }

    /// <summary>An unsigned 32-bit LEB128: at most 5 bytes, unused bits zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ReadU32()
    {
        var position = Position;
        if ((uint)position < (uint)_bytes.Length && _bytes[position] < 0x80)
        {
            Position = position + 1;
            return _bytes[position];
        }

        return (uint)ReadUnsigned(32);
    }

    /// <summary>A signed 32-bit LEB128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadS32()
    {
        var position = Position;
        if ((uint)position < (uint)_bytes.Length && _bytes[position] < 0x80)
        {
            Position = position + 1;
            return (sbyte)(_bytes[position] << 1) >> 1;
        }

        return (int)ReadSigned(32);
    }

    /// <summary>A signed 33-bit LEB128, the form of block types.</summary>
    public long ReadS33() => ReadSigned(33);

    /// <summary>A signed 64-bit LEB128.</summary>
    public long ReadS64() => ReadSigned(64);

    /// <summary>Four bytes, little-endian.</summary>
    public uint ReadFixed32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadSpan(4));

    /// <summary>Eight bytes, little-endian.</summary>
    public ulong ReadFixed64() => BinaryPrimitives.ReadUInt64LittleEndian(ReadSpan(8));

    /// <summary>So many bytes.</summary>
    public ReadOnlySpan<byte> ReadSpan(int length)
    {
        if (length > Remaining) ThrowUnexpectedEnd();
        var span = _bytes.Slice(Position, length);
        Position += length;
        return span;
    }

    /// <summary>A byte count that the rest of the span can hold.</summary>
    public int ReadSize(string what)
    {
        var at = Offset;
        var size = ReadU32();
        if (size > (uint)Remaining) Throw($"unexpected end: {what} is longer than what is left", at);
        return (int)size;
    }

    /// <summary>
    /// A vector's length: at most <paramref name="limit"/>, and at most what the rest of the span can hold at
    /// <paramref name="minimumItemSize"/> bytes an item, so that no allocation is larger than the input deserves.
    /// </summary>
    public int ReadCount(string what, int limit, int minimumItemSize = 1)
    {
        var at = Offset;
        var count = ReadU32();
        if (count > (uint)(Remaining / minimumItemSize)) Throw($"unexpected end: length out of bounds: more {what} than bytes left", at);
        if (count > (uint)limit) Throw($"too many {what}: {count}, the limit is {limit}", at);
        return (int)count;
    }

    /// <summary>A name: a byte count and that many bytes of valid UTF-8.</summary>
    public string ReadName(int limit)
    {
        var at = Offset;
        var size = ReadSize("name");
        if (size > limit) Throw($"name too long: {size} bytes, the limit is {limit}", at);
        var bytes = ReadSpan(size);
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) Throw("malformed UTF-8 encoding", at);
        return StrictUtf8.GetString(bytes);
    }

    /// <summary>Refuses the module at the byte just read.</summary>
    [DoesNotReturn]
    public readonly void ThrowAtPrevious(string what) => throw new WasmFormatException(what, Offset - 1);

    /// <summary>Refuses the module.</summary>
    [DoesNotReturn]
    public static void Throw(string what, int offset) => throw new WasmFormatException(what, offset);

    private ulong ReadUnsigned(int bits)
    {
        var at = Offset;
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = ReadByte();
            if (bits - shift < 7 && b >> (bits - shift) != 0)
                Throw(b >= 0x80 ? "integer representation too long" : "integer too large", at);
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
    }

    private long ReadSigned(int bits)
    {
        var at = Offset;
        long value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = ReadByte();
            var left = bits - shift;
            if (left < 7) CheckLastSignedByte(b, left, at);
            value |= (long)(b & 0x7F) << shift;
            if (b >= 0x80) continue;
            shift += 7;
            return shift < 64 ? value << (64 - shift) >> (64 - shift) : value;
        }
    }

    /// <summary>The last byte carries <paramref name="left"/> bits of the number, the top one its sign; the other bits must repeat the sign.</summary>
    private static void CheckLastSignedByte(byte b, int left, int at)
    {
        if (b >= 0x80) Throw("integer representation too long", at);
        var signAndUnused = (sbyte)(b << 1) >> left;
        if (signAndUnused is not (0 or -1)) Throw("integer too large", at);
    }

    [DoesNotReturn]
    private readonly void ThrowUnexpectedEnd() => throw new WasmFormatException("unexpected end", _origin + _bytes.Length);
}
