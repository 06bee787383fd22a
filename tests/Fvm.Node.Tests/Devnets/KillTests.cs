using System.Diagnostics;

namespace Fvm.Node.Tests.Devnets;

/// <summary>A process that is killed at random moments loses nothing that it acknowledged. More kills: <c>Fvm.Bench.Node kills 200 DIR</c> (docs/devnet.md).</summary>
public class KillTests
{
    [Fact]
    public async Task A_few_kills_lose_nothing()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"fvm-kills-{Guid.NewGuid():N}");
        string here = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string framework = Path.GetFileName(here);
        string configuration = Path.GetFileName(Path.GetDirectoryName(here)!);
        string program = Path.GetFullPath(Path.Combine(here, "..", "..", "..", "..", "..", "bench", "Fvm.Bench.Node", "bin", configuration, framework, "Fvm.Bench.Node.dll"));
        try
        {
            using var run = Process.Start(new ProcessStartInfo("dotnet", [program, "kills", "3", folder, "5"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = run.StandardError.ReadToEndAsync();
            string output = await run.StandardOutput.ReadToEndAsync();
            await run.WaitForExitAsync();
            Assert.True(run.ExitCode == 0, output + await errors);
            Assert.Contains("3 kills", output, StringComparison.Ordinal);
            Assert.DoesNotContain(" 0 transactions acknowledged", output, StringComparison.Ordinal);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }
}
