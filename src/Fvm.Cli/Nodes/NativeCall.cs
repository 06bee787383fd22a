using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Hosting.Schemas;
using Fvm.Protocol;

namespace Fvm.Cli.Nodes;

/// <summary>A call of an actor's method as people write it: the method by name or number, its parameters in JSON by the actor's schema, or as bytes (0x).</summary>
/// <param name="Method">The number.</param>
/// <param name="Name">The name, where it is known.</param>
/// <param name="Params">The encoded parameters.</param>
/// <param name="Return">The type of what it returns, where it is known.</param>
internal sealed record NativeCall(ulong Method, string? Name, byte[] Params, SchemaType? Return)
{
    /// <summary>Reads a call of an actor whose schema is known, or null. Methods that no schema has are known by FRC-42: their names make their numbers.</summary>
    public static NativeCall Parse(ActorSchema? schema, string? method, IReadOnlyList<string> arguments)
    {
        if (arguments.Count > 1)
            throw new CommandFailure("a native method takes its parameters as one JSON value, or as 0x and hex");
        string? given = arguments.Count == 0 ? null : arguments[0];
        if (method is null)
            return new NativeCall(MethodNumber.Send, "Send", Bytes(null, given, "Send"), null);
        if (ulong.TryParse(method, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number))
        {
            MethodSchema? known = schema?.Method(number);
            return new NativeCall(number, known?.Name, Bytes(known?.Parameters, given, known?.Name ?? method), known?.Return);
        }

        if (schema?.Method(method) is { } named)
            return new NativeCall(named.Numbers[0], named.Name, Bytes(named.Parameters, given, named.Name), named.Return);
        bool exportable = method.Length != 0 && (char.IsAsciiLetterUpper(method[0]) || method[0] == '_') && method.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (schema is null && exportable)
            return new NativeCall(MethodNumber.FromName(method), method, Bytes(null, given, method), null);
        string known2 = schema is null ? string.Empty : $"; it has {string.Join(", ", schema.Methods.Select(static known => known.Name).Distinct())}";
        throw new CommandFailure($"the actor has no method {method}{known2}");
    }

    /// <summary>What came back, decoded where that is known.</summary>
    public JsonNode? Decoded(ReadOnlySpan<byte> returned) =>
        Return is not null && SchemaReader.TryRead(Return, returned, out JsonNode? json, out _) ? json : null;

    private static byte[] Bytes(SchemaType? type, string? text, string method)
    {
        if (text is null)
            return type is null ? [] : throw new CommandFailure($"{method} takes parameters: give them as JSON");
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return HexText.Parse(text, "PARAMS");
        if (type is null)
            throw new CommandFailure($"{method} takes no parameters that are known here: give them as 0x and hex, or none");
        try
        {
            return SchemaWriter.Write(type, JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false }));
        }
        catch (JsonException malformed)
        {
            throw new CommandFailure($"the parameters of {method} are no JSON: {malformed.Message}");
        }
        catch (SchemaException refused)
        {
            throw new CommandFailure($"the parameters of {method}: {refused.Message}");
        }
    }
}
