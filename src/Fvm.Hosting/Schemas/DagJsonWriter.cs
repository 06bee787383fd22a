using System.Text;
using System.Text.Json.Nodes;
using Fvm.Ipld.Cbor;

namespace Fvm.Hosting.Schemas;

/// <summary>DAG-JSON to CBOR: the way back of <see cref="DagJson"/>. Keys of maps come out in CBOR's order, shorter ones first.</summary>
internal static class DagJsonWriter
{
    public static void Write(CborWriter writer, JsonNode? json, string path)
    {
        switch (json)
        {
            case null:
                writer.WriteNull();
                return;
            case JsonArray array:
                writer.WriteArrayHeader(array.Count);
                foreach (JsonNode? item in array)
                    Write(writer, item, path);
                return;
            case JsonObject { Count: 1 } special when special["/"] is JsonObject bytes && bytes["bytes"] is { } content:
                string text = SchemaWriter.Text(content, path);
                writer.WriteBytes(SchemaWriter.Base64(text.PadRight((text.Length + 3) / 4 * 4, '='), path));
                return;
            case JsonObject { Count: 1 } special when special.ContainsKey("/"):
                writer.WriteCid(SchemaWriter.Link(special, path));
                return;
            case JsonObject map:
                Map(writer, map, path);
                return;
            default:
                Scalar(writer, (JsonValue)json, path);
                return;
        }
    }

    private static void Map(CborWriter writer, JsonObject map, string path)
    {
        writer.WriteMapHeader(map.Count);
        foreach ((string key, JsonNode? value) in map.OrderBy(static entry => Encoding.UTF8.GetByteCount(entry.Key)).ThenBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            writer.WriteText(key);
            Write(writer, value, $"{path}.{key}");
        }
    }

    private static void Scalar(CborWriter writer, JsonValue value, string path)
    {
        if (value.TryGetValue(out bool boolean))
            writer.WriteBool(boolean);
        else if (value.TryGetValue(out ulong unsigned))
            writer.WriteUInt64(unsigned);
        else if (value.TryGetValue(out long signed))
            writer.WriteInt64(signed);
        else if (value.TryGetValue(out string? text))
            writer.WriteText(text);
        else
            throw SchemaWriter.Error(path, "is a number that CBOR here has not");
    }
}
