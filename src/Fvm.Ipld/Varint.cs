using System.Numerics;

namespace Fvm.Ipld;

/// <summary>
/// Unsigned LEB128 varints as the chain reads them: the Rust crate <c>unsigned-varint</c> 0.8, whose 64-bit form takes up to ten bytes
/// (the multiformats specification stops at nine), refuses trailing zero groups, and drops the bits of a tenth byte that do not fit.
/// </summary>
public static class Varint
{
    /// <summary>The longest encoding of a 64-bit value, in bytes.</summary>
    public const int MaxLength = 10;

    /// <summary>The number of bytes that <see cref="Write"/> writes for a value: 1 to 10.</summary>
    public static int Length(ulong v) => (BitOperations.Log2(v | 1) / 7) + 1;

    /// <summary>Writes a value in its shortest form and returns the number of bytes written.</summary>
    /// <exception cref="IndexOutOfRangeException">The destination is shorter than <see cref="Length"/>.</exception>
    public static int Write(Span<byte> destination, ulong value)
    {
        int i = 0;
        for (; value >= 0x80; value >>= 7)
            destination[i++] = (byte)(value | 0x80);

        destination[i++] = (byte)value;
        return i;
    }

    /// <summary>
    /// Reads a varint from the start of a span. False when it is cut short, longer than ten bytes, or not minimal (a last byte of zero
    /// after others). As in the reference, a tenth byte above 1 is accepted and its surplus bits are lost.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out ulong value, out int consumed)
    {
        value = 0;
        consumed = 0;
        ulong result = 0;
        int limit = Math.Min(source.Length, MaxLength);
        for (int i = 0; i < limit; i++)
        {
            byte b = source[i];
            result |= (ulong)(b & 0x7f) << (7 * i);
            if (b >= 0x80)
                continue;

            if (b == 0 && i > 0)
                return false;

            value = result;
            consumed = i + 1;
            return true;
        }

        return false;
    }
}
