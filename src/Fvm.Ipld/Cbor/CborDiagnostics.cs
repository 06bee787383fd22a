using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Fvm.Ipld.Cbor;

/// <summary>
/// Shows encoded data to a person on one line, in the manner of CBOR's diagnostic notation (RFC 8949, section 8):
/// <c>[1, -2, h'00ff', "text", {"k": null}, bafy...]</c>.
/// </summary>
public static class CborDiagnostics
{
    /// <summary>The data as text. Data that profile Chain refuses is shown as bytes with the reason; nothing is thrown.</summary>
    public static string ToText(ReadOnlySpan<byte> data)
    {
        if (!CborValidator.IsValid(data, CborProfile.Chain, out CborError error))
            return $"<{error}> {Hex(data)}";

        StringBuilder text = new();
        CborReader reader = new(data);
        Append(ref reader, text);
        return text.ToString();
    }

    // Validation has bounded the nesting.
    private static void Append(ref CborReader reader, StringBuilder text)
    {
        switch (reader.Peek())
        {
            case CborKind.Unsigned:
                text.Append(CultureInfo.InvariantCulture, $"{reader.ReadUInt64()}");
                break;
            case CborKind.Negative:
                AppendNegative(reader.ReadRaw(), text);
                break;
            case CborKind.Bytes:
                text.Append(Hex(reader.ReadBytes()));
                break;
            case CborKind.Text:
                AppendQuoted(reader.ReadText(), text);
                break;
            case CborKind.Array:
                AppendArray(ref reader, text);
                break;
            case CborKind.Map:
                AppendMap(ref reader, text);
                break;
            case CborKind.Cid:
                text.Append(reader.ReadCid());
                break;
            case CborKind.Bool:
                text.Append(reader.ReadBool() ? "true" : "false");
                break;
            case CborKind.Null:
                reader.TryReadNull();
                text.Append("null");
                break;
            default:
                AppendFloat(reader.ReadRaw(), text);
                break;
        }
    }

    private static void AppendArray(ref CborReader reader, StringBuilder text)
    {
        int count = reader.ReadArrayHeader();
        text.Append('[');
        for (int i = 0; i < count; i++)
        {
            text.Append(i > 0 ? ", " : "");
            Append(ref reader, text);
        }

        text.Append(']');
    }

    private static void AppendMap(ref CborReader reader, StringBuilder text)
    {
        int count = reader.ReadMapHeader();
        text.Append('{');
        for (int i = 0; i < count; i++)
        {
            text.Append(i > 0 ? ", " : "");
            AppendQuoted(reader.ReadText(), text);
            text.Append(": ");
            Append(ref reader, text);
        }

        text.Append('}');
    }

    // Down to -2^64, which no .NET integer of 64 bits holds.
    private static void AppendNegative(ReadOnlySpan<byte> raw, StringBuilder text)
    {
        CborCursor cursor = new(raw, false);
        cursor.TryReadHead(1, out ulong value);
        text.Append(CultureInfo.InvariantCulture, $"{-1 - (Int128)value}");
    }

    private static void AppendFloat(ReadOnlySpan<byte> raw, StringBuilder text)
    {
        double value = raw.Length == 5 ? BinaryPrimitives.ReadSingleBigEndian(raw[1..]) : BinaryPrimitives.ReadDoubleBigEndian(raw[1..]);
        string shown = value.ToString("R", CultureInfo.InvariantCulture);
        text.Append(shown);
        if (double.IsFinite(value) && !shown.AsSpan().ContainsAny('.', 'E'))
            text.Append(".0");
    }

    private static void AppendQuoted(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (char c in value)
        {
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (char.IsControl(c))
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                text.Append(c);
        }

        text.Append('"');
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => $"h'{Convert.ToHexStringLower(bytes)}'";
}
