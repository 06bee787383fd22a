using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Conformance.Vectors;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm vectors cliff PATH...</c>: messages rerun with the gas limit at charges of their trace.</summary>
internal static class VectorsCliffCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Folders or files, as for 'vectors run'.", Arity = ArgumentArity.OneOrMore };
        Option<string?> bundles = SharedOptions.Bundles();
        var list = new Option<string?>("--list") { Description = "Take only the vectors whose file names or ids stand in this file, one a line.", HelpName = "FILE" };
        var filter = new Option<string?>("--filter") { Description = "Take only the vectors whose path contains this text.", HelpName = "TEXT" };
        var limits = new Option<int>("--limits") { Description = "Gas limits a message, spread evenly over its charges.", HelpName = "N", DefaultValueFactory = _ => 200 };
        var jobs = new Option<int>("--jobs") { Description = "Vectors at once.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "cliff",
            "Rerun every message with the gas limit just below the end of each charge of its trace. It must run out there and change nothing but the sender's nonce, fees "
                + "and a placeholder's code; what depends on the gas that is left must at least not crash, keep to its limit, and do the same twice.\n\n"
                + "Example:\n  fvm vectors cliff tests/vectors/nv18.tar.gz --filter send --limits 50")
        {
            paths, bundles, list, filter, limits, jobs, json,
        };
        command.SetAction(parsed =>
        {
            int limitsEach = SharedOptions.AtLeast(parsed, limits, 1);
            int threads = SharedOptions.AtLeast(parsed, jobs, 1);
            VectorSelection selection = VectorSelection.Read(parsed.GetValue(list), parsed.GetValue(filter));
            List<VectorSource> sources = [.. VectorSources.Find(parsed.GetRequiredValue(paths)).Where(selection.Contains)];
            if (sources.Count == 0)
                throw new CommandFailure("there is no vector under these paths that the selection lets through");
            GasCliffReport report = GasCliffSuite.Run(
                new ActorEngine(), SharedOptions.OpenBundles(parsed, bundles), sources, limitsEach, threads);
            if (parsed.GetValue(json))
                Output.Json(ToJson(report));
            else
                Print(report);
            return report.Failed == 0 ? ExitStatus.Done : ExitStatus.FoundFailures;
        });
        return command;
    }

    private static void Print(GasCliffReport report)
    {
        foreach (GasCliffOutcome outcome in report.Outcomes.Where(outcome => outcome.Violations.Count != 0))
        {
            Console.WriteLine($"FAILED {outcome.Name}");
            foreach (string violation in outcome.Violations)
                Console.WriteLine($"  {violation}");
        }

        foreach (string reason in report.Skipped.Distinct())
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"skipped {report.Skipped.Count(other => other == reason)}: {reason}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Outcomes.Count} messages ({report.Outcomes.Count(outcome => outcome.Strict)} to the strict rules), {report.Outcomes.Sum(outcome => outcome.Limits)} limits, each run twice"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Passed} passed, {report.Failed} failed, {report.Skipped.Count} skipped"));
    }

    private static JsonObject ToJson(GasCliffReport report) => new()
    {
        ["passed"] = report.Passed,
        ["failed"] = report.Failed,
        ["skipped"] = report.Skipped.Count,
        ["messages"] = new JsonArray([.. report.Outcomes.Select(outcome => (JsonNode)new JsonObject
        {
            ["name"] = outcome.Name,
            ["limits"] = outcome.Limits,
            ["strict"] = outcome.Strict,
            ["violations"] = new JsonArray([.. outcome.Violations.Select(violation => JsonValue.Create(violation))]),
        })]),
    };
}
