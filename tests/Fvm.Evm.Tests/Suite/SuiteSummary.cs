namespace Fvm.Evm.Tests.Suite;

/// <summary>Counts of a run, against the ledger: a case that a rule leaves out must fail, or the rule has outlived its reason.</summary>
public sealed class SuiteSummary(LedgerRule[] rules)
{
    private const int MaxShown = 60;
    private readonly Dictionary<LedgerRule, int> _leftOut = rules.ToDictionary(rule => rule, _ => 0);

    public int Passed { get; private set; }

    public List<string> Failures { get; } = [];

    public void Add(string file, string test, string? fault)
    {
        var rule = Array.Find(rules, rule => rule.Covers(file, test));
        if (rule is null && fault is not null) Failures.Add($"{file}: {test}: {fault}");
        else if (rule is not null && fault is null) Failures.Add($"{file}: {test}: passes, but the ledger leaves it out ({rule.Reason})");
        else if (rule is not null) _leftOut[rule]++;
        else Passed++;
    }

    public IEnumerable<string> Lines
    {
        get
        {
            int leftOut = _leftOut.Values.Sum();
            foreach (var group in Failures.GroupBy(failure => failure[..failure.IndexOf(':', StringComparison.Ordinal)]).Take(MaxShown))
                yield return $"{group.Count()} failed, such as {group.First()}";
            foreach (var (rule, count) in _leftOut) yield return $"left out: {count} ({rule.Bucket}: {rule.Path}: {rule.Reason})";
            yield return $"{Passed} passed, {Failures.Count} failed, {leftOut} skipped ({100.0 * leftOut / Math.Max(1, Passed + Failures.Count + leftOut):F2} %)";
        }
    }
}
