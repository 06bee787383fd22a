using System.CommandLine;
using System.Globalization;
using System.Numerics;
using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Proofs;
using Fvm.Protocol;

namespace Fvm.Cli.Commands;

/// <summary>Options that mean the same wherever they stand.</summary>
internal static class SharedOptions
{
    private const string BundlesVariable = "FVM_BUNDLES";
    private const string ProofKeysVariable = "FVM_PROOF_KEYS";

    public static Option<string?> Bundles() => new("--bundles")
    {
        Description = $"The folder of imported actor bundles. Default: the variable {BundlesVariable}, else .fvm/bundles in your home.",
        HelpName = "DIR",
    };

    public static Option<string?> ProofKeysOption() => new("--proof-keys")
    {
        Description = "Verify storage proofs, with the verifying keys of this folder (docs/proofs.md).",
        HelpName = "DIR",
    };

    /// <summary>Verifies with the keys of the folder that is named; null where none is.</summary>
    public static Func<NetworkVersion, IProofVerifier>? OpenProofKeys(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } folder)
            return null;
        ProofKeys keys = ProofKeys.Load(folder);
        return version => StorageProofs.KeyedVerifier(version, keys);
    }

    /// <summary>The keys of the folder that is named, or that the variable names; none where neither is.</summary>
    public static ProofKeys FindProofKeys(ParseResult parsed, Option<string?> option)
    {
        string? folder = parsed.GetValue(option) ?? Environment.GetEnvironmentVariable(ProofKeysVariable);
        return string.IsNullOrEmpty(folder) ? ProofKeys.None : ProofKeys.Load(folder);
    }

    public static Option<bool> Json() => new("--json")
    {
        Description = "Print one JSON document on standard output, and nothing else there.",
    };

    /// <summary>The number of an option, not below a bound.</summary>
    public static T AtLeast<T>(ParseResult parsed, Option<T> option, T least)
        where T : INumber<T>
    {
        T value = parsed.GetRequiredValue(option);
        return value >= least ? value : throw new CommandFailure(string.Create(CultureInfo.InvariantCulture, $"{option.Name} {value} is less than {least}"));
    }

    public static BundleStore OpenBundles(ParseResult parsed, Option<string?> option)
    {
        string? folder = parsed.GetValue(option) ?? Environment.GetEnvironmentVariable(BundlesVariable);
        return new BundleStore(string.IsNullOrEmpty(folder)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".fvm", "bundles")
            : folder);
    }
}
