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
        : this([])
    {
    }

    private RunningDevnet(string[] options)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "fvm.dll"), "devnet", "--port", "0", "--json", .. options])
            start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        Document = ReadDocument(process.StandardOutput);
    }

    public JsonNode Document { get; }

    public string Url => Document["http"]!.GetValue<string>();

    public static RunningDevnet Start(params string[] options) => new(options);

    /// <summary>Sends it a signal by name, and waits until it has ended; its exit code and what it complained of.</summary>
    public (int ExitCode, string Error) Signal(string signal)
    {
        using (Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            kill.WaitForExit();
        // Its errors end when it does, so waiting for them first would be waiting without end: a shell's background job, for one, ignores INT.
        Task<string> error = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(60_000), $"fvm devnet goes on after {signal}");
        return (process.ExitCode, error.GetAwaiter().GetResult());
    }

    public void Dispose()
    {
        if (!process.HasExited)
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
