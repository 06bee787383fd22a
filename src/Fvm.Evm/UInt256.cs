using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fvm.Evm.Arithmetic;

namespace Fvm.Evm;

/// <summary>
/// The word of the EVM: an unsigned integer of 256 bits, four limbs of 64 bits, the least significant first. Arithmetic is
/// modulo 2^256 and never fails: as in the Yellow Paper (appendix H), dividing by zero gives zero.
/// </summary>
/// <remarks>
/// Everything here reads and writes limb by limb, never as a vector: a vector load of a word that was just written by four
/// scalar stores cannot be forwarded from the store buffer and waits for it (some 15 cycles), which costs more than it saves.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly struct UInt256 : IEquatable<UInt256>, IComparable<UInt256>
{
    /// <summary>Length of the big-endian form in bytes.</summary>
    public const int ByteLength = 32;

    /// <summary>Bits 0 to 63.</summary>
    public readonly ulong U0;

    /// <summary>Bits 64 to 127.</summary>
    public readonly ulong U1;

    /// <summary>Bits 128 to 191.</summary>
    public readonly ulong U2;

    /// <summary>Bits 192 to 255.</summary>
    public readonly ulong U3;

    /// <summary>A number of four limbs, the least significant first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UInt256(ulong u0, ulong u1, ulong u2, ulong u3)
    {
        U0 = u0;
        U1 = u1;
        U2 = u2;
        U3 = u3;
    }

    /// <summary>A number of one limb.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UInt256(ulong value) => U0 = value;

    /// <summary>0.</summary>
    public static UInt256 Zero => default;

    /// <summary>1.</summary>
    public static UInt256 One => new(1);

    /// <summary>2^256 - 1, as a signed number -1.</summary>
    public static UInt256 MaxValue => new(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue);

    /// <summary>Whether it is 0.</summary>
    public bool IsZero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (U0 | U1 | U2 | U3) == 0;
    }

    /// <summary>Whether it is at most 2^64 - 1.</summary>
    public bool FitsUInt64
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (U1 | U2 | U3) == 0;
    }

    /// <summary>Whether it is at most 2^32 - 1.</summary>
    public bool FitsUInt32
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (U0 >> 32 | U1 | U2 | U3) == 0;
    }

    /// <summary>Whether bit 255 is set: negative, read as two's complement.</summary>
    public bool IsNegative
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (long)U3 < 0;
    }

    /// <summary>The number of bits up to the highest one that is set; 0 for 0.</summary>
    public int BitLength =>
        U3 != 0 ? 256 - BitOperations.LeadingZeroCount(U3)
        : U2 != 0 ? 192 - BitOperations.LeadingZeroCount(U2)
        : U1 != 0 ? 128 - BitOperations.LeadingZeroCount(U1)
        : 64 - BitOperations.LeadingZeroCount(U0);

    /// <summary>The length of its shortest big-endian form; 0 for 0.</summary>
    public int SignificantBytes => (BitLength + 7) >> 3;

    /// <summary>Reads a big-endian number of at most 32 bytes; shorter ones are padded on the left.</summary>
    public static UInt256 ReadBigEndian(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == ByteLength)
        {
            return new UInt256(
                BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
                BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
                BinaryPrimitives.ReadUInt64BigEndian(bytes));
        }

        if (bytes.Length > ByteLength) Throw.WordTooLong(bytes.Length);
        Span<byte> padded = stackalloc byte[ByteLength];
        padded.Clear();
        bytes.CopyTo(padded[(ByteLength - bytes.Length)..]);
        return ReadBigEndian(padded);
    }

    /// <summary>Writes the 32 bytes of the big-endian form to the start of <paramref name="destination"/>.</summary>
    public void WriteBigEndian(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], U0);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], U1);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], U2);
        BinaryPrimitives.WriteUInt64BigEndian(destination, U3);
    }

    /// <summary>The 32 bytes of the big-endian form, in a new array.</summary>
    public byte[] ToBigEndian()
    {
        var bytes = new byte[ByteLength];
        WriteBigEndian(bytes);
        return bytes;
    }

    /// <summary>The value, or 2^64 - 1 when it is greater: how sizes and gas limits from the stack are read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Saturate() => FitsUInt64 ? U0 : ulong.MaxValue;

    /// <summary>The same number as the framework's integer.</summary>
    public BigInteger ToBigInteger()
    {
        Span<byte> bytes = stackalloc byte[ByteLength];
        WriteBigEndian(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>The framework's integer modulo 2^256; negative numbers become two's complement.</summary>
    public static UInt256 FromBigInteger(BigInteger value)
    {
        var modulus = BigInteger.One << 256;
        value = BigInteger.Remainder(value, modulus);
        if (value.Sign < 0) value += modulus;
        Span<byte> bytes = stackalloc byte[ByteLength];
        value.TryWriteBytes(bytes, out int written, isUnsigned: true, isBigEndian: true);
        return ReadBigEndian(bytes[..written]);
    }

    /// <summary>Parses decimal digits, or hexadecimal ones behind 0x.</summary>
    /// <returns>False for anything else, and for numbers of 2^256 and more.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out UInt256 value)
    {
        value = default;
        if (text is null) return false;
        bool isHex = text.StartsWith("0x", StringComparison.Ordinal);
        // A leading 0 keeps BigInteger from reading the first digit as a sign.
        bool parsed = isHex
            ? BigInteger.TryParse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && text.Length > 2
            : BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        if (!parsed || number >> 256 != 0) return false;
        value = FromBigInteger(number);
        return true;
    }

    /// <summary>Decimal digits.</summary>
    public override string ToString() => ToBigInteger().ToString(CultureInfo.InvariantCulture);

    /// <summary>0x and the hexadecimal digits without leading zeros, at least one: the quantities of JSON-RPC.</summary>
    public string ToHex()
    {
        Span<byte> bytes = stackalloc byte[ByteLength];
        WriteBigEndian(bytes);
        var digits = Convert.ToHexStringLower(bytes).TrimStart('0');
        return digits.Length == 0 ? "0x0" : "0x" + digits;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equals(UInt256 other) => ((U0 ^ other.U0) | (U1 ^ other.U1) | (U2 ^ other.U2) | (U3 ^ other.U3)) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UInt256 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(U0, U1, U2, U3);

    /// <inheritdoc/>
    public int CompareTo(UInt256 other) => this < other ? -1 : other < this ? 1 : 0;

    /// <summary>A number of one limb.</summary>
    public static implicit operator UInt256(ulong value) => new(value);

    /// <summary>The lowest limb; the rest is dropped.</summary>
    public static explicit operator ulong(in UInt256 value) => value.U0;

    /// <summary>Equality.</summary>
    public static bool operator ==(in UInt256 left, in UInt256 right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(in UInt256 left, in UInt256 right) => !left.Equals(right);

    /// <summary>Order of unsigned numbers.</summary>
    public static bool operator <(in UInt256 left, in UInt256 right) => WordComparison.IsLess(left, right);

    /// <summary>Order of unsigned numbers.</summary>
    public static bool operator >(in UInt256 left, in UInt256 right) => WordComparison.IsLess(right, left);

    /// <summary>Order of unsigned numbers.</summary>
    public static bool operator <=(in UInt256 left, in UInt256 right) => !WordComparison.IsLess(right, left);

    /// <summary>Order of unsigned numbers.</summary>
    public static bool operator >=(in UInt256 left, in UInt256 right) => !WordComparison.IsLess(left, right);

    /// <summary>Order of two's complement numbers.</summary>
    public static bool SignedLess(in UInt256 left, in UInt256 right) => WordComparison.IsSignedLess(left, right);

    /// <summary>The sum modulo 2^256.</summary>
    public static UInt256 operator +(in UInt256 left, in UInt256 right)
    {
        WordAddition.Add(left, right, out var result);
        return result;
    }

    /// <summary>The sum modulo 2^256, and whether it was 2^256 or more.</summary>
    public static bool AddOverflows(in UInt256 left, in UInt256 right, out UInt256 sum)
    {
        WordAddition.Add(left, right, out sum);
        return sum < left;
    }

    /// <summary>The difference modulo 2^256.</summary>
    public static UInt256 operator -(in UInt256 left, in UInt256 right)
    {
        WordAddition.Subtract(left, right, out var result);
        return result;
    }

    /// <summary>Two's complement negation.</summary>
    public static UInt256 operator -(in UInt256 value) => Zero - value;

    /// <summary>The product modulo 2^256.</summary>
    public static UInt256 operator *(in UInt256 left, in UInt256 right)
    {
        WordMultiplication.Multiply(left, right, out var result);
        return result;
    }

    /// <summary>The product modulo 2^256, and whether it was 2^256 or more.</summary>
    public static bool MultiplyOverflows(in UInt256 left, in UInt256 right, out UInt256 product)
    {
        WordMultiplication.MultiplyFull(left, right, out product, out var high);
        return !high.IsZero;
    }

    /// <summary>The quotient, rounded down; 0 when the divisor is 0.</summary>
    public static UInt256 operator /(in UInt256 dividend, in UInt256 divisor)
    {
        WordDivision.Divide(dividend, divisor, out var quotient, out _);
        return quotient;
    }

    /// <summary>The remainder; 0 when the divisor is 0.</summary>
    public static UInt256 operator %(in UInt256 dividend, in UInt256 divisor)
    {
        WordDivision.Divide(dividend, divisor, out _, out var remainder);
        return remainder;
    }

    /// <summary>Bitwise and.</summary>
    public static UInt256 operator &(in UInt256 left, in UInt256 right) =>
        new(left.U0 & right.U0, left.U1 & right.U1, left.U2 & right.U2, left.U3 & right.U3);

    /// <summary>Bitwise or.</summary>
    public static UInt256 operator |(in UInt256 left, in UInt256 right) =>
        new(left.U0 | right.U0, left.U1 | right.U1, left.U2 | right.U2, left.U3 | right.U3);

    /// <summary>Bitwise exclusive or.</summary>
    public static UInt256 operator ^(in UInt256 left, in UInt256 right) =>
        new(left.U0 ^ right.U0, left.U1 ^ right.U1, left.U2 ^ right.U2, left.U3 ^ right.U3);

    /// <summary>Bitwise complement.</summary>
    public static UInt256 operator ~(in UInt256 value) => new(~value.U0, ~value.U1, ~value.U2, ~value.U3);

    /// <summary>Shift to the left; 256 and more give 0.</summary>
    public static UInt256 operator <<(in UInt256 value, int bits)
    {
        WordShifts.Left(value, (uint)bits, out var result);
        return result;
    }

    /// <summary>Logical shift to the right; 256 and more give 0.</summary>
    public static UInt256 operator >>(in UInt256 value, int bits)
    {
        WordShifts.Right(value, (uint)bits, out var result);
        return result;
    }

    /// <summary>Arithmetic shift to the right: the sign bit moves in; 256 and more give 0 or -1.</summary>
    public static UInt256 ShiftRightSigned(in UInt256 value, int bits)
    {
        WordShifts.RightSigned(value, (uint)bits, out var result);
        return result;
    }

    /// <summary>The quotient of two's complement numbers, rounded towards zero; 0 when the divisor is 0.</summary>
    public static UInt256 SignedDivide(in UInt256 dividend, in UInt256 divisor)
    {
        WordDivision.DivideSigned(dividend, divisor, out var quotient);
        return quotient;
    }

    /// <summary>The remainder of two's complement numbers, with the sign of the dividend; 0 when the divisor is 0.</summary>
    public static UInt256 SignedRemainder(in UInt256 dividend, in UInt256 divisor)
    {
        WordDivision.RemainderSigned(dividend, divisor, out var remainder);
        return remainder;
    }

    /// <summary>The remainder of the sum, which is not cut to 256 bits; 0 when the modulus is 0.</summary>
    public static UInt256 AddModulo(in UInt256 left, in UInt256 right, in UInt256 modulus)
    {
        WordModulo.Add(left, right, modulus, out var result);
        return result;
    }

    /// <summary>The remainder of the product, which is not cut to 256 bits; 0 when the modulus is 0.</summary>
    public static UInt256 MultiplyModulo(in UInt256 left, in UInt256 right, in UInt256 modulus)
    {
        WordModulo.Multiply(left, right, modulus, out var result);
        return result;
    }

    /// <summary>The power modulo 2^256; 0 to the power of 0 is 1.</summary>
    public static UInt256 Power(in UInt256 value, in UInt256 exponent)
    {
        WordPower.Raise(value, exponent, out var result);
        return result;
    }

    /// <summary>Copies the sign bit of a number of <paramref name="byteIndex"/> + 1 bytes upwards; 31 and more change nothing.</summary>
    public static UInt256 SignExtend(in UInt256 byteIndex, in UInt256 value)
    {
        WordShifts.SignExtend(byteIndex, value, out var result);
        return result;
    }

    /// <summary>The byte at an index of the big-endian form; 0 beyond 31.</summary>
    public static UInt256 ByteAt(in UInt256 index, in UInt256 value)
    {
        WordShifts.ByteAt(index, value, out var result);
        return result;
    }
}
