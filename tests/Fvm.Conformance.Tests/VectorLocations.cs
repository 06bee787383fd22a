using Fvm.Conformance.Vectors;
using Fvm.Hosting.Bundles;

namespace Fvm.Conformance.Tests;

/// <summary>Where outside material lies: see docs/conformance.md.</summary>
internal static class VectorLocations
{
    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The recorded vectors, all network versions: FVM_VECTORS, else <c>../shared/vectors</c> beside the repository; null if there are none.</summary>
    public static string? Recorded { get; } = Existing(Environment.GetEnvironmentVariable("FVM_VECTORS")) ?? Existing(Path.Combine(Root, "..", "shared", "vectors"));

    /// <summary>The repository's own copy: those that need no bundle.</summary>
    public static string Own { get; } = Path.Combine(Root, "tests", "vectors");

    /// <summary>The repository's own copy of those that run on the actors in C#.</summary>
    public static string OwnNative { get; } = Path.Combine(Root, "tests", "vectors-native");

    /// <summary>The repository's own copy of the vectors of storage proofs.</summary>
    public static string Proofs { get; } = Path.Combine(Root, "tests", "vectors-proofs", "proofs.tar.gz");

    /// <summary>A checkout of fvm-test-vectors: FVM_CORPUS; null if there is none.</summary>
    public static string? Corpus { get; } = Existing(Environment.GetEnvironmentVariable("FVM_CORPUS"));

    /// <summary>Imported bundles: FVM_BUNDLES; null if there are none.</summary>
    public static string? Bundles { get; } = Existing(Environment.GetEnvironmentVariable("FVM_BUNDLES"));

    public static BundleStore OpenBundles() => new(Bundles ?? Path.Combine(Path.GetTempPath(), "fvm-no-bundles"));

    /// <summary>A folder of recorded vectors, or the reason to skip a test.</summary>
    public static IReadOnlyList<VectorSource> RequireRecorded(string folder)
    {
        string? path = Recorded is null ? null : Existing(Path.Combine(Recorded, folder));
        Assert.SkipWhen(path is null, $"no recorded vectors {folder}: set FVM_VECTORS, or put them at ../shared/vectors");
        return [.. VectorSources.Find([path!])];
    }

    private static string? Existing(string? path) => !string.IsNullOrEmpty(path) && (Directory.Exists(path) || File.Exists(path)) ? path : null;

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Fvm.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
