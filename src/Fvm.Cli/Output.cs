using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fvm.Cli;

/// <summary>What commands print for machines.</summary>
internal static class Output
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON document as text.</summary>
    public static string Text(JsonNode document) => document.ToJsonString(Indented);

    /// <summary>Prints the one JSON document of a command.</summary>
    public static void Json(JsonNode document) => Console.WriteLine(Text(document));
}
