using System.Text.Json.Nodes;

namespace Fvm.Cli.Tests;

/// <summary><c>fvm vectors run</c> over the repository's own recordings.</summary>
public class VectorsRunTests
{
    [Fact]
    public void A_filter_selects_and_the_last_line_counts()
    {
        FvmRun run = FvmProcess.Run("vectors", "run", FvmProcess.Vectors, "--filter", "syscalls/nv18/exit-1");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches("^[0-9]+ passed, 0 failed, 0 skipped\n$", run.Output);
    }

    [Fact]
    public void Json_on_standard_output_stands_alone()
    {
        FvmRun run = FvmProcess.Run("vectors", "run", FvmProcess.Vectors, "--filter", "exit-data", "--json", "-");
        Assert.Equal(0, run.ExitCode);
        JsonNode report = JsonNode.Parse(run.Output)!;
        Assert.Equal(0, (int)report["failed"]!);
        Assert.Equal((int)report["passed"]!, report["vectors"]!.AsArray().Count);
    }

    [Fact]
    public void Every_command_has_help_with_an_example()
    {
        foreach (string command in (string[])["run", "trace", "gas", "vectors run", "vectors record", "vectors cliff", "vectors bench", "bundle import", "bundle list"])
        {
            FvmRun run = FvmProcess.Run([.. command.Split(' '), "--help"]);
            Assert.Equal(0, run.ExitCode);
            Assert.Contains($"fvm {command}", run.Output, StringComparison.Ordinal);
            Assert.Contains("Example:", run.Output, StringComparison.Ordinal);
        }
    }
}
