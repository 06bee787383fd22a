using System.Buffers.Binary;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Node.Rpc;

/// <summary>How values look in answers: hex as Ethereum's tools write it (execution-apis, base types), and the forms of Filecoin's.</summary>
internal static class RpcJson
{
    private const int OnStack = 512;

    /// <summary>Options of all writers. The encoder leaves what is no HTML, since nobody puts answers into pages.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1 << 14 };

    /// <summary>Bytes as hex.</summary>
    public static void WriteData(this Utf8JsonWriter writer, ReadOnlySpan<byte> bytes)
    {
        int length = 2 + (2 * bytes.Length);
        Span<byte> text = length <= OnStack ? stackalloc byte[length] : new byte[length];
        text[0] = (byte)'0';
        text[1] = (byte)'x';
        Convert.TryToHexStringLower(bytes, text[2..], out _);
        writer.WriteStringValue(text);
    }

    /// <summary>A member of bytes as hex.</summary>
    public static void WriteData(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> bytes)
    {
        writer.WritePropertyName(name);
        writer.WriteData(bytes);
    }

    /// <summary>A quantity: hex without leading zeros.</summary>
    public static void WriteQuantity(this Utf8JsonWriter writer, ulong value)
    {
        Span<byte> text = stackalloc byte[18];
        text[0] = (byte)'0';
        text[1] = (byte)'x';
        value.TryFormat(text[2..], out int digits, "x", null);
        writer.WriteStringValue(text[..(2 + digits)]);
    }

    /// <summary>A quantity: hex without leading zeros.</summary>
    public static void WriteQuantity(this Utf8JsonWriter writer, BigInteger value)
    {
        if (value >= 0 && value <= ulong.MaxValue)
            writer.WriteQuantity((ulong)value);
        else
            writer.WriteStringValue("0x" + value.ToString("x", null).TrimStart('0'));
    }

    /// <summary>A member that is a quantity.</summary>
    public static void WriteQuantity(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, ulong value)
    {
        writer.WritePropertyName(name);
        writer.WriteQuantity(value);
    }

    /// <summary>A member that is a quantity.</summary>
    public static void WriteQuantity(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, BigInteger value)
    {
        writer.WritePropertyName(name);
        writer.WriteQuantity(value);
    }

    /// <summary>An address of Ethereum.</summary>
    public static void WriteAddress(this Utf8JsonWriter writer, EvmAddress address)
    {
        Span<byte> bytes = stackalloc byte[EvmAddress.ByteLength];
        address.Write(bytes);
        writer.WriteData(bytes);
    }

    /// <summary>A member that is an address of Ethereum.</summary>
    public static void WriteAddress(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, EvmAddress address)
    {
        writer.WritePropertyName(name);
        writer.WriteAddress(address);
    }

    /// <summary>A link: <c>{"/": "bafy..."}</c>.</summary>
    public static void WriteLink(this Utf8JsonWriter writer, Cid? cid)
    {
        if (cid is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("/"u8, cid.ToString());
        writer.WriteEndObject();
    }

    /// <summary>A member that is a link.</summary>
    public static void WriteLink(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, Cid? cid)
    {
        writer.WritePropertyName(name);
        writer.WriteLink(cid);
    }

    /// <summary>A member that is an amount: decimal text of attoFIL.</summary>
    public static void WriteAtto(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, TokenAmount amount) => writer.WriteString(name, amount.Atto.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Text with what is half a surrogate pair replaced, which the writer would refuse.</summary>
    public static string WellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                text = string.Concat(text.AsSpan(0, i), "\ufffd", text.AsSpan(i + 1));
        }

        return text;
    }
}
