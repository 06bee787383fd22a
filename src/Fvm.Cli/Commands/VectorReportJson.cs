using System.Text.Json.Nodes;
using Fvm.Conformance.Vectors;

namespace Fvm.Cli.Commands;

/// <summary>A suite's report for machines.</summary>
internal static class VectorReportJson
{
    public static void Write(VectorReport report, string file)
    {
        var document = new JsonObject
        {
            ["passed"] = report.Count(VectorVerdict.Passed),
            ["failed"] = report.Count(VectorVerdict.Failed),
            ["malformed"] = report.Count(VectorVerdict.Malformed),
            ["skipped"] = report.Skipped,
            ["left_alone"] = report.Count(VectorVerdict.SomethingElse),
            ["vectors"] = new JsonArray([.. report.Outcomes.Select(Describe)]),
        };
        if (file == "-")
        {
            Output.Json(document);
            return;
        }

        // Written aside and moved, so that nobody ever reads half a report.
        string partial = $"{file}.{Environment.ProcessId}.partial";
        File.WriteAllText(partial, Output.Text(document) + "\n");
        File.Move(partial, file, overwrite: true);
    }

    private static JsonNode Describe(VectorOutcome outcome)
    {
        var vector = new JsonObject
        {
            ["name"] = outcome.Name,
            ["verdict"] = outcome.Verdict switch
            {
                VectorVerdict.Passed => "passed",
                VectorVerdict.Failed => "failed",
                VectorVerdict.Malformed => "malformed",
                VectorVerdict.SomethingElse => "left alone",
                _ => "skipped",
            },
            ["messages"] = outcome.Messages,
            ["gas_used"] = outcome.GasUsed,
            ["details"] = new JsonArray([.. outcome.Details.Select(detail => JsonValue.Create(detail))]),
        };
        if (outcome.Gas.Count != 0)
        {
            vector["gas"] = "modelled";
            vector["gas_recorded"] = outcome.Gas.Aggregate(0UL, (sum, one) => sum + one.Recorded);
        }

        if (outcome.Traces.Count != 0)
        {
            vector["traces"] = new JsonArray([.. outcome.Traces.Select(
                trace => new JsonArray([.. trace.Select(line => JsonNode.Parse(line))]))]);
        }

        return vector;
    }
}
