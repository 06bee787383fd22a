using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Conformance.Vectors;

/// <summary>Writes message vectors as JSON, in the form that <see cref="VectorReader"/> reads. Only recordings: public vectors do not name their bundle.</summary>
public static class VectorWriter
{
    /// <summary>A vector as a JSON document.</summary>
    /// <param name="vector">The vector.</param>
    public static JsonObject Write(MessageVector vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        var before = new JsonObject
        {
            ["basefee"] = Number(vector.BaseFee),
            ["chain_id"] = vector.ChainId,
            ["circ_supply"] = Number(vector.CirculatingSupply),
            ["state_tree"] = new JsonObject { ["root_cid"] = Link(vector.PreRoot) },
            ["variants"] = new JsonArray([.. vector.Variants.Select(Describe)]),
        };
        if (vector.ConsensusFaults.Count != 0)
            before["consensus_faults"] = new JsonArray([.. vector.ConsensusFaults.Select(Describe)]);
        var document = new JsonObject
        {
            ["_meta"] = new JsonObject { ["gen"] = new JsonArray(new JsonObject { ["source"] = "fvm for .NET" }), ["id"] = vector.Id, ["version"] = "1" },
            ["apply_messages"] = new JsonArray([.. vector.Messages.Select(Describe)]),
            ["car"] = Convert.ToBase64String(vector.Car.Span),
            ["class"] = "message",
            ["postconditions"] = new JsonObject
            {
                ["receipts"] = new JsonArray([.. vector.Receipts.Select(Describe)]),
                ["results"] = new JsonArray([.. vector.Results.Select(Describe)]),
                ["state_tree"] = new JsonObject { ["root_cid"] = Link(vector.PostRoot) },
            },
            ["preconditions"] = before,
            ["selector"] = new JsonObject { ["bundle"] = vector.Bundle?.ToString() },
        };
        if (vector.Randomness.Count != 0)
            document["randomness"] = new JsonArray([.. vector.Randomness.Select(Describe)]);
        return document;
    }

    private static JsonObject Link(Cid cid) => new() { ["/"] = cid.ToString() };

    /// <summary>Amounts beyond 64 bits, as plain JSON numbers.</summary>
    private static JsonNode Number(TokenAmount amount) => JsonNode.Parse(amount.Atto.ToString(CultureInfo.InvariantCulture))!;

    private static JsonNode Describe(VectorVariant variant) => new JsonObject
    {
        ["epoch"] = variant.Epoch,
        ["id"] = variant.Id,
        ["nv"] = (uint)variant.NetworkVersion,
    };

    private static JsonNode Describe(VectorMessage message)
    {
        var line = new JsonObject { ["bytes"] = Convert.ToBase64String(message.Bytes.Span) };
        if (message.EpochOffset != 0)
            line["epoch_offset"] = message.EpochOffset;
        if (message.Implicit)
            line["implicit"] = true;
        return line;
    }

    private static JsonNode Describe(VectorReceipt receipt) => new JsonObject
    {
        ["exit_code"] = receipt.ExitCode,
        ["gas_used"] = receipt.GasUsed,
        ["return"] = Convert.ToBase64String(receipt.ReturnData.Span),
    };

    private static JsonNode Describe(VectorResult result)
    {
        var line = new JsonObject();
        foreach ((string name, string amount) in result.Amounts)
            line[name] = name.StartsWith("gas_", StringComparison.Ordinal) ? JsonNode.Parse(amount) : amount;
        line["events"] = Lines(result.Events);
        line["events_root"] = result.EventsRoot?.ToString();
        if (result.Trace is not null)
            line["trace"] = Lines(result.Trace);
        return line;
    }

    private static JsonNode Describe(VectorRandomness randomness) => new JsonObject
    {
        ["on"] = new JsonArray(randomness.IsBeacon ? "beacon" : "chain", randomness.Epoch),
        ["ret"] = Convert.ToBase64String(randomness.Value.Span),
    };

    private static JsonNode Describe(VectorConsensusFault fault) => new JsonObject
    {
        ["h1"] = Convert.ToHexStringLower(fault.Header1.Span),
        ["h2"] = Convert.ToHexStringLower(fault.Header2.Span),
        ["extra"] = Convert.ToHexStringLower(fault.Extra.Span),
        ["target"] = fault.Fault.Target.Value,
        ["epoch"] = fault.Fault.Epoch,
        ["fault_type"] = (uint)fault.Fault.FaultType,
    };

    private static JsonArray Lines(IReadOnlyList<string> lines) => new([.. lines.Select(line => JsonNode.Parse(line))]);
}
