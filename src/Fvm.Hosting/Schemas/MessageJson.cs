using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Protocol;

namespace Fvm.Hosting.Schemas;

/// <summary>Messages as lotus writes them in JSON (<c>chain/types/message.go</c>, <c>signedmessage.go</c>), and back.</summary>
public static class MessageJson
{
    private static readonly string[] Fields = ["Version", "To", "From", "Nonce", "Value", "GasLimit", "GasFeeCap", "GasPremium", "Method", "Params", "CID"];

    /// <summary>A message as JSON, with its CID.</summary>
    /// <param name="message">The message.</param>
    public static JsonObject Write(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new JsonObject
        {
            ["Version"] = message.Version,
            ["To"] = message.To.ToString(),
            ["From"] = message.From.ToString(),
            ["Nonce"] = message.Sequence,
            ["Value"] = Atto(message.Value),
            ["GasLimit"] = message.GasLimit,
            ["GasFeeCap"] = Atto(message.GasFeeCap),
            ["GasPremium"] = Atto(message.GasPremium),
            ["Method"] = message.MethodNum,
            ["Params"] = message.Params.IsEmpty ? null : Convert.ToBase64String(message.Params.Span),
            ["CID"] = DagJson.Link(message.Cid),
        };
    }

    /// <summary>A signed message as JSON, with its CID.</summary>
    /// <param name="message">The message.</param>
    public static JsonObject Write(SignedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new JsonObject
        {
            ["Message"] = Write(message.Message),
            ["Signature"] = new JsonObject { ["Type"] = (int)message.Signature.Type, ["Data"] = Convert.ToBase64String(message.Signature.Bytes.Span) },
            ["CID"] = DagJson.Link(message.Cid),
        };
    }

    /// <summary>Whether JSON is a signed message: it has the fields Message and Signature.</summary>
    /// <param name="json">The JSON.</param>
    public static bool IsSigned(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return json.ContainsKey("Message") && json.ContainsKey("Signature");
    }

    /// <summary>Reads a signed message; see <see cref="Read(JsonObject, ActorSchema?, string)"/>.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="receiver">The schema of its receiver, or null.</param>
    /// <exception cref="SchemaException">It is none.</exception>
    public static SignedMessage ReadSigned(JsonObject json, ActorSchema? receiver = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        JsonObject message = json["Message"] as JsonObject ?? throw SchemaWriter.Error("$.Message", "is no object");
        return new SignedMessage(Read(message, receiver, "$.Message"), SchemaWriter.SignatureOf(json["Signature"]!, "$.Signature"));
    }

    /// <summary>
    /// Reads a message. To and From must be there; a method may be a name, and Params an object, if the receiver's schema is given; amounts may have units; the
    /// rest is 0 or nothing when it is not there. A CID that is there must be the message's.
    /// </summary>
    /// <param name="json">The JSON.</param>
    /// <param name="receiver">The schema of its receiver, or null.</param>
    /// <param name="path">Where it stands, for errors.</param>
    /// <exception cref="SchemaException">It is none.</exception>
    public static Message Read(JsonObject json, ActorSchema? receiver = null, string path = "$")
    {
        ArgumentNullException.ThrowIfNull(json);
        foreach ((string name, _) in json)
        {
            if (!Fields.Contains(name))
                throw SchemaWriter.Error($"{path}.{name}", $"is unknown; known here: {string.Join(", ", Fields)}");
        }

        (ulong method, SchemaType? parameters) = Method(json["Method"], receiver, $"{path}.Method");
        var message = new Message
        {
            Version = UInt64("Version"),
            To = Address("To"),
            From = Address("From"),
            Sequence = UInt64("Nonce"),
            Value = Amount("Value"),
            GasLimit = UInt64("GasLimit"),
            GasFeeCap = Amount("GasFeeCap"),
            GasPremium = Amount("GasPremium"),
            MethodNum = method,
            Params = Params(json["Params"], parameters, $"{path}.Params"),
        };
        if (json["CID"] is { } cid && SchemaWriter.Link(cid, $"{path}.CID") != message.Cid)
            throw SchemaWriter.Error($"{path}.CID", $"is not the message's, which is {message.Cid}");
        return message;

        ulong UInt64(string name) => json[name] is { } number ? SchemaWriter.Value<ulong>(number, $"{path}.{name}", "is no unsigned integer") : 0;

        Address Address(string name) => json[name] is { } address ? SchemaWriter.AddressOf(address, $"{path}.{name}") : throw SchemaWriter.Error($"{path}.{name}", "is missing");

        TokenAmount Amount(string name) => json[name] is { } amount ? AmountOf(SchemaWriter.Text(amount, $"{path}.{name}"), $"{path}.{name}") : TokenAmount.Zero;
    }

    /// <summary>Digits alone are attoFIL, as in lotus; with a unit they are that.</summary>
    private static TokenAmount AmountOf(string text, string path)
    {
        bool bare = text.Length != 0 && char.IsAsciiDigit(text[^1]);
        return TokenAmount.TryParse(bare ? $"{text} attofil" : text, out TokenAmount amount) && !amount.IsNegative
            ? amount
            : throw SchemaWriter.Error(path, "is no amount such as \"1500\" (attoFIL) or \"1.5 FIL\"");
    }

    private static (ulong Number, SchemaType? Parameters) Method(JsonNode? json, ActorSchema? receiver, string path)
    {
        if (json is null)
            return (MethodNumber.Send, null);
        if (json is JsonValue value && value.TryGetValue(out string? name))
        {
            MethodSchema? named = receiver?.Method(name);
            return named is not null
                ? (named.Numbers[0], named.Parameters)
                : throw SchemaWriter.Error(path, receiver is null ? "is a name, and the receiver is unknown: give a number" : $"is '{name}', which the receiver has not");
        }

        ulong number = SchemaWriter.Value<ulong>(json, path, "is neither a number nor a name");
        return (number, receiver?.Method(number)?.Parameters);
    }

    private static byte[] Params(JsonNode? json, SchemaType? type, string path)
    {
        switch (json)
        {
            case null:
                return [];
            case JsonValue value when value.TryGetValue(out string? _):
                return SchemaWriter.Base64(json, path);
            case var _ when type is null:
                throw SchemaWriter.Error(path, "cannot be encoded, since the method or its receiver is unknown or takes none: give base64");
        }

        try
        {
            return SchemaWriter.Write(type, json);
        }
        catch (SchemaException refused)
        {
            throw new SchemaException(path + refused.Message[1..], refused);
        }
    }

    private static string Atto(TokenAmount amount) => amount.Atto.ToString(CultureInfo.InvariantCulture);
}
