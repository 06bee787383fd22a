using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Ipld;
using Fvm.Ipld.Bitfields;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Hosting.Schemas;

/// <summary>JSON to CBOR by a schema: the way back of <see cref="SchemaReader"/>.</summary>
public static class SchemaWriter
{
    /// <summary>Encodes a value.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="json">The value.</param>
    /// <exception cref="SchemaException">It does not fit the type.</exception>
    public static byte[] Write(SchemaType type, JsonNode? json)
    {
        ArgumentNullException.ThrowIfNull(type);
        var writer = new CborWriter();
        Write(writer, type, json, "$");
        return writer.ToArray();
    }

    private static void Write(CborWriter writer, SchemaType type, JsonNode? json, string path)
    {
        switch (type)
        {
            case OptionalType when json is null:
                writer.WriteNull();
                return;
            case OptionalType optional:
                Write(writer, optional.Value, json, path);
                return;
            case TupleType tuple:
                Tuple(writer, tuple, json as JsonObject ?? throw Error(path, "is no object"), path);
                return;
            case ListType list:
                JsonArray items = json as JsonArray ?? throw Error(path, "is no list");
                writer.WriteArrayHeader(items.Count);
                for (int i = 0; i < items.Count; i++)
                    Write(writer, list.Item, items[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"));
                return;
            case ScalarType { Kind: ScalarKind.Any }:
                DagJsonWriter.Write(writer, json, path);
                return;
            case ScalarType scalar:
                Scalar(writer, scalar.Kind, json ?? throw Error(path, "is null"), path);
                return;
            default:
                writer.WriteCid(Link(json, path));
                return;
        }
    }

    private static void Tuple(CborWriter writer, TupleType tuple, JsonObject json, string path)
    {
        foreach ((string name, _) in json)
        {
            if (!tuple.Fields.Any(field => field.Name == name))
                throw Error($"{path}.{name}", $"is unknown; known here: {string.Join(", ", tuple.Fields.Select(static field => field.Name))}");
        }

        SchemaField[] fields = [.. tuple.Fields.Where(field => !field.MayBeAbsent || json.ContainsKey(field.Name))];
        writer.WriteArrayHeader(fields.Length);
        foreach (SchemaField field in fields)
        {
            if (!json.TryGetPropertyValue(field.Name, out JsonNode? value) && field.Type is not OptionalType)
                throw Error($"{path}.{field.Name}", "is missing");
            Write(writer, field.Type, value, $"{path}.{field.Name}");
        }
    }

    private static void Scalar(CborWriter writer, ScalarKind kind, JsonNode json, string path)
    {
        switch (kind)
        {
            case ScalarKind.UInt:
                writer.WriteUInt64(Value<ulong>(json, path, "is no unsigned integer"));
                break;
            case ScalarKind.Int:
                writer.WriteInt64(Value<long>(json, path, "is no integer"));
                break;
            case ScalarKind.Bool:
                writer.WriteBool(Value<bool>(json, path, "is neither true nor false"));
                break;
            case ScalarKind.Text:
                writer.WriteText(Text(json, path));
                break;
            case ScalarKind.Bytes:
                writer.WriteBytes(Base64(json, path));
                break;
            case ScalarKind.Cid:
                writer.WriteCid(Link(json, path));
                break;
            case ScalarKind.Address:
                AddressOf(json, path).Write(writer);
                break;
            case ScalarKind.BigInt or ScalarKind.Amount:
                ChainBigInt.Write(writer, Number(json, path));
                break;
            case ScalarKind.Bitfield:
                Bits(json, path).Write(writer);
                break;
            case ScalarKind.Signature:
                SignatureOf(json, path).Write(writer);
                break;
            default:
                DagJsonWriter.Write(writer, json, path);
                break;
        }
    }

    internal static string Text(JsonNode json, string path) => Value<string>(json, path, "is no text");

    internal static byte[] Base64(JsonNode json, string path)
    {
        byte[] bytes = new byte[Text(json, path).Length];
        return Convert.TryFromBase64String(Text(json, path), bytes, out int count) ? bytes[..count] : throw Error(path, "is no base64");
    }

    internal static Cid Link(JsonNode? json, string path) =>
        json is JsonObject { Count: 1 } link && link["/"] is JsonValue value && value.TryGetValue(out string? text) && Cid.TryParse(text, out Cid? cid)
            ? cid
            : throw Error(path, """is no link such as { "/": "bafy..." }""");

    internal static BigInteger Number(JsonNode json, string path) =>
        BigInteger.TryParse(Text(json, path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number)
            ? number
            : throw Error(path, "is no integer in decimal text");

    internal static Address AddressOf(JsonNode json, string path) =>
        Address.TryParse(Text(json, path), out Address? address) ? address : throw Error(path, $"is no address: '{Text(json, path)}'");

    /// <summary>A scalar. What was made in memory keeps the number type that it was made with, so it goes through text.</summary>
    internal static T Value<T>(JsonNode json, string path, string otherwise) =>
        json is JsonValue value && (value.TryGetValue(out T? typed) || JsonNode.Parse(value.ToJsonString())!.AsValue().TryGetValue(out typed)) ? typed : throw Error(path, otherwise);

    internal static Signature SignatureOf(JsonNode json, string path)
    {
        if (json is not JsonObject { Count: 2 } fields || fields["Type"] is not { } type || fields["Data"] is not { } data)
            throw Error(path, "is no signature: an object with Type and Data");
        byte number = Value<byte>(type, $"{path}.Type", "is no number");
        return number is >= 1 and <= 3
            ? new Signature((SignatureType)number, Base64(data, $"{path}.Data"))
            : throw Error($"{path}.Type", "is none of 1 (secp256k1), 2 (BLS), 3 (delegated)");
    }

    internal static SchemaException Error(string path, string what) => new($"{path} {what}");

    private static Bitfield Bits(JsonNode json, string path)
    {
        if (json is not JsonArray runs)
            throw Error(path, "is no list of run lengths");
        IEnumerable<ulong> lengths = runs.Select(run => run is null ? throw Error(path, "has a run length that is null") : Value<ulong>(run, path, "has a run length that is no number"));
        return Bitfield.TryFromRuns(lengths, out Bitfield? bits) ? bits : throw Error(path, "is too long");
    }
}
