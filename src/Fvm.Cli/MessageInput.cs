using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Hosting.Schemas;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Cli;

/// <summary>A message as people give it: hex, base64, or a file with CBOR, hex, base64 or JSON; signed or not.</summary>
internal sealed record MessageInput(Message Message, SignedMessage? Signed)
{
    private const byte SignedHead = 0x82;

    /// <summary>Reads a message from the command line or a file.</summary>
    /// <param name="given">The argument.</param>
    /// <param name="schemaOf">The schema of a receiver, for messages in JSON that name methods and fields; null when it is not known.</param>
    public static MessageInput Read(string given, Func<Address, ActorSchema?> schemaOf)
    {
        byte[] bytes = given == "-" || File.Exists(given) ? InputFile.Read(given) : Encoding.UTF8.GetBytes(given);
        string text = Encoding.UTF8.GetString(bytes).Trim();
        if (text.StartsWith('{'))
            return FromJson(text, schemaOf);
        return FromCbor(Binary(text) ?? (File.Exists(given) ? bytes : throw new CommandFailure($"'{Short(given)}' is neither a file, nor hex, nor base64")), Short(given));
    }

    private static MessageInput FromJson(string text, Func<Address, ActorSchema?> schemaOf)
    {
        try
        {
            JsonObject json = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
            JsonNode? to = (MessageJson.IsSigned(json) ? json[nameof(Message)] as JsonObject : json)?["To"];
            ActorSchema? schema = to is JsonValue value && value.TryGetValue(out string? address) && Address.TryParse(address, out Address? receiver) ? schemaOf(receiver) : null;
            if (!MessageJson.IsSigned(json))
                return new MessageInput(MessageJson.Read(json, schema), null);
            SignedMessage signed = MessageJson.ReadSigned(json, schema);
            return new MessageInput(signed.Message, signed);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw new CommandFailure($"the message is no JSON object: {malformed.Message}");
        }
        catch (SchemaException refused)
        {
            throw new CommandFailure($"the message: {refused.Message}");
        }
    }

    private static MessageInput FromCbor(byte[] bytes, string name)
    {
        CborError error;
        if (bytes.Length != 0 && bytes[0] == SignedHead)
        {
            return SignedMessage.TryDecode(bytes, out SignedMessage? signed, out error)
                ? new MessageInput(signed.Message, signed)
                : throw new CommandFailure($"{name}: is no signed message: {error}");
        }

        return Message.TryDecode(bytes, out Message? message, out error) ? new MessageInput(message, null) : throw new CommandFailure($"{name}: is no message: {error}");
    }

    private static byte[]? Binary(string text)
    {
        string digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        if (digits.Length != 0 && digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit))
            return Convert.FromHexString(digits);
        byte[] bytes = new byte[text.Length];
        return text.Length != 0 && Convert.TryFromBase64String(text, bytes, out int count) ? bytes[..count] : null;
    }

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..60]}...";
}
