using System.Text.Json.Nodes;

namespace Fvm.Cli.Tests;

/// <summary>How the real process ends, and what is there afterwards.</summary>
public sealed class DevnetEndTests : IDisposable
{
    private const string Bob = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

    private readonly string folder = Directory.CreateTempSubdirectory("fvm-devnet-end-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Ctrl-C and what a service's manager sends are the end that was wanted: exit code 0, no complaint, and all that was made is in the one file of the chain.</summary>
    [Fact]
    public void Signals_end_it_in_order_and_the_chain_is_kept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals");
        string chain = Path.Combine(folder, "chain");
        string hash;
        using (RunningDevnet devnet = RunningDevnet.Start("--data", chain))
        {
            hash = Json(devnet, "send", Bob, "--value", "1.5", "--json")["hash"]!.GetValue<string>();
            Assert.Equal((0, string.Empty), devnet.Signal("TERM"));
        }

        Assert.Equal(["chain.db"], Directory.GetFiles(chain).Select(Path.GetFileName));
        using (RunningDevnet again = RunningDevnet.Start("--data", chain))
        {
            Assert.Equal("ok", Json(again, "tx", hash, "--json")["status"]!.GetValue<string>());
            Assert.Equal((0, string.Empty), again.Signal("INT"));
        }
    }

    private static JsonNode Json(RunningDevnet devnet, params string[] arguments)
    {
        FvmRun run = FvmProcess.Run([.. arguments, "--rpc", devnet.Url]);
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        return JsonNode.Parse(run.Output)!;
    }
}
