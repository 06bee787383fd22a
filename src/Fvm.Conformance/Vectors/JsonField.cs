using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Fvm.Ipld;
using Base64Text = System.Buffers.Text.Base64;

namespace Fvm.Conformance.Vectors;

/// <summary>A value inside a JSON document that knows its path, so that whatever is wrong with it can be named.</summary>
internal readonly record struct JsonField(JsonElement Element, string Path)
{
    public bool IsNull => Element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>A field that must be there.</summary>
    public JsonField Required(string name)
    {
        JsonField field = Optional(name);
        if (field.Element.ValueKind == JsonValueKind.Undefined)
            throw Error($"has no field '{name}'");
        return field;
    }

    /// <summary>A field that may be missing; then it is null.</summary>
    public JsonField Optional(string name)
    {
        if (Element.ValueKind != JsonValueKind.Object)
            throw Error("is no object");
        return new(Element.TryGetProperty(name, out JsonElement value) ? value : default, $"{Path}.{name}");
    }

    public bool Has(string name) => Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out _);

    public IEnumerable<JsonField> Items()
    {
        if (IsNull)
            yield break;
        if (Element.ValueKind != JsonValueKind.Array)
            throw Error("is no array");
        int index = 0;
        foreach (JsonElement item in Element.EnumerateArray())
            yield return new(item, $"{Path}[{index++}]");
    }

    public string Text() => Element.ValueKind == JsonValueKind.String ? Element.GetString()! : throw Error("is no string");

    public long Int64() => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt64(out long value)
        ? value
        : throw Error("is no 64-bit integer");

    public ulong UInt64() => Element.ValueKind == JsonValueKind.Number && Element.TryGetUInt64(out ulong value)
        ? value
        : throw Error("is no unsigned 64-bit integer");

    public uint UInt32() => Element.ValueKind == JsonValueKind.Number && Element.TryGetUInt32(out uint value)
        ? value
        : throw Error("is no unsigned 32-bit integer");

    public bool Boolean() => Element.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? Element.GetBoolean()
        : throw Error("is no boolean");

    /// <summary>An integer of any size, as a number or as text.</summary>
    public BigInteger BigInteger()
    {
        string digits = Element.ValueKind == JsonValueKind.String ? Element.GetString()! : Element.GetRawText();
        return System.Numerics.BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger value)
            ? value
            : throw Error("is no integer");
    }

    /// <summary>From the document's bytes, without making a text of them first: a vector's blocks are megabytes.</summary>
    public byte[] Base64()
    {
        if (Element.ValueKind != JsonValueKind.String)
            throw Error("is no string");
        ReadOnlySpan<byte> text = JsonMarshal.GetRawUtf8Value(Element)[1..^1];
        byte[] exact = GC.AllocateUninitializedArray<byte>(
            Math.Max(0, Base64Text.GetMaxDecodedFromUtf8Length(text.Length) - (text.EndsWith("=="u8) ? 2 : text.EndsWith("="u8) ? 1 : 0)));
        if (Base64Text.DecodeFromUtf8(text, exact, out _, out int written) == OperationStatus.Done && written == exact.Length)
            return exact;

        // Escapes and white space take longer.
        return Element.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : throw Error("is no base64");
    }

    public byte[] Hex()
    {
        try
        {
            return Convert.FromHexString(Text());
        }
        catch (FormatException malformed)
        {
            throw Error("is no hex", malformed);
        }
    }

    /// <summary>A CID, plain or as <c>{"/": "..."}</c>.</summary>
    public Cid Cid()
    {
        string text = Element.ValueKind == JsonValueKind.Object ? Required("/").Text() : Text();
        return Ipld.Cid.TryParse(text, out Cid? cid) ? cid : throw Error($"is no CID: '{text}'");
    }

    public VectorFormatException Error(string what, Exception? inner = null) => new($"{Path} {what}", inner);
}
