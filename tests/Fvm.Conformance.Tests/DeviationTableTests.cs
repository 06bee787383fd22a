using System.Text.RegularExpressions;
using Fvm.Conformance.Scenarios;

namespace Fvm.Conformance.Tests;

/// <summary>The table of deviations in docs/evm.md: each row names tests, which are there.</summary>
public partial class DeviationTableTests
{
    private const int LeastRows = 30;

    [Fact]
    public void Every_deviation_names_tests_and_each_of_them_exists()
    {
        HashSet<string> tests = [.. Directory.EnumerateFiles(Path.Combine(VectorLocations.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Declaration().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)];
        tests.UnionWith(ScenarioCatalogue.All.Select(scenario => scenario.Name));
        MatchCollection rows = Row().Matches(File.ReadAllText(Path.Combine(VectorLocations.Root, "docs", "evm.md")));
        Assert.True(rows.Count >= LeastRows, $"{rows.Count} rows");
        foreach (Match row in rows)
        {
            string[] named = [.. Name().Matches(row.Groups[2].Value).Select(match => match.Groups[1].Value)];
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.Contains(name, tests));
        }
    }

    [GeneratedRegex(@"void (\w+)\(")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\| ([^|]+) \| (`[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
