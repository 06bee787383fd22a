using System.Diagnostics;

namespace Fvm.Hosting.Tests;

/// <summary>The example of docs/embedding.md is a program that compiles and runs.</summary>
public class EmbeddingExampleTests
{
    [Fact]
    public void The_page_shows_the_sample_to_the_letter()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "embedding.md"));
        string sample = File.ReadAllText(Path.Combine(Repository.Root, "samples", "embedding", "Program.cs"));
        Assert.Contains($"```csharp\n{sample}```\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_runs()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "embedding.dll"));
        start.ArgumentList.Add(Path.Combine(Repository.Root, "samples", "counter", "counter.wasm"));
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(60_000));
        Assert.Equal(0, process.ExitCode);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(8, lines.Length);
        Assert.Contains("returned 1A0000000F", lines[2], StringComparison.Ordinal);
        Assert.Contains("next nonce is 3", lines[6], StringComparison.Ordinal);
        Assert.StartsWith("root bafy", lines[7], StringComparison.Ordinal);
    }
}
