using System.Text.Json;

namespace Fvm.Evm.Tests.Suite;

/// <summary>
/// The repository ethereum/tests, folder GeneralStateTests (VMTests among them), fork Cancun. It does not lie in this repository:
/// FVM_ETH_TESTS names a checkout.
/// </summary>
public sealed class EthereumTests(ITestOutputHelper output)
{
    private const string Variable = "FVM_ETH_TESTS", Fork = "Cancun";

    // 1024 frames of the interpreter, the host's frames between them, unoptimised.
    private const int StackBytes = 256 << 20;

    [Fact]
    public void GeneralStateTests()
    {
        var checkout = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(checkout)) Assert.Skip($"{Variable} does not name a checkout of ethereum/tests.");
        var folder = Path.Combine(checkout, "GeneralStateTests");
        Assert.True(Directory.Exists(folder), $"There is no {folder}.");

        var summary = new SuiteSummary(EthereumTestsLedger.Read());
        OnDeepStack(() => RunAll(folder, summary));
        foreach (var line in summary.Lines) output.WriteLine(line);
        Assert.True(summary.Failures.Count == 0, $"{summary.Failures.Count} cases failed.");
        Assert.True(summary.Passed > 0, "No case was found.");
    }

    private static void RunAll(string folder, SuiteSummary summary)
    {
        var filter = Environment.GetEnvironmentVariable(Variable + "_FILTER") ?? string.Empty;
        var files = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        var runner = new StateTestRunner();
        foreach (var path in files)
        {
            string name = Path.GetRelativePath(folder, path);
            if (!name.Contains(filter, StringComparison.Ordinal)) continue;
            using var file = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var test in StateTest.Read(file, Fork))
            {
                string? fault;
                try
                {
                    fault = runner.Run(test);
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    fault = e.ToString();
                }

                summary.Add(name, test.Name, fault);
            }
        }
    }

    private static void OnDeepStack(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception e)
                {
                    failure = e;
                }
            },
            StackBytes);
        thread.Start();
        thread.Join();
        if (failure is not null) throw new InvalidOperationException("The run broke off.", failure);
    }
}
