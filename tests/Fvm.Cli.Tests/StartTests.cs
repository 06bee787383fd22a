namespace Fvm.Cli.Tests;

/// <summary>What a person sees who types <c>fvm</c> for the first time.</summary>
public class StartTests
{
    [Theory]
    [InlineData("", "fvm [command]")]
    [InlineData("vectors", "fvm vectors [command]")]
    [InlineData("bundle", "fvm bundle [command]")]
    public void Without_a_command_the_help_comes_and_nothing_was_done(string line, string usage)
    {
        FvmRun run = FvmProcess.Start(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(usage, run.Error, StringComparison.Ordinal);
        Assert.Contains("Commands:", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public void Help_was_asked_for_and_is_done(string option)
    {
        FvmRun run = FvmProcess.Start(option);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("fvm run samples/counter/counter.wasm", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void The_version_is_one_line()
    {
        FvmRun run = FvmProcess.Start("--version");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+[^\n]*\n$", run.Output.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("fly", "fly", "fvm --help")]
    [InlineData("vectors fly", "fly", "fvm vectors --help")]
    [InlineData("vectors run . --fast", "--fast", "fvm vectors run --help")]
    public void What_it_does_not_know_is_named_and_so_is_the_help(string line, string named, string help)
    {
        FvmRun run = FvmProcess.Start(line.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.Contains(help, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
