using System.CommandLine;
using Fvm.Hosting.Bundles;

namespace Fvm.Cli.Commands;

/// <summary>Options that mean the same wherever they stand.</summary>
internal static class SharedOptions
{
    private const string BundlesVariable = "FVM_BUNDLES";

    public static Option<string?> Bundles() => new("--bundles")
    {
        Description = $"The folder of imported actor bundles. Default: the variable {BundlesVariable}, else .fvm/bundles in your home.",
        HelpName = "DIR",
    };

    public static Option<bool> Json() => new("--json")
    {
        Description = "Print one JSON document on standard output, and nothing else there.",
    };

    public static BundleStore OpenBundles(ParseResult parsed, Option<string?> option)
    {
        string? folder = parsed.GetValue(option) ?? Environment.GetEnvironmentVariable(BundlesVariable);
        return new BundleStore(string.IsNullOrEmpty(folder)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".fvm", "bundles")
            : folder);
    }
}
