using System.Numerics;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol;

/// <summary>
/// Big integers as on chain: a byte string that is empty for zero, else a sign byte (0 positive, 1 negative) and the magnitude, big-endian.
/// Source: the Filecoin specification's "BigInt" and fvm_shared <c>bigint/bigint_ser.rs</c>.
/// </summary>
public static class ChainBigInt
{
    /// <summary>The longest encoding, in bytes, with its sign byte.</summary>
    public const int MaxLength = 128;

    /// <summary>
    /// The canonical bytes: no leading zeros in the magnitude. Throws <see cref="OverflowException"/> above <see cref="MaxLength"/> bytes.
    /// </summary>
    public static byte[] ToBytes(BigInteger value)
    {
        if (value.IsZero)
            return [];
        BigInteger magnitude = BigInteger.Abs(value);
        int length = magnitude.GetByteCount(isUnsigned: true) + 1;
        if (length > MaxLength)
            Throw.BigIntTooLarge();
        byte[] bytes = new byte[length];
        bytes[0] = value.Sign < 0 ? (byte)1 : (byte)0;
        magnitude.TryWriteBytes(bytes.AsSpan(1), out _, isUnsigned: true, isBigEndian: true);
        return bytes;
    }

    /// <summary>
    /// Reads what the network accepts: leading zeros in the magnitude and both signs of a zero magnitude are fine, every other sign byte and
    /// more than <see cref="MaxLength"/> bytes are not.
    /// </summary>
    public static bool TryFromBytes(ReadOnlySpan<byte> bytes, out BigInteger value)
    {
        value = BigInteger.Zero;
        if (bytes.IsEmpty)
            return true;
        if (bytes[0] > 1 || bytes.Length > MaxLength)
            return false;
        BigInteger magnitude = new(bytes[1..], isUnsigned: true, isBigEndian: true);
        value = bytes[0] == 1 ? -magnitude : magnitude;
        return true;
    }

    /// <summary>
    /// The rule of unsigned big integers (fvm_shared <c>biguint_ser.rs</c>): as <see cref="TryFromBytes"/>, but only sign byte 0.
    /// </summary>
    public static bool TryFromUnsignedBytes(ReadOnlySpan<byte> bytes, out BigInteger value)
    {
        value = BigInteger.Zero;
        return (bytes.IsEmpty || bytes[0] == 0) && TryFromBytes(bytes, out value);
    }

    /// <summary>Appends the byte string. Throws <see cref="OverflowException"/> above <see cref="MaxLength"/> bytes.</summary>
    public static void Write(CborWriter writer, BigInteger value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteBytes(ToBytes(value));
    }

    /// <summary>Reads the byte string; a refused one fails the reader.</summary>
    public static BigInteger Read(ref CborReader reader)
    {
        if (!TryFromBytes(reader.ReadBytes(), out BigInteger value))
            reader.Fail(CborErrorKind.InvalidValue);
        return value;
    }
}
