using System.Text.Json.Nodes;

namespace Fvm.Cli.Tests;

/// <summary><c>fvm devnet --fork</c>: the real tool on top of another of its processes.</summary>
public class ForkCommandTests
{
    private const string Receiver = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

    [Fact]
    public void A_fork_of_a_running_devnet()
    {
        using var upstream = RunningDevnet.Start();
        Assert.Equal(0, FvmProcess.Run("fund", "0x00000000000000000000000000000000000abcde", "77", "--rpc", upstream.Url).ExitCode);
        Assert.Equal(0, FvmProcess.Run("send", Receiver, "--value", "1.5", "--rpc", upstream.Url).ExitCode);
        using var fork = RunningDevnet.Start("--fork", upstream.Url, "--fork-token", "unused");
        JsonNode told = fork.Document["fork"]!;
        Assert.Equal($"{upstream.Url}/rpc/v1", told["url"]!.GetValue<string>());
        Assert.True(told["requests"]!.GetValue<long>() > told["blocks"]!.GetValue<long>());
        string before = Rpc(upstream, "eth_getBalance", $"[\"{Receiver}\",\"latest\"]");
        Assert.Equal(0, FvmProcess.Run("send", Receiver, "--value", "2.5", "--rpc", fork.Url).ExitCode);
        Assert.Equal(before, Rpc(upstream, "eth_getBalance", $"[\"{Receiver}\",\"latest\"]"));
        string funded = Rpc(upstream, "eth_getBalance", "[\"0x00000000000000000000000000000000000abcde\",\"latest\"]");
        Assert.Equal(funded, Rpc(fork, "eth_getBalance", "[\"0x00000000000000000000000000000000000abcde\",\"latest\"]"));
        Assert.NotEqual(before, Rpc(fork, "eth_getBalance", $"[\"{Receiver}\",\"latest\"]"));
        Assert.Contains("\"number\"", Rpc(fork, "eth_getBlockByNumber", "[\"0x1\",false]"), StringComparison.Ordinal);

        upstream.Signal("TERM");
        Assert.Equal(0, FvmProcess.Run("send", Receiver, "--value", "1", "--rpc", fork.Url).ExitCode);
        FvmRun run = FvmProcess.Run("rpc", "eth_getBlockByNumber", "[\"0x0\",false]", "--rpc", fork.Url);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(upstream.Url, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is no URL of a node", "--fork", "ftp://x")]
    [InlineData("--fork-epoch is for forks", "--fork-epoch", "5")]
    [InlineData("--actors upstream is for forks", "--actors", "upstream")]
    [InlineData("epochs are not negative", "--fork", "http://127.0.0.1:1", "--fork-epoch", "-1")]
    public void What_cannot_be_forked(string says, params string[] options)
    {
        FvmRun run = FvmProcess.Run(["devnet", "--port", "0", .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    private static string Rpc(RunningDevnet node, string method, string parameters) => FvmProcess.Run("rpc", method, parameters, "--rpc", node.Url).Output;
}
