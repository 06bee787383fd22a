using Fvm.Conformance.Vectors;

namespace Fvm.Conformance.Tests;

/// <summary>The repository's own vectors, and shares of them for tests that run each many times.</summary>
internal static class OwnVectors
{
    private static readonly Lazy<VectorSource[]> All = new(() => [.. VectorSources.Find([VectorLocations.Own])]);

    /// <summary>Every so manieth vector.</summary>
    public static IReadOnlyList<VectorSource> Share(int step) => [.. All.Value.Where((_, index) => index % step == 0)];

    /// <summary>A vector by the end of its name.</summary>
    public static VectorSource Named(string end) => All.Value.First(source => source.Name.EndsWith(end, StringComparison.Ordinal));
}
