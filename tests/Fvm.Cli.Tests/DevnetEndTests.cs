using System.Text.Json.Nodes;

namespace Fvm.Cli.Tests;

/// <summary>How the real process begins and ends, and what is there afterwards.</summary>
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
            Assert.Equal((0, string.Empty), again.Signal(IsInterruptIgnored() ? "TERM" : "INT"));
        }
    }

    /// <summary>What one devnet dumped another begins with; the file for programs says where it listens and whose keys there are.</summary>
    [Fact]
    public void A_state_is_loaded_at_the_start_and_the_configuration_written()
    {
        (string state, string config) = (Path.Combine(folder, "state.car"), Path.Combine(folder, "devnet.json"));
        using (RunningDevnet first = RunningDevnet.Start())
        {
            Json(first, "send", "0x00000000000000000000000000000000000000aa", "--value", "7", "--json");
            Json(first, "dump", state, "--json");
        }

        using RunningDevnet second = RunningDevnet.Start("--load", state, "--config-out", config);
        Assert.Equal("0x6124fee993bc0000", Json(second, "rpc", "eth_getBalance", "\"0x00000000000000000000000000000000000000aa\"", "\"latest\"", "--json").GetValue<string>());
        Assert.Equal(second.Document.ToJsonString(), JsonNode.Parse(File.ReadAllText(config))!.ToJsonString());
        Assert.Equal("0xcA11bde05977b3631167028862bE2a173976CA11", second.Document["contracts"]!["multicall3"]!.GetValue<string>());
        File.WriteAllText(state, "no state");
        FvmRun refused = FvmProcess.Run("devnet", "--port", "0", "--load", state);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($"--load {state}: this is no state", refused.Error, StringComparison.Ordinal);
    }

    /// <summary>A job that a shell runs in the background ignores INT, and so does all that it starts: bit 1 of the mask in Linux's <c>/proc/PID/status</c>.</summary>
    private static bool IsInterruptIgnored() => OperatingSystem.IsLinux() && File.ReadLines("/proc/self/status").FirstOrDefault(static line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } ignored
        && (ulong.Parse(ignored.AsSpan("SigIgn:".Length).Trim(), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture) & 2) != 0;

    private static JsonNode Json(RunningDevnet devnet, params string[] arguments)
    {
        FvmRun run = FvmProcess.Run([.. arguments, "--rpc", devnet.Url]);
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        return JsonNode.Parse(run.Output)!;
    }
}
