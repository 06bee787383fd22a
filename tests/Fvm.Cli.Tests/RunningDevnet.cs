using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fvm.Cli.Tests;

/// <summary>The real <c>fvm devnet</c>, a process of its own on a free port.</summary>
public sealed class RunningDevnet : IDisposable
{
    private readonly Process process;

    public RunningDevnet()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "fvm.dll"), "devnet", "--port", "0", "--json"])
            start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        Url = ReadDocument(process.StandardOutput)["http"]!.GetValue<string>();
    }

    public string Url { get; }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>The document that it prints when it is ready, which is over when it is whole.</summary>
    private static JsonNode ReadDocument(StreamReader output)
    {
        var text = new StringBuilder();
        while (output.ReadLine() is { } line)
        {
            text.AppendLine(line);
            if (line is ['}', ..] or ['{', .., '}'])
                return JsonNode.Parse(text.ToString())!;
        }

        throw new JsonException($"fvm devnet ended before it was ready: {text}");
    }
}
