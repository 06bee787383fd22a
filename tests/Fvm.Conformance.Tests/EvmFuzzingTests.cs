using Fvm.Conformance.EvmFuzzing;
using Fvm.Conformance.WasmFuzzing;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Conformance.Tests;

/// <summary>A small part of what <c>fvm evm fuzz</c> runs for long.</summary>
public sealed class EvmFuzzingTests
{
    [Fact]
    public void GeneratedContractsEndTheSameOnEveryEngine()
    {
        FuzzReport report = EvmFuzzer.Run(seed: 1, count: 5_000, jobs: 2, progress: null);
        Assert.True(report.Findings.Count == 0, report.Findings.FirstOrDefault()?.ToString());
        Assert.Equal(5_000, report.Passed);
        Assert.True(report.Figures["ended with Return"] > 100, "Hardly any case returns: the generator makes nothing that runs.");
        Assert.True(report.Figures["ended with OutOfGas"] > 100, "Hardly any case runs out of gas.");
        Assert.True(report.Figures["frames"] > report.Passed * 2, "Hardly any case calls.");
    }

    /// <summary>PUSH17 of a word that begins with 1b, PUSH2, JUMPI: the interpreter once took a part of the word for ISZERO.</summary>
    [Theory]
    [InlineData(10500005670)]
    [InlineData(10700042234)]
    public void CasesThatOnceDifferedAgree(long number) => Assert.Null(EvmFuzzer.Check(number));

    /// <summary>Contracts as actors, in C# and in wasm; <c>.ci/full</c> compares 20,000.</summary>
    [Fact]
    public void Generated_contracts_are_equal_on_native_and_wasm_actors()
    {
        ActorBundle? bundle = null;
        bool there = VectorLocations.Bundles is not null
            && ActorsReleases.TryGetManifest(18, out string? manifest)
            && VectorLocations.OpenBundles().TryOpen(Cid.Parse(manifest), out bundle);
        Assert.SkipUnless(there, "no bundle of release v18: set FVM_BUNDLES");
        FuzzReport report = new ContractFuzzer(new ActorEngine(), bundle!).Run(seed: 3, count: 150, jobs: 2, progress: null, []);
        Assert.True(report.Findings.Count == 0, report.Findings.FirstOrDefault()?.ToString());
        Assert.Equal(150, report.Passed);
        Assert.True(report.Refused < 15, "Too many cases run out of gas.");
        Assert.True(report.Figures["messages with exit 0"] > report.Figures["messages"] / 2, "Hardly any message ends well.");
        Assert.True(report.Figures["calls"] > 2 * report.Figures["messages"], "Hardly any contract calls.");
    }
}
