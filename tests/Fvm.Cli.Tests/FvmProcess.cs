using System.Diagnostics;

namespace Fvm.Cli.Tests;

/// <summary>What a run of the real tool said.</summary>
internal sealed record FvmRun(int ExitCode, string Output, string Error);

/// <summary>
/// Runs the real tool: its <c>Main</c> with what it writes caught, or (where the start itself is what counts) as a process of its own, which takes half
/// a second each.
/// </summary>
internal static class FvmProcess
{
    private static readonly Lock OneAtATime = new();

    /// <summary>What <c>fvm devnet</c> sets for its own process; run in this one, it would be inherited by all that come after.</summary>
    private const string SocketSwitch = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    private static readonly string? SocketSetting = Environment.GetEnvironmentVariable(SocketSwitch);

    private static readonly string NoBundles = Path.Combine(Path.GetTempPath(), "fvm-no-bundles");

    public static string Root { get; } = FindRoot();

    public static string Sample { get; } = Path.Combine(Root, "samples", "counter", "counter.wasm");

    public static string Vectors { get; } = Path.Combine(Root, "tests", "vectors", "nv18.tar.gz");

    public static FvmRun Run(params string[] arguments)
    {
        lock (OneAtATime)
        {
            Environment.SetEnvironmentVariable("FVM_BUNDLES", NoBundles);
            (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
            using StringWriter said = new() { NewLine = "\n" }, complained = new() { NewLine = "\n" };
            try
            {
                Console.SetOut(TextWriter.Synchronized(said));
                Console.SetError(TextWriter.Synchronized(complained));
                int status = Program.Main(arguments);
                return new FvmRun(status, said.ToString(), complained.ToString());
            }
            finally
            {
                Console.SetOut(output);
                Console.SetError(error);
                Environment.SetEnvironmentVariable(SocketSwitch, SocketSetting);
            }
        }
    }

    public static FvmRun Start(params string[] arguments)
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
        start.Environment["FVM_BUNDLES"] = NoBundles;
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
