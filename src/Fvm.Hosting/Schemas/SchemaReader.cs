using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Ipld;
using Fvm.Ipld.Bitfields;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Hosting.Schemas;

/// <summary>CBOR to JSON by a schema. Links stay links: what is behind them is for <see cref="Fvm.Hosting.States.StateView"/>. Errors stick to the reader.</summary>
public static class SchemaReader
{
    /// <summary>Decodes bytes that are exactly one value.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="data">The bytes.</param>
    /// <param name="json">The value; null is a value, too.</param>
    /// <param name="error">What is wrong, and where.</param>
    public static bool TryRead(SchemaType type, ReadOnlySpan<byte> data, out JsonNode? json, out CborError error)
    {
        ArgumentNullException.ThrowIfNull(type);
        var reader = new CborReader(data);
        json = Read(ref reader, type);
        bool whole = reader.Finish();
        error = reader.Error;
        return whole;
    }

    internal static JsonNode? Read(ref CborReader reader, SchemaType type) => type switch
    {
        ScalarType scalar => Scalar(ref reader, scalar.Kind),
        TupleType tuple => Tuple(ref reader, tuple),
        ListType list => List(ref reader, list),
        OptionalType optional => reader.TryReadNull() ? null : Read(ref reader, optional.Value),
        _ => Link(ref reader),
    };

    private static JsonNode? Scalar(ref CborReader reader, ScalarKind kind) => kind switch
    {
        ScalarKind.UInt => reader.ReadUInt64(),
        ScalarKind.Int => reader.ReadInt64(),
        ScalarKind.Bool => reader.ReadBool(),
        ScalarKind.Text => reader.ReadText(),
        ScalarKind.Bytes => Convert.ToBase64String(reader.ReadBytes()),
        ScalarKind.Cid => Link(ref reader),
        ScalarKind.Address => Address.Read(ref reader)?.ToString(),
        ScalarKind.BigInt or ScalarKind.Amount => ChainBigInt.Read(ref reader).ToString(CultureInfo.InvariantCulture),
        ScalarKind.Bitfield => Runs(Bitfield.Read(ref reader)),
        ScalarKind.Signature => Signature(ref reader),
        _ => DagJson.Read(ref reader, 0),
    };

    private static JsonObject? Link(ref CborReader reader) => reader.ReadCid() is { } cid ? DagJson.Link(cid) : null;

    private static JsonObject Tuple(ref CborReader reader, TupleType tuple)
    {
        int count = reader.ReadArrayHeader();
        int required = tuple.Fields.Count(static field => !field.MayBeAbsent);
        if (!reader.Failed && (count < required || count > tuple.Fields.Count))
            reader.Fail(CborErrorKind.ShapeMismatch);
        var json = new JsonObject();
        for (int i = 0; i < count && !reader.Failed; i++)
            json[tuple.Fields[i].Name] = Read(ref reader, tuple.Fields[i].Type);
        return json;
    }

    private static JsonArray List(ref CborReader reader, ListType list)
    {
        int count = reader.ReadArrayHeader();
        var json = new JsonArray();
        for (int i = 0; i < count && !reader.Failed; i++)
            json.Add(Read(ref reader, list.Item));
        return json;
    }

    private static JsonObject? Signature(ref CborReader reader) => Protocol.Signature.Read(ref reader) is { } signature
        ? new JsonObject { ["Type"] = (int)signature.Type, ["Data"] = Convert.ToBase64String(signature.Bytes.Span) }
        : null;

    /// <summary>go-bitfield's JSON (rlepluslazy <c>json.go</c>): run lengths, zeros and ones in turn, zeros first; [0] for nothing.</summary>
    private static JsonArray Runs(Bitfield bits) => new([.. bits.Runs().Select(static run => (JsonNode)run)]);
}
