using System.Text.Json.Nodes;
using Fvm.Ethereum.Abi;

namespace Fvm.Cli.Nodes;

/// <summary>Logs as text: decoded where the event is known, else topics and data as they are.</summary>
internal sealed class EventDecoder(IEnumerable<AbiSignature> events)
{
    private readonly ILookup<string, AbiSignature> byTopic = events.ToLookup(static entry => Quantity.Hex(entry.Hash));

    /// <summary>A log as a line.</summary>
    public string Line(JsonObject log)
    {
        if (Decode(log) is { } found)
            return $"{found.Event.Name}({string.Join(", ", found.Values.Select(static value => $"{(value.Name.Length == 0 ? string.Empty : $"{value.Name}: ")}{value.Text}"))})";
        string data = Quantity.Text(log["data"]);
        return $"topics [{string.Join(", ", Topics(log))}]{(data.Length <= 2 ? string.Empty : $" data {data}")}";
    }

    /// <summary>A log for programs: what the node says and, where the event is known, its name and its values.</summary>
    public JsonObject Json(JsonObject log)
    {
        var json = (JsonObject)log.DeepClone();
        if (Decode(log) is { } found)
        {
            json["event"] = found.Event.Canonical;
            json["values"] = new JsonArray([.. found.Values.Select(static value => (JsonNode)new JsonObject { ["name"] = value.Name, ["value"] = value.Json })]);
        }

        return json;
    }

    private static string[] Topics(JsonObject log) => [.. (log["topics"] as JsonArray ?? []).Select(Quantity.Text)];

    private (AbiSignature Event, IReadOnlyList<Value> Values)? Decode(JsonObject log)
    {
        string[] topics = Topics(log);
        if (topics.Length == 0)
            return null;
        // ERC-20's and ERC-721's Transfer have one hash, and differ in how much is indexed.
        foreach (AbiSignature candidate in byTopic[topics[0]].Where(entry => entry.Inputs.Fields.Count(static input => input.IsIndexed) == topics.Length - 1))
        {
            try
            {
                return (candidate, Values(candidate, topics, Quantity.Bytes(log["data"], "of a log")));
            }
            catch (AbiException)
            {
            }
        }

        return null;
    }

    private static List<Value> Values(AbiSignature entry, string[] topics, byte[] data)
    {
        object[] plain = AbiDecoder.Decode(new AbiTuple([.. entry.Inputs.Fields.Where(static input => !input.IsIndexed)]), data);
        var values = new List<Value>();
        int topic = 1;
        int place = 0;
        foreach (AbiParameter input in entry.Inputs.Fields)
        {
            AbiType type = input.Type;
            object value;
            if (!input.IsIndexed)
            {
                value = plain[place++];
            }
            else
            {
                byte[] word = Quantity.Bytes(JsonValue.Create(topics[topic++]), "of a topic");
                // Of what does not fit a word only the hash is indexed.
                if (type.IsDynamic || type is AbiTuple or AbiArray)
                    type = new AbiFixedBytes(AbiType.Word);
                value = AbiDecoder.Decode(new AbiTuple([new AbiParameter(input.Name, type)]), word)[0];
            }

            values.Add(new Value(input.Name, AbiText.Format(type, value), AbiJson.Write(type, value)));
        }

        return values;
    }

    private sealed record Value(string Name, string Text, JsonNode Json);
}
