using System.Buffers.Binary;
using System.Text;

namespace Fvm.Ipld.Cbor;

/// <summary>
/// Writes DAG-CBOR with the shortest heads. The order of map keys is the caller's: canonical is shorter keys first, then byte by byte.
/// </summary>
public sealed class CborWriter
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private byte[] _buffer;
    private int _length;

    /// <summary>Creates an empty writer.</summary>
    /// <param name="capacity">Bytes to set aside at first; the writer grows as needed.</param>
    public CborWriter(int capacity = 256) => _buffer = new byte[Math.Max(capacity, 16)];

    /// <summary>The number of bytes written.</summary>
    public int Length => _length;

    /// <summary>The bytes written, valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>The bytes written, as a new array.</summary>
    public byte[] ToArray() => Written.ToArray();

    /// <summary>Forgets everything written and keeps the memory.</summary>
    public void Clear() => _length = 0;

    /// <summary>Begins an array; its n elements follow.</summary>
    public void WriteArrayHeader(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        WriteHead(4, (ulong)n);
    }

    /// <summary>Begins a map; its n keys and values follow in turn.</summary>
    public void WriteMapHeader(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        WriteHead(5, (ulong)n);
    }

    /// <summary>Writes an unsigned integer.</summary>
    public void WriteUInt64(ulong value) => WriteHead(0, value);

    /// <summary>Writes a signed integer.</summary>
    public void WriteInt64(long value)
    {
        if (value < 0)
            WriteHead(1, (ulong)(-1 - value));
        else
            WriteHead(0, (ulong)value);
    }

    /// <summary>Writes false or true.</summary>
    public void WriteBool(bool value) => Reserve(1)[0] = value ? CborCursor.True : CborCursor.False;

    /// <summary>Writes null.</summary>
    public void WriteNull() => Reserve(1)[0] = CborCursor.Null;

    /// <summary>Writes a byte string.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteHead(2, (ulong)value.Length);
        WriteRaw(value);
    }

    /// <summary>Writes a text string.</summary>
    /// <exception cref="EncoderFallbackException">The string has a surrogate without its partner.</exception>
    public void WriteText(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        int length = Utf8.GetByteCount(value);
        WriteHead(3, (ulong)length);
        Utf8.GetBytes(value, Reserve(length));
    }

    /// <summary>Writes a text string from its UTF-8 bytes, which the caller knows to be valid.</summary>
    public void WriteTextUtf8(ReadOnlySpan<byte> value)
    {
        WriteHead(3, (ulong)value.Length);
        WriteRaw(value);
    }

    /// <summary>Writes a link: tag 42 over a byte string of 0x00 and the CID.</summary>
    public void WriteCid(Cid value)
    {
        ArgumentNullException.ThrowIfNull(value);
        WriteHead(6, 42);
        WriteHead(2, (ulong)value.Bytes.Length + 1);
        Reserve(1)[0] = 0;
        WriteRaw(value.Bytes);
    }

    /// <summary>Writes bytes that are encoded already.</summary>
    public void WriteRaw(ReadOnlySpan<byte> encoded) => encoded.CopyTo(Reserve(encoded.Length));

    private void WriteHead(int major, ulong value)
    {
        int type = major << 5;
        if (value <= 0x17)
        {
            Reserve(1)[0] = (byte)(type | (int)value);
            return;
        }

        int information = value <= byte.MaxValue ? 0x18 : value <= ushort.MaxValue ? 0x19 : value <= uint.MaxValue ? 0x1a : 0x1b;
        Span<byte> wide = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(wide, value);
        int width = 1 << (information - 0x18);
        Span<byte> destination = Reserve(1 + width);
        destination[0] = (byte)(type | information);
        wide[^width..].CopyTo(destination[1..]);
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _length < count)
            Array.Resize(ref _buffer, Math.Max(checked(_length + count), (int)Math.Min(_buffer.Length * 2L, Array.MaxLength)));

        Span<byte> span = _buffer.AsSpan(_length, count);
        _length += count;
        return span;
    }
}
