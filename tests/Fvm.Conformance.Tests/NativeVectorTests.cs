using Fvm.Conformance.Vectors;
using Fvm.Hosting;

namespace Fvm.Conformance.Tests;

/// <summary>
/// Recorded messages on the actors in C#, with no bundle: exit codes, returns, events, fees (settled with the recorded gas) and state roots must be as recorded.
/// </summary>
public class NativeVectorTests
{
    /// <summary>The files that need actors which are not written yet, and how far they get. One that gets further must be moved from here.</summary>
    private static readonly Dictionary<string, string> Owed = new(StringComparer.Ordinal)
    {
        ["deals.json"] = "owed at message 0 (f04)",
        ["miner-admin.json"] = "owed at message 0 (f04)",
        ["sectors-life.json"] = "owed at message 0 (f04)",
        ["storage-posted.json"] = "owed at message 0 (f04)",
    };

    private static readonly string[] Whole = ["account.json", "multisig.json", "paych.json", "verifreg.json"];

    [Fact]
    public void Recorded_vectors_run_on_native_actors_with_no_bundle()
    {
        VectorSource[] sources = [.. VectorSources.Find([VectorLocations.OwnNative])];
        Assert.Equal(Owed.Count + Whole.Length, sources.Length);
        VectorReport report = VectorSuite.Run(new NativeVectorRunner(new ActorEngine()), sources, Environment.ProcessorCount, progress: null);
        Assert.All(report.Outcomes, outcome =>
        {
            string file = Path.GetFileName(outcome.Name[(outcome.Name.LastIndexOf('!') + 1)..]);
            Assert.Equal(
                Owed.TryGetValue(file, out string? reason) ? $"{file} Skipped {reason}" : $"{file} Passed ",
                $"{file} {outcome.Verdict} {string.Join(" | ", outcome.Details)}");
            Assert.Equal(Owed.ContainsKey(file), !Whole.Contains(file));
        });
        Assert.Equal(Whole.Length, report.Count(VectorVerdict.Passed));
    }

    /// <summary>Modelled gas stands beside the recorded one, message by message, and is near it (docs/gas.md).</summary>
    [Fact]
    public void Modelled_gas_is_told_beside_the_recorded()
    {
        VectorSource[] sources = [.. VectorSources.Find([VectorLocations.OwnNative])];
        VectorReport report = VectorSuite.Run(new NativeVectorRunner(new ActorEngine()), sources, Environment.ProcessorCount, progress: null);
        ModelledGas[] gas = [.. report.Outcomes.SelectMany(outcome => outcome.Gas)];
        Assert.True(gas.Length > 150);
        Assert.All(gas, one => Assert.InRange((double)one.Own / one.Recorded, 0.8, 1.2));
    }
}
