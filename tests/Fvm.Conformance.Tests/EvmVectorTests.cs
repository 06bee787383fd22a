using Fvm.Conformance.Vectors;
using Fvm.Hosting;

namespace Fvm.Conformance.Tests;

/// <summary>
/// Recorded messages to EVM contracts on the actors in C#, with no bundle: exit codes, returns, events, fees (settled with the recorded gas) and state
/// roots must be as recorded; the ledger names the messages whose answer is gas.
/// </summary>
public class EvmVectorTests
{
    private const int Files = 312;

    private static readonly Lazy<VectorReport> Report = new(() =>
    {
        VectorSource[] sources = [.. VectorSources.Find([Path.Combine(VectorLocations.Own, "..", "vectors-evm")])];
        return VectorSuite.Run(new NativeVectorRunner(new ActorEngine()), sources, Environment.ProcessorCount, progress: null);
    });

    [Fact]
    public void Recorded_contracts_run_on_native_actors_with_no_bundle()
    {
        Assert.Equal(Files, Report.Value.Outcomes.Count);
        Assert.All(Report.Value.Outcomes, outcome => Assert.Equal($"{outcome.Name} Passed ", $"{outcome.Name} {outcome.Verdict} {string.Join(" | ", outcome.Details)}"));
    }

    /// <summary>Modelled gas stands near the recorded one (docs/gas.md), but for single instructions whose cost depends on numbers.</summary>
    [Fact]
    public void Modelled_gas_of_contracts_is_near_the_recorded()
    {
        double[] ratios = [.. Report.Value.Outcomes.SelectMany(outcome => outcome.Gas).Select(one => (double)one.Own / one.Recorded).Order()];
        Assert.InRange(ratios[ratios.Length / 2], 0.97, 1.03);
        Assert.True(ratios.Count(ratio => Math.Abs(ratio - 1) <= 0.15) >= ratios.Length * 95 / 100);
    }
}
