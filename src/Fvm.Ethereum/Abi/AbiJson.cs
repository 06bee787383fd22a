using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Evm;

namespace Fvm.Ethereum.Abi;

/// <summary>The JSON form of a contract's interface, which compilers write, and values as JSON.</summary>
public static class AbiJson
{
    /// <summary>Reads the entries of one kind.</summary>
    /// <param name="abi">The interface: an array of entries.</param>
    /// <param name="kind"><c>function</c>, <c>event</c>, <c>error</c> or <c>constructor</c>.</param>
    /// <exception cref="AbiException">An entry is malformed.</exception>
    public static IReadOnlyList<AbiSignature> Read(JsonArray abi, string kind)
    {
        ArgumentNullException.ThrowIfNull(abi);
        return [.. abi.OfType<JsonObject>().Where(entry => (Text(entry, "type") is { Length: > 0 } type ? type : "function") == kind).Select(Signature)];
    }

    /// <summary>A value as JSON: numbers as text in decimal, since they may be larger than those of JSON's readers; bytes in hex; tuples whose fields have names as objects.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="value">The value.</param>
    public static JsonNode Write(AbiType type, object value) => type switch
    {
        AbiBool => (bool)value,
        AbiString => (string)value,
        AbiInteger => ((BigInteger)value).ToString(CultureInfo.InvariantCulture),
        AbiAddress => EvmAddress.Read((byte[])value).ToChecksumString(),
        AbiArray array => new JsonArray([.. ((IReadOnlyList<object>)value).Select(item => Write(array.Element, item))]),
        AbiTuple tuple => Write(tuple, (IReadOnlyList<object>)value),
        _ => AbiText.Format(type, value),
    };

    private static JsonNode Write(AbiTuple tuple, IReadOnlyList<object> values)
    {
        IEnumerable<(AbiParameter Field, JsonNode Value)> fields = tuple.Fields.Zip(values, static (field, item) => (field, Write(field.Type, item)));
        bool named = tuple.Fields.All(static field => field.Name.Length != 0) && tuple.Fields.DistinctBy(static field => field.Name).Count() == tuple.Fields.Count;
        return named
            ? new JsonObject(fields.Select(static field => KeyValuePair.Create(field.Field.Name, (JsonNode?)field.Value)))
            : new JsonArray([.. fields.Select(static field => field.Value)]);
    }

    private static AbiSignature Signature(JsonObject entry) => new(Text(entry, "name"), Parameters(entry["inputs"]), Parameters(entry["outputs"]));

    private static AbiTuple Parameters(JsonNode? list) => new([.. (list as JsonArray ?? []).OfType<JsonObject>().Select(static parameter => new AbiParameter(
        Text(parameter, "name"),
        AbiParser.Named(Text(parameter, "type"), () => Parameters(parameter["components"])),
        parameter["indexed"] is JsonValue indexed && indexed.TryGetValue(out bool isIndexed) && isIndexed))]);

    private static string Text(JsonObject entry, string name) => entry[name] is JsonValue value && value.TryGetValue(out string? text) ? text : string.Empty;
}
