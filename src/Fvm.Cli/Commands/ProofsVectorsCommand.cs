using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Conformance.ProofVectors;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm proofs vectors DIR</c>: the recorded vectors of storage proofs.</summary>
internal static class ProofsVectorsCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("DIR")
        {
            Description = "The folder with groth16.json, porep.json, post.json, update.json, aggregate.json and commitments.json, or a .tar.gz of them.",
        };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "vectors",
            "Run the recorded vectors of storage proofs: every verdict, the reason of every refusal, every public input, challenge and commitment. A file that is not "
                + "there counts as one skipped.\n\nExample:\n  fvm proofs vectors ../shared/vectors/proofs")
        {
            path, json,
        };
        command.SetAction(parsed =>
        {
            bool quiet = parsed.GetValue(json);
            ProofVectorReport report = ProofVectorSuite.Run(parsed.GetRequiredValue(path), quiet ? null : Show);
            if (quiet)
                Output.Json(ToJson(report));
            else
                Summarize(report);
            return report.Failed == 0 ? ExitStatus.Done : ExitStatus.FoundFailures;
        });
        return command;
    }

    private static void Show(ProofVectorCase vector)
    {
        foreach (string difference in vector.Differences)
            Console.WriteLine($"FAILED {vector.File}.json {vector.Section} '{vector.Name}': {difference}");
    }

    private static void Summarize(ProofVectorReport report)
    {
        foreach (IGrouping<string, ProofVectorCase> file in report.Cases.GroupBy(vector => vector.File))
        {
            string sections = string.Join(", ", file.GroupBy(vector => vector.Section).Select(section => $"{section.Count()} {section.Key}"));
            Console.WriteLine($"{file.Key}.json: {sections}");
        }

        foreach (string missing in report.MissingFiles)
            Console.WriteLine($"skipped: {missing} is not here");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Passed} passed, {report.Failed} failed, {report.MissingFiles.Count} skipped"));
    }

    private static JsonObject ToJson(ProofVectorReport report) => new()
    {
        ["passed"] = report.Passed,
        ["failed"] = report.Failed,
        ["skipped"] = report.MissingFiles.Count,
        ["missing"] = new JsonArray([.. report.MissingFiles.Select(file => (JsonNode)file)]),
        ["cases"] = new JsonArray([.. report.Cases.Select(vector => (JsonNode)new JsonObject
        {
            ["file"] = vector.File,
            ["section"] = vector.Section,
            ["name"] = vector.Name,
            ["passed"] = vector.IsPassed,
            ["differences"] = new JsonArray([.. vector.Differences.Select(difference => (JsonNode)difference)]),
        })]),
    };
}
