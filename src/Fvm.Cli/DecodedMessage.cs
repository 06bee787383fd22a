using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Hosting.Schemas;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Cli;

/// <summary>A message and what its parameters say, by each kind of actor that its receiver may be.</summary>
internal sealed class DecodedMessage
{
    private readonly MessageInput input;
    private readonly List<Reading> readings;

    public DecodedMessage(MessageInput input, IReadOnlyList<BuiltinActor> receivers)
    {
        this.input = input;
        readings = input.Message.MethodNum == MethodNumber.Send
            ? []
            : [.. receivers.Select(type => Read(type, ActorSchemas.Of(type).Method(input.Message.MethodNum), input.Message.Params))];
    }

    public JsonObject ToJson()
    {
        JsonObject json = input.Signed is { } signed ? MessageJson.Write(signed) : MessageJson.Write(input.Message);
        json[nameof(MethodName)] = MethodName;
        json["Readings"] = new JsonArray([.. readings.Select(static JsonNode (reading) => new JsonObject
        {
            ["Actor"] = reading.Actor.ManifestName(), ["Method"] = reading.Method, ["Params"] = reading.Params?.DeepClone(), ["Error"] = reading.Error,
        })]);
        return json;
    }

    public void Print()
    {
        Console.WriteLine(input.Signed is { } signed ? $"signed message {signed.Cid}" : $"message {input.Message.Cid}");
        PrintFields();
    }

    /// <summary>The same without its name.</summary>
    public void PrintFields()
    {
        Message message = input.Message;
        Line("from", message.From);
        Line("to", message.To);
        Line("nonce", message.Sequence);
        Line("value", message.Value.ToFilString());
        Line("method", string.Create(CultureInfo.InvariantCulture, $"{message.MethodNum}{(MethodName is null ? string.Empty : $" {MethodName}")}"));
        Line("gas limit", message.GasLimit);
        Line("fee cap", $"{message.GasFeeCap.Atto.ToString(CultureInfo.InvariantCulture)} attoFIL");
        Line("premium", $"{message.GasPremium.Atto.ToString(CultureInfo.InvariantCulture)} attoFIL");
        if (!message.Params.IsEmpty)
            Line("params", $"0x{Convert.ToHexStringLower(message.Params.Span)}");
        foreach (Reading reading in readings)
            Line(reading.Actor.ManifestName(), reading.Error ?? $"{reading.Method} {Output.Line(reading.Params)}");
        if (input.Signed is not null)
            Line("signature", $"{input.Signed.Signature.Type.ToString().ToLowerInvariant()} 0x{Convert.ToHexStringLower(input.Signed.Signature.Bytes.Span)}");
    }

    private string? MethodName => input.Message.MethodNum == MethodNumber.Send ? "Send" : readings is [{ Method: { } name }] ? name : null;

    private static Reading Read(BuiltinActor actor, MethodSchema? method, ReadOnlyMemory<byte> parameters)
    {
        if (method is null)
            return new Reading(actor, null, null, "has no such method");
        if (method.Parameters is null)
            return new Reading(actor, method.Name, null, parameters.IsEmpty ? null : $"{method.Name} takes no parameters, and there are some");
        return SchemaReader.TryRead(method.Parameters, parameters.Span, out JsonNode? json, out CborError error)
            ? new Reading(actor, method.Name, json, null)
            : new Reading(actor, method.Name, null, $"{method.Name}: the parameters do not decode: {error}");
    }

    private static void Line<T>(string name, T value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-10} {value}"));

    private sealed record Reading(BuiltinActor Actor, string? Method, JsonNode? Params, string? Error);
}
