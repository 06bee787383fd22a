using System.Text.Json;

namespace Fvm.Conformance.WasmSpec;

/// <summary>One command of a script.</summary>
internal sealed record SpecCommand
{
    /// <summary>module, register, action, or one of the assertions.</summary>
    public required string Type { get; init; }

    /// <summary>Where it stands in the .wast.</summary>
    public required int Line { get; init; }

    /// <summary>The module's file, beside the JSON.</summary>
    public string? File { get; init; }

    /// <summary>Whether that file is in the text format.</summary>
    public bool IsText { get; init; }

    /// <summary>The module's name in the script: <c>$M</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Of register: the name for imports.</summary>
    public string? As { get; init; }

    /// <summary>The error message that the suite expects.</summary>
    public string Message { get; init; } = "";

    /// <summary>What an action or assertion does.</summary>
    public SpecAction? Action { get; init; }

    /// <summary>The expected results.</summary>
    public IReadOnlyList<SpecValue> Expected { get; init; } = [];

    /// <summary>Whether it counts among the suite's assertions.</summary>
    public bool IsAssertion => Type.StartsWith("assert_", StringComparison.Ordinal);

    public static SpecCommand Read(JsonElement command) => new()
    {
        Type = command.GetProperty("type").GetString()!,
        Line = command.GetProperty("line").GetInt32(),
        File = Text(command, "filename"),
        IsText = Text(command, "module_type") == "text",
        Name = Text(command, "name"),
        As = Text(command, "as"),
        Message = Text(command, "text") ?? "",
        Action = command.TryGetProperty("action", out JsonElement action) ? SpecAction.Read(action) : null,
        Expected = command.TryGetProperty("expected", out JsonElement expected) ? [.. expected.EnumerateArray().Select(SpecValue.Read)] : [],
    };

    internal static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}

/// <summary>A call of an exported function, or a look at an exported global.</summary>
/// <param name="IsGet">Whether a global is read.</param>
/// <param name="Module">The module's name in the script; null for the last one.</param>
/// <param name="Field">The export.</param>
/// <param name="Arguments">What is passed.</param>
internal sealed record SpecAction(bool IsGet, string? Module, string Field, IReadOnlyList<SpecValue> Arguments)
{
    public static SpecAction Read(JsonElement action) => new(
        action.GetProperty("type").GetString() == "get",
        SpecCommand.Text(action, "module"),
        action.GetProperty("field").GetString()!,
        action.TryGetProperty("args", out JsonElement arguments) ? [.. arguments.EnumerateArray().Select(SpecValue.Read)] : []);
}
