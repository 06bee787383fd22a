using Fvm.Hosting;
using Fvm.Hosting.Bundles;

namespace Fvm.Conformance.Scenarios;

/// <summary>
/// Tells scenarios to a world of actors in C#, and to one of a bundle if there is one, and compares everything; without a bundle, with the outcomes that
/// the repository keeps of the bundle.
/// </summary>
/// <param name="engine">Compiled modules; shared by all runs.</param>
/// <param name="bundle">The wasm actors, or null.</param>
public sealed class ScenarioRunner(ActorEngine engine, ActorBundle? bundle)
{
    /// <summary>Runs one scenario. Thread safe.</summary>
    /// <param name="scenario">The scenario.</param>
    public ScenarioOutcome Run(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return DeepStack.Run(() => Tell(scenario));
    }

    /// <summary>Tells a scenario to one world, for its steps.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="native">Whether to the actors in C#, or to the bundle.</param>
    public ScenarioWorld Tell(Scenario scenario, bool native)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var world = new ScenarioWorld(native ? null : bundle ?? throw new InvalidOperationException("no bundle"), engine, checksInvariants: native, scenario.Node);
        scenario.Play(world);
        return world;
    }

    private ScenarioOutcome Tell(Scenario scenario)
    {
        ScenarioWorld native = Tell(scenario, native: true);
        var failures = new List<string>(native.Complaints);
        FrozenOutcome frozen = FrozenOutcome.Of(native);
        if (bundle is null)
        {
            CompareFrozen(scenario, frozen, failures);
            return new ScenarioOutcome(scenario.Name, native.Steps.Count, failures) { Frozen = frozen };
        }

        ScenarioWorld wasm = Tell(scenario, native: false);
        failures.AddRange(StepComparison.Differences(native, wasm));
        GasPair[] gas = [.. native.Steps.Zip(wasm.Steps, (own, exact) =>
            new GasPair(own.Method, own.Result.Receipt.GasUsed, exact.Result.Receipt.GasUsed))];
        return new ScenarioOutcome(scenario.Name, native.Steps.Count, failures) { Frozen = FrozenOutcome.Of(wasm), Gas = gas };
    }

    private static void CompareFrozen(Scenario scenario, FrozenOutcome frozen, List<string> failures)
    {
        if (!FrozenOutcome.Kept.TryGetValue(scenario.Name, out FrozenOutcome? kept))
            failures.Add("no outcome of the wasm actors is kept for it: run with --against bundle --freeze src/Fvm.Conformance/Scenarios/outcomes.txt");
        else if (kept != frozen)
            failures.Add($"the wasm actors came to {kept.ExitCodes} {kept.Digest}, these to {frozen.ExitCodes} {frozen.Digest}; run with --against bundle for details");
    }
}
