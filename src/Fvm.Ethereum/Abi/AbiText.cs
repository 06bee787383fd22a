using System.Globalization;
using System.Numerics;
using System.Text;
using Fvm.Evm;
using Fvm.Protocol;

namespace Fvm.Ethereum.Abi;

/// <summary>
/// Values as people type them: numbers in decimal, in hex (0x) or with an exponent (<c>1.5e18</c>), with a unit of Ethereum or Filecoin (<c>2ether</c>, <c>3 nanofil</c>);
/// addresses in any form that has 20 bytes (0x, f0, f410); bytes in hex; arrays <c>[a,b]</c>; tuples <c>(a,b)</c>; text as it is, inside of arrays and tuples in
/// quotes where it has a comma or a bracket.
/// </summary>
public static class AbiText
{
    private const int MaxExponent = 80;

    private static readonly (string Name, int Decimals)[] Units = [("gwei", 9), ("wei", 0), ("ether", 18), ("eth", 18)];

    /// <summary>Reads a value.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="AbiException">It is no such value.</exception>
    public static object Parse(AbiType type, string text)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(text);
        return type switch
        {
            AbiInteger => Scaled(text, 0) ?? throw None(type, text),
            AbiFixedPoint point => Scaled(text, point.Decimals) ?? throw None(type, text),
            AbiBool => text.Trim() switch { "true" or "1" => true, "false" or "0" => false, _ => throw None(type, text) },
            AbiAddress => AddressOf(text.Trim()),
            AbiFixedBytes or AbiBytes => Bytes(text.Trim()) ?? throw None(type, text),
            AbiString => text,
            AbiArray array => Elements(type, text, '[', ']', _ => array.Element),
            _ => Tuple((AbiTuple)type, text),
        };
    }

    /// <summary>Writes a value so that <see cref="Parse"/> reads it; bytes in hex, addresses with the checksum of EIP-55.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="value">The value.</param>
    public static string Format(AbiType type, object value)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type is AbiString ? (string)value : Nested(type, value);
    }

    private static string Nested(AbiType type, object value) => type switch
    {
        AbiFixedPoint point => Decimal((BigInteger)value, point.Decimals),
        AbiInteger => ((BigInteger)value).ToString(CultureInfo.InvariantCulture),
        AbiBool => (bool)value ? "true" : "false",
        AbiAddress => EvmAddress.Read((byte[])value).ToChecksumString(),
        AbiFixedBytes or AbiBytes => $"0x{Convert.ToHexStringLower((byte[])value)}",
        AbiString => $"\"{((string)value).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        AbiArray array => $"[{string.Join(", ", ((IReadOnlyList<object>)value).Select(item => Nested(array.Element, item)))}]",
        _ => $"({string.Join(", ", ((AbiTuple)type).Fields.Zip((IReadOnlyList<object>)value, static (field, item) => Nested(field.Type, item)))})",
    };

    private static object[] Tuple(AbiTuple tuple, string text)
    {
        object[] values = Elements(tuple, text, '(', ')', index => index < tuple.Fields.Count ? tuple.Fields[index].Type : throw None(tuple, text));
        return values.Length == tuple.Fields.Count ? values : throw None(tuple, text);
    }

    private static object[] Elements(AbiType type, string text, char open, char close, Func<int, AbiType> typeOf)
    {
        string trimmed = text.Trim();
        if (trimmed.Length < 2 || trimmed[0] != open || trimmed[^1] != close)
            throw new AbiException($"'{text}' is no {type.Canonical}: it is written {open}a,b{close}");
        return [.. Split(trimmed[1..^1], type).Select((part, index) => Parse(typeOf(index), typeOf(index) is AbiString ? Unquoted(part) : part))];
    }

    /// <summary>The parts between the commas that stand in no bracket and no quotes.</summary>
    private static List<string> Split(string text, AbiType type)
    {
        var parts = new List<string>();
        int depth = 0;
        int start = 0;
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted)
            {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
                continue;
            }

            quoted = c == '"';
            depth += c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0;
            if (depth < 0)
                throw None(type, text);
            if (c != ',' || depth != 0)
                continue;
            parts.Add(text[start..i].Trim());
            start = i + 1;
        }

        if (depth != 0 || quoted)
            throw None(type, text);
        if (parts.Count != 0 || !string.IsNullOrWhiteSpace(text))
            parts.Add(text[start..].Trim());
        return parts;
    }

    private static string Unquoted(string text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
            return text;
        var plain = new StringBuilder();
        for (int i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == '\\' && i < text.Length - 2)
                i++;
            plain.Append(text[i]);
        }

        return plain.ToString();
    }

    private static byte[] AddressOf(string text)
    {
        if (!text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            if (!Address.TryParse(text, out Address? address))
                throw new AbiException($"'{text}' is no address");
            return address.TryToEthereum(out byte[]? masked) ? masked : throw new AbiException($"the address {text} has no Ethereum form: only f0 and f410 addresses have one; give its f0 address");
        }

        byte[]? bytes = Bytes(text);
        return bytes?.Length == EvmAddress.ByteLength ? bytes : throw new AbiException($"'{text}' is no address: it must have 20 bytes");
    }

    private static byte[]? Bytes(string text)
    {
        ReadOnlySpan<char> digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(2) : text;
        byte[] bytes = new byte[digits.Length / 2];
        return digits.Length % 2 == 0 && Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : null;
    }

    private static BigInteger? Scaled(string text, int decimals)
    {
        ReadOnlySpan<char> number = text.AsSpan().Trim();
        if (number.EndsWith("fil", StringComparison.OrdinalIgnoreCase))
            return TokenAmount.TryParse(text, out TokenAmount amount) ? amount.Atto * BigInteger.Pow(10, decimals) : null;
        foreach ((string unit, int unitDecimals) in Units)
        {
            if (!number.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
                continue;
            number = number[..^unit.Length].TrimEnd();
            decimals += unitDecimals;
            break;
        }

        bool negative = number is ['-', ..];
        if (negative)
            number = number[1..];
        BigInteger? magnitude = number.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? Hex(number[2..], decimals) : Decimal(number, decimals);
        return negative ? -magnitude : magnitude;
    }

    private static BigInteger? Hex(ReadOnlySpan<char> digits, int decimals) =>
        !digits.IsEmpty && BigInteger.TryParse($"0{digits}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out BigInteger value) ? value * BigInteger.Pow(10, decimals) : null;

    private static BigInteger? Decimal(ReadOnlySpan<char> number, int decimals)
    {
        int e = number.IndexOfAny('e', 'E');
        if (e >= 0)
        {
            if (!int.TryParse(number[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent) || Math.Abs(exponent) > MaxExponent)
                return null;
            decimals += exponent;
            number = number[..e];
        }

        int point = number.IndexOf('.');
        ReadOnlySpan<char> fraction = point < 0 ? [] : number[(point + 1)..].TrimEnd('0');
        string digits = string.Concat(point < 0 ? number : number[..point], fraction);
        if (point == 0 || digits.Length == 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return null;
        BigInteger value = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        int shift = decimals - fraction.Length;
        if (shift >= 0)
            return value * BigInteger.Pow(10, shift);
        value = BigInteger.DivRem(value, BigInteger.Pow(10, -shift), out BigInteger lost);
        return lost.IsZero ? value : null;
    }

    private static string Decimal(BigInteger value, int decimals)
    {
        BigInteger whole = BigInteger.DivRem(BigInteger.Abs(value), BigInteger.Pow(10, decimals), out BigInteger rest);
        string fraction = rest.ToString(CultureInfo.InvariantCulture).PadLeft(decimals, '0').TrimEnd('0');
        return $"{(value.Sign < 0 ? "-" : string.Empty)}{whole.ToString(CultureInfo.InvariantCulture)}{(fraction.Length == 0 ? string.Empty : $".{fraction}")}";
    }

    private static AbiException None(AbiType type, string text) => new($"'{text}' is no {type.Canonical}");
}
