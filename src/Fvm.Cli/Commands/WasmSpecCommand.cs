using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Conformance.WasmSpec;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm wasm spec DIR</c>: the official suite.</summary>
internal static class WasmSpecCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("DIR")
        {
            Description = "A folder of .wast scripts, or of what wast2json makes of them; or one script. wast2json and wat2wasm (wabt) are looked for on the PATH.",
        };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "spec",
            "Run the official WebAssembly suite (github.com/WebAssembly/testsuite) on the engine, profile Core: every assertion of every script. "
                + "A script that cannot be converted is a failure.\n\nExample:\n  fvm wasm spec testsuite")
        {
            path, json,
        };
        command.SetAction(parsed =>
        {
            bool quiet = parsed.GetValue(json);
            SpecReport report = SpecSuite.Run(parsed.GetRequiredValue(path), quiet ? null : Show);
            if (quiet)
                Output.Json(ToJson(report));
            else
                Summarize(report);
            return report.Failed == 0 ? ExitStatus.Done : ExitStatus.FoundFailures;
        });
        return command;
    }

    private static void Show(SpecScriptReport script)
    {
        foreach (SpecFailure failure in script.Failures)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FAILED {failure.Script}.wast:{failure.Line} {failure.Command}: {failure.What}"));
    }

    private static void Summarize(SpecReport report)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Scripts.Count} scripts; {report.PassedByAssembler} of the assertions that passed are about the text format, which wat2wasm answers"));
        int outside = report.Scripts.Count(script => script.IsOutside);
        if (outside != 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"skipped: {outside} scripts about SIMD, which is in no profile"));
        if (report.Skipped != outside)
            Console.WriteLine("skipped: assertions about the text format; wat2wasm (wabt) is not on the PATH");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Passed} passed, {report.Failed} failed, {report.Skipped} skipped"));
    }

    private static JsonObject ToJson(SpecReport report) => new()
    {
        ["passed"] = report.Passed,
        ["passed_by_wat2wasm"] = report.PassedByAssembler,
        ["failed"] = report.Failed,
        ["skipped"] = report.Skipped,
        ["scripts"] = new JsonArray([.. report.Scripts.Select(script => (JsonNode)new JsonObject
        {
            ["name"] = script.Script,
            ["passed"] = script.Passed,
            ["skipped"] = script.Skipped,
            ["outside"] = script.IsOutside,
            ["failures"] = new JsonArray([.. script.Failures.Select(failure => (JsonNode)new JsonObject
            {
                ["line"] = failure.Line,
                ["command"] = failure.Command,
                ["what"] = failure.What,
            })]),
        })]),
    };
}
