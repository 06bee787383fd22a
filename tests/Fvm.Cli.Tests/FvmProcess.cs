using System.Diagnostics;

namespace Fvm.Cli.Tests;

/// <summary>What a run of the real tool said.</summary>
internal sealed record FvmRun(int ExitCode, string Output, string Error);

/// <summary>Runs the real tool as a process of its own.</summary>
internal static class FvmProcess
{
    public static string Root { get; } = FindRoot();

    public static string Sample { get; } = Path.Combine(Root, "samples", "counter", "counter.wasm");

    public static string Vectors { get; } = Path.Combine(Root, "tests", "vectors", "nv18.tar.gz");

    public static FvmRun Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "fvm.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["FVM_BUNDLES"] = Path.Combine(Path.GetTempPath(), "fvm-no-bundles");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(120_000), $"fvm {string.Join(' ', arguments)} hangs");
        return new FvmRun(process.ExitCode, output.Result, error.Result);
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Fvm.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
