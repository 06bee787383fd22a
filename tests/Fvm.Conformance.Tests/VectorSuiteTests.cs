using Fvm.Conformance.Vectors;
using Fvm.Hosting;

namespace Fvm.Conformance.Tests;

/// <summary>Messages that the reference has run, through our machine: everything recorded must be equal.</summary>
public class VectorSuiteTests
{
    private static readonly ActorEngine Engine = new();

    /// <summary>The repository's own copy, on every machine.</summary>
    [Fact]
    public void Recorded_vectors_that_need_no_bundle_pass()
    {
        VectorReport report = Run([.. VectorSources.Find([VectorLocations.Own])]);
        AssertNoFailures(report);
        Assert.Equal(1772, report.Count(VectorVerdict.Passed));
        Assert.Equal(0, report.Skipped);
    }

    /// <summary>All recordings. Those that run a bundle's actors are skipped where no bundles are.</summary>
    [Theory]
    [InlineData("syscalls", 1025)]
    [InlineData("generated", 460)]
    [InlineData("sequences", 400)]
    [InlineData("native", 15)]
    [InlineData("evm", 22)]
    [InlineData("evm-programs", 400)]
    public void Recorded_folders_pass(string folder, int count)
    {
        Assert.SkipWhen(VectorLocations.Bundles is null, "no bundles of actors: set FVM_BUNDLES (what needs none runs from the repository's own copy)");
        VectorReport report = Run(VectorLocations.RequireRecorded(folder));
        AssertNoFailures(report);
        Assert.Equal(count, report.Outcomes.Count);
        Assert.Equal(count, report.Count(VectorVerdict.Passed));
    }

    /// <summary>Messages of mainnet at network versions 17 and 18.</summary>
    [Theory]
    [InlineData("0001-shark-01", 188, 0)]
    [InlineData("0002-hygge-01", 188, 1)]
    public void Mainnet_corpus_passes(string folder, int passed, int skipped)
    {
        Assert.SkipWhen(VectorLocations.Corpus is null, "no corpus: set FVM_CORPUS to a checkout of fvm-test-vectors");
        Assert.SkipWhen(VectorLocations.Bundles is null, "no bundles of actors: set FVM_BUNDLES");
        VectorReport report = Run([.. VectorSources.Find([Path.Combine(VectorLocations.Corpus!, "corpus", "extracted", folder)])]);
        AssertNoFailures(report);
        Assert.Equal(passed, report.Count(VectorVerdict.Passed));
        Assert.Equal(skipped, report.Count(VectorVerdict.Skipped));
    }

    private static VectorReport Run(IReadOnlyList<VectorSource> sources) =>
        VectorSuite.Run(new VectorRunner(Engine, VectorLocations.OpenBundles()), sources, Environment.ProcessorCount, progress: null);

    private static void AssertNoFailures(VectorReport report)
    {
        IEnumerable<string> failures = report.Outcomes
            .Where(outcome => outcome.Verdict is VectorVerdict.Failed or VectorVerdict.Malformed)
            .Select(outcome => $"{outcome.Name}\n  {string.Join("\n  ", outcome.Details)}");
        Assert.Empty(failures);
    }
}
