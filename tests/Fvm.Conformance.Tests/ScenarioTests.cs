using Fvm.Conformance.Scenarios;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Conformance.Tests;

/// <summary>Scenarios over the built-in actors in C#: against the recorded outcomes of the wasm actors, and against these themselves where bundles are.</summary>
public class ScenarioTests
{
    private const int LeastScenarios = 120;

    [Fact]
    public void Scenarios_come_to_what_the_wasm_actors_came_to()
    {
        var runner = new ScenarioRunner(new ActorEngine(), null);
        Assert.True(ScenarioCatalogue.All.Count >= LeastScenarios);
        Assert.Equal(ScenarioCatalogue.All.Count, ScenarioCatalogue.All.Select(scenario => scenario.Name).Distinct().Count());
        Assert.Equal(ScenarioCatalogue.All.Count, FrozenOutcome.Kept.Count);
        AssertPassed(ScenarioCatalogue.All.Select(runner.Run));
    }

    [Fact]
    public void Scenarios_are_equal_on_native_and_wasm_actors()
    {
        ActorBundle bundle = RequireBundle();
        var runner = new ScenarioRunner(new ActorEngine(), bundle);
        AssertPassed(ScenarioCatalogue.All.Select(runner.Run));
    }

    /// <summary>The bench plays learned messages on machines of its own; what a scenario's node answers must be there, too (a contract that asks for a block's hash failed without).</summary>
    [Fact]
    public void Bench_comes_to_the_same_exit_codes()
    {
        Scenario[] scenarios = [.. ScenarioCatalogue.All.Where(scenario => scenario.Node is not null)];
        Assert.NotEmpty(scenarios);
        var bench = new ScenarioBench(new ActorEngine(), null, scenarios);
        Assert.Equal(bench.Messages, bench.Measure(onBundle: false, TimeSpan.FromMilliseconds(1)).Values.Sum(time => time.Messages));
    }

    /// <summary>A few hundred random messages keep the invariants; <c>.ci/full</c> sends 20,000 against the bundle.</summary>
    [Fact]
    public void Random_messages_keep_the_invariants() =>
        Assert.Empty(new RandomScenarios(new ActorEngine(), null).Run(seed: 28, messages: 300, progress: null).Finding);

    [Fact]
    public void Random_messages_are_equal_on_native_and_wasm_actors()
    {
        ActorBundle bundle = RequireBundle();
        Assert.Empty(new RandomScenarios(new ActorEngine(), bundle).Run(seed: 5, messages: 500, progress: null).Finding);
    }

    /// <summary>A scenario that expects what does not come is reported: the harness can fail.</summary>
    [Fact]
    public void A_wrong_expectation_is_a_failure()
    {
        Scenario wrong = ScenarioCatalogue.All.First(scenario => scenario.Name == "account/tells-its-bls-key") with { Name = "wrong/name" };
        ScenarioOutcome outcome = new ScenarioRunner(new ActorEngine(), null).Run(wrong);
        Assert.Contains("no outcome of the wasm actors is kept", Assert.Single(outcome.Failures), StringComparison.Ordinal);
    }

    private static void AssertPassed(IEnumerable<ScenarioOutcome> outcomes) =>
        Assert.Empty(outcomes.Where(outcome => !outcome.Passed).Select(outcome => $"{outcome.Name}\n  {string.Join("\n  ", outcome.Failures)}"));

    private static ActorBundle RequireBundle()
    {
        ActorBundle? bundle = null;
        bool there = VectorLocations.Bundles is not null
            && ActorsReleases.TryGetManifest(18, out string? manifest)
            && VectorLocations.OpenBundles().TryOpen(Cid.Parse(manifest), out bundle);
        Assert.SkipUnless(there, "no bundle of release v18: set FVM_BUNDLES");
        return bundle!;
    }
}
