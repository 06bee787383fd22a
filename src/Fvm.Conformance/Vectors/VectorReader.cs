using System.Globalization;
using System.Text.Json;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Conformance.Vectors;

/// <summary>Reads message vectors from JSON.</summary>
public static class VectorReader
{
    private const ulong DefaultBaseFee = 100;
    private const long TotalFil = 2_000_000_000;
    private const int RandomnessLength = 32;

    private static readonly string[] Amounts =
        ["penalty", "miner_tip", "base_fee_burn", "over_estimation_burn", "refund", "gas_refund", "gas_burned"];

    /// <summary>The fields of a vector: a document with others only, such as the storage proofs beside our recordings, is something else.</summary>
    private static readonly string[] Fields =
        ["class", "selector", "_meta", "car", "randomness", "preconditions", "apply_messages", "postconditions"];

    /// <summary>Reads one vector.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="VectorFormatException">It is no vector of the class <c>message</c>, or a field is missing or malformed.</exception>
    public static MessageVector Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            if (IsSomethingElse(document.RootElement))
                throw new VectorFormatException("$ has none of a message vector's fields, such as 'class'") { IsSomethingElse = true };
            return Read(new JsonField(document.RootElement, "$"));
        }
        catch (JsonException malformed)
        {
            throw new VectorFormatException($"is no JSON: {malformed.Message}", malformed);
        }
    }

    private static bool IsSomethingElse(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
        && root.EnumerateObject().Any()
        && !root.EnumerateObject().Any(field => Fields.Contains(field.Name, StringComparer.Ordinal));

    private static MessageVector Read(JsonField root)
    {
        string kind = root.Required("class").Text();
        if (kind != "message")
            throw new VectorFormatException($"$.class is '{kind}'; only message vectors can be run");
        JsonField selector = root.Optional("selector");
        JsonField before = root.Required("preconditions");
        JsonField after = root.Required("postconditions");
        JsonField baseFee = before.Optional("basefee");
        JsonField supply = before.Optional("circ_supply");
        JsonField chainId = before.Optional("chain_id");
        JsonField id = root.Has("_meta") && !root.Optional("_meta").IsNull ? root.Optional("_meta").Optional("id") : default;
        bool recording = selector.Has("bundle");
        var vector = new MessageVector
        {
            Id = id.IsNull ? null : id.Text(),
            IsRecording = recording,
            Bundle = recording && !selector.Optional("bundle").IsNull ? selector.Optional("bundle").Cid() : null,
            Unsupported = Unsupported(selector),
            Car = root.Required("car").Base64(),
            PreRoot = before.Required("state_tree").Required("root_cid").Cid(),
            PostRoot = after.Required("state_tree").Required("root_cid").Cid(),
            BaseFee = TokenAmount.FromAtto(baseFee.IsNull ? DefaultBaseFee : baseFee.BigInteger()),
            CirculatingSupply = supply.IsNull ? TokenAmount.FromFil(TotalFil) : TokenAmount.FromAtto(supply.BigInteger()),
            ChainId = chainId.IsNull ? 0 : chainId.UInt64(),
            Variants = [.. before.Required("variants").Items().Select(ReadVariant)],
            Messages = [.. root.Required("apply_messages").Items().Select(ReadMessage)],
            Receipts = [.. after.Required("receipts").Items().Select(ReadReceipt)],
            Results = [.. after.Optional("results").Items().Select(ReadResult)],
            Randomness = [.. root.Optional("randomness").Items().Select(ReadRandomness)],
            ConsensusFaults = [.. before.Optional("consensus_faults").Items().Select(ReadFault)],
        };
        if (vector.Variants.Count == 0)
            throw before.Required("variants").Error("names no variant");
        if (vector.Receipts.Count != vector.Messages.Count)
            throw after.Required("receipts").Error($"has {vector.Receipts.Count} receipts for {vector.Messages.Count} messages");
        if (vector.Results.Count != 0 && vector.Results.Count != vector.Messages.Count)
            throw after.Required("results").Error($"has {vector.Results.Count} results for {vector.Messages.Count} messages");
        return vector;
    }

    /// <summary>What the reference's own runner leaves out (ref-fvm <c>testing/conformance/src/vector.rs</c>).</summary>
    private static string? Unsupported(JsonField selector)
    {
        if (selector.IsNull)
            return null;
        if (Is("chaos_actor", "true"))
            return "needs the chaos actor";
        if (Is("requires:consensus_fault_extern", "true"))
            return "needs a node that judges consensus faults";
        return Is("min_protocol_version", "chocolate") ? "needs network version 14" : null;

        bool Is(string name, string value) =>
            selector.Optional(name).Element is { ValueKind: JsonValueKind.String } text && text.GetString() == value;
    }

    private static VectorVariant ReadVariant(JsonField variant) => new(
        variant.Required("id").Text(), variant.Required("epoch").Int64(), (NetworkVersion)variant.Required("nv").UInt32());

    private static VectorMessage ReadMessage(JsonField message)
    {
        JsonField offset = message.Optional("epoch_offset");
        JsonField isImplicit = message.Optional("implicit");
        return new(message.Required("bytes").Base64(), offset.IsNull ? 0 : offset.Int64(), !isImplicit.IsNull && isImplicit.Boolean());
    }

    private static VectorReceipt ReadReceipt(JsonField receipt)
    {
        JsonField data = receipt.Required("return");
        return new(
            receipt.Required("exit_code").UInt32(), data.IsNull ? [] : data.Base64(), receipt.Required("gas_used").UInt64());
    }

    private static VectorResult ReadResult(JsonField result)
    {
        JsonField root = result.Optional("events_root");
        JsonField trace = result.Optional("trace");
        return new(
            [.. Amounts.Select(name => new KeyValuePair<string, string>(
                name, result.Required(name).BigInteger().ToString(CultureInfo.InvariantCulture)))],
            root.IsNull ? null : root.Cid(),
            [.. result.Required("events").Items().Select(item => item.Element.GetRawText()).Select(CompactJson)],
            trace.IsNull ? null : [.. trace.Items().Select(item => item.Element.GetRawText()).Select(CompactJson)]);
    }

    private static VectorRandomness ReadRandomness(JsonField entry)
    {
        JsonField[] on = [.. entry.Required("on").Items()];
        if (on.Length < 2)
            throw entry.Error("does not say what and when");
        string kind = on[0].Text();
        if (kind is not ("beacon" or "chain"))
            throw on[0].Error($"is neither beacon nor chain: '{kind}'");
        byte[] value = entry.Required("ret").Base64();
        if (value.Length != RandomnessLength)
            throw entry.Error($"has {value.Length} bytes of randomness, not {RandomnessLength}");
        return new(kind == "beacon", on[1].Int64(), value);
    }

    private static VectorConsensusFault ReadFault(JsonField fault) => new(
        fault.Required("h1").Hex(),
        fault.Required("h2").Hex(),
        fault.Required("extra").Hex(),
        new ConsensusFault(
            new ActorId(fault.Required("target").UInt64()),
            fault.Required("epoch").Int64(),
            (ConsensusFaultType)fault.Required("fault_type").UInt32()));

    /// <summary>JSON without white space, so that texts can be compared.</summary>
    private static string CompactJson(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement);
    }
}
