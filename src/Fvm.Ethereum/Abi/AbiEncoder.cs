using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Fvm.Ethereum.Abi;

/// <summary>Values to bytes: heads, then tails, as the specification's enc(X) says.</summary>
public static class AbiEncoder
{
    /// <summary>Encodes the values of a tuple, such as the arguments of a call, without an offset before them.</summary>
    /// <param name="tuple">Their types.</param>
    /// <param name="values">The values; see <see cref="AbiType"/>.</param>
    /// <exception cref="AbiException">A value does not fit its type.</exception>
    public static byte[] Encode(AbiTuple tuple, IReadOnlyList<object> values)
    {
        ArgumentNullException.ThrowIfNull(tuple);
        ArgumentNullException.ThrowIfNull(values);
        var output = new List<byte>();
        Sequence(output, [.. tuple.Fields.Select(static part => part.Type)], values, tuple);
        return [.. output];
    }

    private static void Write(List<byte> output, AbiType type, object value)
    {
        switch (type)
        {
            case AbiInteger integer:
                Integer(output, type, Is<BigInteger>(type, value), integer.Bits, integer.IsSigned);
                return;
            case AbiFixedPoint point:
                Integer(output, type, Is<BigInteger>(type, value), point.Bits, point.IsSigned);
                return;
            case AbiBool:
                Integer(output, type, Is<bool>(type, value) ? BigInteger.One : BigInteger.Zero, 8, isSigned: false);
                return;
            case AbiAddress:
                output.AddRange(new byte[AbiType.Word - Evm.EvmAddress.ByteLength]);
                output.AddRange(Bytes(type, value, Evm.EvmAddress.ByteLength));
                return;
            case AbiFixedBytes bytes:
                Padded(output, Bytes(type, value, bytes.Length));
                return;
            case AbiBytes:
                Prefixed(output, Is<byte[]>(type, value));
                return;
            case AbiString:
                Prefixed(output, Encoding.UTF8.GetBytes(Is<string>(type, value)));
                return;
            case AbiArray array:
                Array(output, array, Is<IReadOnlyList<object>>(type, value));
                return;
            default:
                Sequence(output, [.. ((AbiTuple)type).Fields.Select(static part => part.Type)], Is<IReadOnlyList<object>>(type, value), type);
                return;
        }
    }

    private static void Array(List<byte> output, AbiArray array, IReadOnlyList<object> values)
    {
        if (array.Length is null)
            Length(output, values.Count);
        Sequence(output, [.. Enumerable.Repeat(array.Element, array.Length ?? values.Count)], values, array);
    }

    private static void Sequence(List<byte> output, AbiType[] types, IReadOnlyList<object> values, AbiType whole)
    {
        if (types.Length != values.Count)
            throw new AbiException(string.Create(CultureInfo.InvariantCulture, $"{whole.Canonical} has {types.Length} values, and {values.Count} are given"));
        long offset = types.Sum(static type => type.HeadSize);
        var tails = new List<byte>();
        for (int i = 0; i < types.Length; i++)
        {
            if (!types[i].IsDynamic)
            {
                Write(output, types[i], values[i]);
                continue;
            }

            Length(output, checked((int)(offset + tails.Count)));
            Write(tails, types[i], values[i]);
        }

        output.AddRange(tails);
    }

    private static void Integer(List<byte> output, AbiType type, BigInteger value, int bits, bool isSigned)
    {
        BigInteger most = (BigInteger.One << (isSigned ? bits - 1 : bits)) - 1;
        BigInteger least = isSigned ? -most - 1 : BigInteger.Zero;
        if (value < least || value > most)
            throw new AbiException($"{value.ToString(CultureInfo.InvariantCulture)} does not fit {type.Canonical}");
        Span<byte> word = stackalloc byte[AbiType.Word];
        word.Fill(value.Sign < 0 ? (byte)0xff : (byte)0);
        byte[] digits = value.ToByteArray(isUnsigned: value.Sign >= 0, isBigEndian: true);
        digits.CopyTo(word[(AbiType.Word - digits.Length)..]);
        output.AddRange(word);
    }

    private static void Length(List<byte> output, int length)
    {
        Span<byte> word = stackalloc byte[AbiType.Word];
        word.Clear();
        BinaryPrimitives.WriteInt32BigEndian(word[^sizeof(int)..], length);
        output.AddRange(word);
    }

    private static void Prefixed(List<byte> output, byte[] bytes)
    {
        Length(output, bytes.Length);
        Padded(output, bytes);
    }

    private static void Padded(List<byte> output, byte[] bytes)
    {
        output.AddRange(bytes);
        output.AddRange(new byte[(AbiType.Word - (bytes.Length % AbiType.Word)) % AbiType.Word]);
    }

    private static byte[] Bytes(AbiType type, object value, int length)
    {
        byte[] bytes = Is<byte[]>(type, value);
        return bytes.Length == length ? bytes : throw new AbiException(string.Create(CultureInfo.InvariantCulture, $"{type.Canonical} has {length} bytes, and {bytes.Length} are given"));
    }

    private static T Is<T>(AbiType type, object value) => value is T fits ? fits : throw new AbiException($"{type.Canonical} cannot be made of a {value?.GetType().Name ?? "null"}");
}
