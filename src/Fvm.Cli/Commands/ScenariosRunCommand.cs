using System.CommandLine;
using Fvm.Conformance.Scenarios;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm scenarios run</c>: tells scenarios to the actors in C#, and to a bundle to compare.</summary>
internal static class ScenariosRunCommand
{
    public static Command Create()
    {
        var against = new Option<string?>("--against")
        {
            Description = "'bundle': also run on the wasm actors of release v18, and compare every receipt, event, call and state. Without it, outcomes are compared with those that were recorded so.",
            HelpName = "bundle",
        };
        Option<string?> bundles = SharedOptions.Bundles();
        Option<string?> filter = ScenarioOptions.Filter();
        var random = new Option<long>("--random") { Description = "Then send so many random messages.", HelpName = "N" };
        var seed = new Option<int>("--seed") { Description = "Which random messages; the same seed gives the same ones.", HelpName = "S", DefaultValueFactory = _ => 1 };
        var freeze = new Option<string?>("--freeze") { Description = "Write the outcomes of the wasm actors into this file (with --against bundle, all passed).", HelpName = "FILE" };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "run",
            "Run scenarios over the native actors, contracts among them: happy and failing paths, each message with the exit code that it must have, the invariants of all actors after each.\n\n"
                + "Example:\n  fvm scenarios run\n  fvm scenarios run --against bundle --bundles ~/bundles --random 20000 --seed 7")
        {
            against, bundles, filter, random, seed, freeze, json,
        };
        command.SetAction(parsed =>
        {
            bool compares = Compares(parsed.GetValue(against));
            string? frozen = parsed.GetValue(freeze);
            if (frozen is not null && !compares)
                throw new CommandFailure("--freeze writes what the wasm actors do: it needs --against bundle");
            Scenario[] scenarios = ScenarioOptions.Select(parsed.GetValue(filter));
            ActorBundle? bundle = compares ? ScenarioOptions.OpenBundle(SharedOptions.OpenBundles(parsed, bundles)) : null;
            bool quiet = parsed.GetValue(json);
            var engine = new ActorEngine();
            var runner = new ScenarioRunner(engine, bundle);
            List<ScenarioOutcome> outcomes = [];
            foreach (Scenario scenario in scenarios)
            {
                ScenarioOutcome outcome = runner.Run(scenario);
                outcomes.Add(outcome);
                if (!quiet)
                    ScenarioConsole.Show(outcome);
            }

            long wanted = parsed.GetValue(random);
            RandomReport? report = wanted > 0 ? new RandomScenarios(engine, bundle).Run(parsed.GetValue(seed), wanted, quiet ? null : ScenarioConsole.Progress) : null;
            if (quiet)
                ScenarioConsole.Json(outcomes, report, compares);
            else
                ScenarioConsole.Summarize(outcomes, report, compares);
            if (outcomes.Any(outcome => !outcome.Passed) || report is { Finding.Count: > 0 })
                return ExitStatus.FoundFailures;
            if (frozen is not null)
                File.WriteAllLines(frozen, outcomes.Select(outcome => outcome.Frozen.ToLine(outcome.Name)));
            return ExitStatus.Done;
        });
        return command;
    }

    private static bool Compares(string? against) => against switch
    {
        null => false,
        "bundle" => true,
        _ => throw new CommandFailure($"--against {against}: the only choice is 'bundle'"),
    };
}
