using System.Text.Json;

namespace Fvm.Protocol.Tests;

/// <summary>Where the recorded vectors lie: FVM_VECTORS, else ../shared/vectors beside the repository. Tests skip without them.</summary>
internal static class RecordedVectors
{
    internal static string? Root()
    {
        string? named = Environment.GetEnvironmentVariable("FVM_VECTORS");
        if (!string.IsNullOrEmpty(named))
            return Directory.Exists(named) ? named : null;
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "Directory.Packages.props")))
                continue;
            string beside = Path.GetFullPath(Path.Combine(at.FullName, "..", "shared", "vectors"));
            return Directory.Exists(beside) ? beside : null;
        }

        return null;
    }

    /// <summary>A folder or file below the root; skips the test if it is not there.</summary>
    internal static string Require(params string[] path)
    {
        string? root = Root();
        string full = root is null ? string.Empty : Path.Combine([root, .. path]);
        Assert.SkipUnless(Path.Exists(full), $"no recorded vectors at {Path.Combine(["FVM_VECTORS", .. path])}");
        return full;
    }

    internal static JsonElement Load(string file) => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
}
