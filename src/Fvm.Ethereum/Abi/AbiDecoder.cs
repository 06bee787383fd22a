using System.Globalization;
using System.Numerics;
using System.Text;

namespace Fvm.Ethereum.Abi;

/// <summary>
/// Bytes to values. Strict where Solidity's own decoder is: padding must be that of the type, offsets and lengths must stay inside the data. What follows the last
/// value is not looked at. Data that names the same bytes over and over is bounded by <see cref="MaxValues"/>.
/// </summary>
public sealed class AbiDecoder
{
    /// <summary>The most values that one decoding makes.</summary>
    public const int MaxValues = 1 << 20;

    private readonly byte[] data;
    private int made;

    private AbiDecoder(byte[] data) => this.data = data;

    /// <summary>Decodes the values of a tuple, such as what a call returned.</summary>
    /// <param name="tuple">Their types.</param>
    /// <param name="data">The bytes.</param>
    /// <returns>The values; see <see cref="AbiType"/>.</returns>
    /// <exception cref="AbiException">The bytes are no such values.</exception>
    public static object[] Decode(AbiTuple tuple, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(tuple);
        return new AbiDecoder(data.ToArray()).Sequence([.. tuple.Fields.Select(static part => part.Type)], 0);
    }

    private object Read(AbiType type, long at)
    {
        if (++made > MaxValues)
            throw new AbiException("the data has more values than are decoded at once");
        switch (type)
        {
            case AbiInteger integer:
                return Integer(type, at, integer.Bits, integer.IsSigned);
            case AbiFixedPoint point:
                return Integer(type, at, point.Bits, point.IsSigned);
            case AbiBool:
                return Integer(type, at, 1, isSigned: false).IsOne;
            case AbiAddress:
                Integer(type, at, 8 * Evm.EvmAddress.ByteLength, isSigned: false);
                return Span(at, AbiType.Word)[^Evm.EvmAddress.ByteLength..].ToArray();
            case AbiFixedBytes bytes:
                ReadOnlySpan<byte> word = Span(at, AbiType.Word);
                return word[bytes.Length..].ContainsAnyExcept((byte)0) ? throw Dirty(type, at) : word[..bytes.Length].ToArray();
            case AbiBytes:
                return Span(at + AbiType.Word, Length(at)).ToArray();
            case AbiString:
                return Encoding.UTF8.GetString(Span(at + AbiType.Word, Length(at)));
            case AbiArray array:
                return Array(array, at);
            default:
                return Sequence([.. ((AbiTuple)type).Fields.Select(static part => part.Type)], at);
        }
    }

    private object[] Array(AbiArray array, long at)
    {
        long start = array.Length is null ? at + AbiType.Word : at;
        int count = array.Length ?? Length(at);
        if (count * array.Element.HeadSize > data.Length - start || count > MaxValues)
            throw new AbiException(string.Create(CultureInfo.InvariantCulture, $"{array.Canonical} at byte {at} says that it has {count} elements, and the data ends before"));
        return Sequence([.. Enumerable.Repeat(array.Element, count)], start);
    }

    private object[] Sequence(AbiType[] types, long start)
    {
        object[] values = new object[types.Length];
        long head = start;
        for (int i = 0; i < types.Length; i++)
        {
            values[i] = Read(types[i], types[i].IsDynamic ? start + Length(head) : head);
            head += types[i].HeadSize;
        }

        return values;
    }

    private BigInteger Integer(AbiType type, long at, int bits, bool isSigned)
    {
        var value = new BigInteger(Span(at, AbiType.Word), isUnsigned: !isSigned, isBigEndian: true);
        BigInteger most = BigInteger.One << (isSigned ? bits - 1 : bits);
        return value >= most || (isSigned && value < -most) ? throw Dirty(type, at) : value;
    }

    /// <summary>A length or an offset: no data is longer than an int can say.</summary>
    private int Length(long at)
    {
        var value = new BigInteger(Span(at, AbiType.Word), isUnsigned: true, isBigEndian: true);
        return value <= data.Length ? (int)value : throw new AbiException(string.Create(CultureInfo.InvariantCulture, $"the length or offset at byte {at} leads behind the data's {data.Length} bytes"));
    }

    private ReadOnlySpan<byte> Span(long at, int length) => at + length <= data.Length
        ? data.AsSpan((int)at, length)
        : throw new AbiException(string.Create(CultureInfo.InvariantCulture, $"the data ends after {data.Length} bytes, and {length} are read at byte {at}"));

    private static AbiException Dirty(AbiType type, long at) => new(string.Create(CultureInfo.InvariantCulture, $"the word at byte {at} is no {type.Canonical}"));
}
