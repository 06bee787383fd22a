using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fvm.Cli;

/// <summary>What commands print for machines.</summary>
internal static class Output
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // Calls nest 1024 deep, each in a syscall, each an object in a list in an object.
        MaxDepth = 1 << 13,
    };

    private static readonly JsonSerializerOptions Compact = new(Indented) { WriteIndented = false };

    /// <summary>A JSON document as text.</summary>
    public static string Text(JsonNode? document) => document?.ToJsonString(Indented) ?? "null";

    /// <summary>A JSON document as text of one line.</summary>
    public static string Line(JsonNode? document) => document?.ToJsonString(Compact) ?? "null";

    /// <summary>Prints the one JSON document of a command.</summary>
    public static void Json(JsonNode document) => Console.WriteLine(Text(document));
}
