using System.Text.RegularExpressions;

namespace Fvm.Hosting.Tests;

/// <summary>The table of surprising rules in docs/conformance.md: a row a rule, and the tests that it names are there.</summary>
public partial class RuleTableTests
{
    private const int Rules = 25;

    [Fact]
    public void Every_rule_has_a_row_and_every_test_in_it_exists()
    {
        HashSet<string> tests = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Declaration().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)];
        MatchCollection rows = Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "conformance.md")));
        Assert.Equal(Enumerable.Range(1, Rules), rows.Select(row => int.Parse(row.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
        foreach (Match row in rows)
        {
            string[] named = [.. Code().Matches(row.Groups[2].Value).Select(match => match.Groups[1].Value)];
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.Contains(name, tests));
        }
    }

    [GeneratedRegex(@"void (\w+)\(")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\| ([0-9]+) \| [^|]+ \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex Code();
}
