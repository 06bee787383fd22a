using System.Globalization;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;

namespace Fvm.Conformance.Scenarios;

/// <summary>
/// Random scenarios on the actors in C# and on a bundle, which must agree after each message, while the invariants hold. One that fails is shrunk. Without a
/// bundle only the invariants are checked.
/// </summary>
/// <param name="engine">Compiled modules.</param>
/// <param name="bundle">The wasm actors, or null.</param>
public sealed class RandomScenarios(ActorEngine engine, ActorBundle? bundle)
{
    private const int StepsPerScenario = 60;

    private readonly ScenarioRunner runner = new(engine, bundle);

    /// <summary>Runs random scenarios until so many messages were sent, or one fails.</summary>
    /// <param name="seed">Which; the same seed makes the same scenarios.</param>
    /// <param name="messages">How many messages at least.</param>
    /// <param name="progress">Hears how many were sent; null for nobody.</param>
    public RandomReport Run(int seed, long messages, Action<long>? progress)
    {
        long sent = 0;
        var gas = new List<GasPair>();
        for (int number = 0; sent < messages; number++)
        {
            // Spread, so that neighbouring seeds share no scenarios.
            int scenarioSeed = unchecked((seed * 1_000_003) + number) & int.MaxValue;
            RandomStep[] steps = RandomStep.Generate(scenarioSeed, StepsPerScenario);
            ScenarioOutcome outcome = Play(steps);
            sent += outcome.Messages;
            gas.AddRange(outcome.Gas);
            progress?.Invoke(sent);
            if (outcome.Passed)
                continue;
            List<RandomStep> least = Shrink(steps);
            ScenarioOutcome shrunk = Play(least);
            string title = string.Create(
                CultureInfo.InvariantCulture, $"scenario {number} of seed {seed}, shrunk from {steps.Length} steps to {least.Count}: {string.Join(' ', least)}");
            return new RandomReport(sent, [title, .. shrunk.Failures], gas);
        }

        return new RandomReport(sent, [], gas);
    }

    /// <summary>The random scenario of a seed, for tools that look at its messages.</summary>
    /// <param name="seed">Which.</param>
    public static Scenario Of(int seed) => From(RandomStep.Generate(seed, StepsPerScenario));

    private static Scenario From(IReadOnlyList<RandomStep> steps) => new("random", world =>
    {
        var stage = new RandomStage(world);
        foreach (RandomStep step in steps)
            stage.Do(step);
    });

    private ScenarioOutcome Play(IReadOnlyList<RandomStep> steps)
    {
        ScenarioOutcome outcome = runner.Run(From(steps));

        // There are no kept outcomes of random scenarios.
        return bundle is null ? outcome with { Failures = [.. outcome.Failures.Where(line => !line.StartsWith("no outcome", StringComparison.Ordinal))] } : outcome;
    }

    /// <summary>Leaves out ever smaller runs of steps, as long as it still fails.</summary>
    private List<RandomStep> Shrink(IReadOnlyList<RandomStep> failing)
    {
        List<RandomStep> steps = [.. failing];
        for (int run = steps.Count / 2; run > 0; run /= 2)
        {
            for (int at = 0; at + run <= steps.Count;)
            {
                List<RandomStep> fewer = [.. steps.Take(at), .. steps.Skip(at + run)];
                if (Play(fewer).Passed)
                    at += run;
                else
                    steps = fewer;
            }
        }

        return steps;
    }
}

/// <summary>How random scenarios went.</summary>
/// <param name="Messages">How many messages were sent.</param>
/// <param name="Finding">What the first scenario that failed comes down to, one a line; empty for none.</param>
/// <param name="Gas">The gas of each message by the model and by the bundle.</param>
public sealed record RandomReport(long Messages, IReadOnlyList<string> Finding, IReadOnlyList<GasPair> Gas);
