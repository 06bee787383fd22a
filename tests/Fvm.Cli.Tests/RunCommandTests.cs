using System.Text.Json.Nodes;

namespace Fvm.Cli.Tests;

/// <summary><c>fvm run</c>, the README's first command.</summary>
public class RunCommandTests
{
    [Fact]
    public void The_sample_actor_counts()
    {
        FvmRun run = FvmProcess.Run("run", FvmProcess.Sample, "--params", "05", "--json");
        Assert.Equal(0, run.ExitCode);
        JsonNode result = JsonNode.Parse(run.Output)!;
        Assert.Equal(0, (int)result["exit_code"]!);
        Assert.Equal("1a00000005", (string)result["return"]!);
        JsonNode stamped = Assert.Single(result["events"]!.AsArray())!;
        Assert.Equal("""[3,"counted",85,"1a00000005"]""", stamped["entries"]![0]!.ToJsonString());
        ulong milligas = 0;
        foreach ((_, JsonNode? amount) in result["milligas_by_category"]!.AsObject())
            milligas += (ulong)amount!;
        Assert.Equal((ulong)result["gas_used"]!, (milligas + 999) / 1000);
    }

    [Fact]
    public void Two_runs_say_the_same()
    {
        FvmRun first = FvmProcess.Start("run", FvmProcess.Sample, "--trace", "--json");
        FvmRun second = FvmProcess.Run("run", FvmProcess.Sample, "--trace", "--json");
        Assert.Equal(first.Output, second.Output);
    }

    [Fact]
    public void An_unknown_method_fails_and_says_so()
    {
        FvmRun run = FvmProcess.Run("run", FvmProcess.Sample, "--method", "9");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("22", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_little_gas_runs_out()
    {
        FvmRun run = FvmProcess.Run("run", FvmProcess.Sample, "--gas-limit", "800000", "--json");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(7, (int)JsonNode.Parse(run.Output)!["exit_code"]!);
    }

    [Fact]
    public void With_debugging_the_actors_logs_are_shown()
    {
        string logger = Path.Combine(FvmProcess.Root, "tests", "Fvm.Hosting.Tests", "Actors", "logger.wasm");
        FvmRun run = FvmProcess.Run("run", logger, "--network-version", "28", "--debug");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("f0101: hello from inside\n", run.Output, StringComparison.Ordinal);
        JsonNode silent = JsonNode.Parse(FvmProcess.Run("run", logger, "--json").Output)!;
        Assert.Empty(silent["logs"]!.AsArray());
        Assert.Equal("ff", (string)silent["return"]!);
    }
}
