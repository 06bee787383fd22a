using System.Text.Json.Nodes;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Hosting.Schemas;

/// <summary>Any CBOR as DAG-JSON (ipld.io/specs/codecs/dag-json) and back: links and bytes are objects with the one field "/".</summary>
internal static class DagJson
{
    private const int MaxDepth = 128;

    public static JsonObject Link(Cid cid) => new() { ["/"] = cid.ToString() };

    public static JsonNode? Read(ref CborReader reader, int depth)
    {
        if (depth > MaxDepth)
            reader.Fail(CborErrorKind.InvalidValue);
        switch (reader.Peek())
        {
            case CborKind.Unsigned:
                return reader.ReadUInt64();
            case CborKind.Negative:
                return reader.ReadInt64();
            case CborKind.Bool:
                return reader.ReadBool();
            case CborKind.Text:
                return reader.ReadText();
            case CborKind.Bytes:
                return Bytes(reader.ReadBytes());
            case CborKind.Cid:
                return reader.ReadCid() is { } cid ? Link(cid) : null;
            case CborKind.Array:
                return Array(ref reader, depth);
            case CborKind.Map:
                return Map(ref reader, depth);
            default:
                if (!reader.TryReadNull())
                    reader.Fail(CborErrorKind.UnexpectedType);
                return null;
        }
    }

    public static JsonObject Bytes(ReadOnlySpan<byte> bytes) =>
        new() { ["/"] = new JsonObject { ["bytes"] = Convert.ToBase64String(bytes).TrimEnd('=') } };

    private static JsonArray Array(ref CborReader reader, int depth)
    {
        int count = reader.ReadArrayHeader();
        var array = new JsonArray();
        for (int i = 0; i < count && !reader.Failed; i++)
            array.Add(Read(ref reader, depth + 1));
        return array;
    }

    private static JsonObject Map(ref CborReader reader, int depth)
    {
        int count = reader.ReadMapHeader();
        var map = new JsonObject();
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            string key = reader.ReadText();
            map[key] = Read(ref reader, depth + 1);
        }

        return map;
    }
}
