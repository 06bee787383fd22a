using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Conformance.WasmFuzzing;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm wasm fuzz</c>: random programs on two engines, damaged modules through decoder and validator.</summary>
internal static class WasmFuzzCommand
{
    private const long Programs = 1_000;
    private const long MutationsPerProgram = 100;

    public static Command Create()
    {
        var seed = new Option<int>("--seed") { Description = "Which programs and inputs; the same seed gives the same ones.", HelpName = "S", DefaultValueFactory = _ => 1 };
        var count = new Option<long>("--count") { Description = "How many programs both engines run.", HelpName = "N", DefaultValueFactory = _ => Programs };
        var mutations = new Option<long?>("--mutations")
        {
            Description = $"How many damaged modules decoder and validator read. Default: {MutationsPerProgram} times the programs.",
            HelpName = "N",
        };
        var modules = new Option<string[]>("--module") { Description = "A module to damage beside the generated ones; may stand more than once.", HelpName = "FILE" };
        var jobs = new Option<int>("--jobs") { Description = "Threads.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "fuzz",
            "Run random programs on the compiler and on the reference interpreter, which must agree on results, traps, gas, memory, globals and tables; then damaged "
                + "modules through decoder and validator, which must refuse or accept them soon. A difference is shrunk before it is shown.\n\n"
                + "Example:\n  fvm wasm fuzz --seed 7 --count 100000")
        {
            seed, count, mutations, modules, jobs, json,
        };
        command.SetAction(parsed =>
        {
            bool quiet = parsed.GetValue(json);
            Action<long>? progress = quiet || Console.IsErrorRedirected ? null : Show;
            int threads = SharedOptions.AtLeast(parsed, jobs, 1);
            long programs = SharedOptions.AtLeast(parsed, count, 0);
            long inputs = NotNegative(parsed.GetValue(mutations) ?? programs * MutationsPerProgram, "--mutations");
            byte[][] extra = [.. (parsed.GetValue(modules) ?? []).Select(File.ReadAllBytes)];
            FuzzReport engines = EngineFuzzer.Run(parsed.GetValue(seed), programs, threads, progress);
            FuzzReport damaged = MutationFuzzer.Run(parsed.GetValue(seed), inputs, threads, extra, progress);
            if (quiet)
                Output.Json(new JsonObject { ["programs"] = ToJson(engines), ["mutations"] = ToJson(damaged) });
            else
                Print(engines, damaged);
            return engines.Findings.Count + damaged.Findings.Count == 0 ? ExitStatus.Done : ExitStatus.FoundFailures;
        });
        return command;
    }

    private static void Show(long done) => Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{done,12:N0}"));

    private static void Print(FuzzReport engines, FuzzReport damaged)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write("\r            \r");
        Print("programs", engines);
        Print("damaged modules", damaged);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{engines.Passed + damaged.Passed} passed, {engines.Findings.Count + damaged.Findings.Count} failed, {engines.Refused + damaged.Refused} skipped"));
    }

    private static void Print(string title, FuzzReport report)
    {
        foreach (FuzzFinding finding in report.Findings)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FAILED {title} {finding.Subject}: {finding.What}\n{finding.Evidence}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {report.Passed:N0} without a finding; the metering refuses {report.Refused:N0}"));
        foreach ((string figure, long value) in report.Figures)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {figure,-55} {value,16:N0}"));
    }

    private static JsonObject ToJson(FuzzReport report) => new()
    {
        ["passed"] = report.Passed,
        ["refused"] = report.Refused,
        ["figures"] = new JsonObject(report.Figures.Select(figure => KeyValuePair.Create(figure.Key, (JsonNode?)JsonValue.Create(figure.Value)))),
        ["findings"] = new JsonArray([.. report.Findings.Select(finding => (JsonNode)new JsonObject
        {
            ["subject"] = finding.Subject,
            ["what"] = finding.What,
            ["evidence"] = finding.Evidence,
        })]),
    };

    private static long NotNegative(long value, string option) =>
        value >= 0 ? value : throw new CommandFailure(string.Create(CultureInfo.InvariantCulture, $"{option} {value} is less than 0"));
}
