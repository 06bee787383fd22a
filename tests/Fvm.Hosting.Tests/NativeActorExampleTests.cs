using System.Diagnostics;

namespace Fvm.Hosting.Tests;

/// <summary>The example of docs/native-actors.md is a program that compiles and runs.</summary>
public class NativeActorExampleTests
{
    [Theory]
    [InlineData("PiggyBankActor.cs")]
    [InlineData("Program.cs")]
    public void The_page_shows_the_sample_to_the_letter(string file)
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "native-actors.md"));
        string sample = File.ReadAllText(Path.Combine(Repository.Root, "samples", "native-actor", file));
        Assert.Contains($"```csharp\n{sample}```\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_runs()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "native-actor.dll"));
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(60_000));
        Assert.Equal(0, process.ExitCode);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] exits = [.. lines.Where(line => line.Contains(": exit ", StringComparison.Ordinal)).Select(line => line.Split(": exit ")[1].Split([' ', ','])[0])];
        Assert.Equal(["0", "0", "16", "18", "0", "18", "0"], exits);
        Assert.All(lines.Where(line => line.Contains(" gas ", StringComparison.Ordinal)), line => Assert.Contains("(modelled)", line, StringComparison.Ordinal));
        Assert.Contains("in the bank: 6.0 FIL", output, StringComparison.Ordinal);
        Assert.Contains("the owner has 102.0 FIL", output, StringComparison.Ordinal);
    }
}
