using Fvm.Conformance.EvmFuzzing;
using Fvm.Conformance.WasmFuzzing;

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
}
