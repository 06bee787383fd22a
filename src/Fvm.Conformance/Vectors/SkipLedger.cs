namespace Fvm.Conformance.Vectors;

/// <summary>
/// Vectors that cannot pass, each with its reason. They are run all the same: one that passes fails the run, since its line here is wrong then.
/// </summary>
internal static class SkipLedger
{
    private static readonly (string Part, string Reason)[] Lines =
    [
        ("0002-hygge-01/fil_10_storageminer/DisputeWindowedPoSt/Ok/", "the dispute needs an invalid PoSt, and recorded proofs are all accepted"),
    ];

    /// <summary>The reason why a vector cannot pass, or null.</summary>
    public static string? ReasonFor(string name)
    {
        string path = name.Replace('\\', '/');
        foreach ((string part, string reason) in Lines)
        {
            if (path.Contains(part, StringComparison.Ordinal))
                return reason;
        }

        return null;
    }
}
