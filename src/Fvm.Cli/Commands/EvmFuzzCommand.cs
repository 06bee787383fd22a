using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Conformance.EvmFuzzing;
using Fvm.Conformance.Scenarios;
using Fvm.Conformance.WasmFuzzing;
using Fvm.Hosting;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm evm fuzz</c>: generated contracts on the interpreter and on a slow reference, or on the EVM actors in C# and in wasm.</summary>
internal static class EvmFuzzCommand
{
    private const long Cases = 10_000;

    public static Command Create()
    {
        var seed = new Option<int>("--seed") { Description = "Which cases; the same seed gives the same ones.", HelpName = "S", DefaultValueFactory = _ => 1 };
        var count = new Option<long>("--count") { Description = "How many cases.", HelpName = "N", DefaultValueFactory = _ => Cases };
        var jobs = new Option<int>("--jobs") { Description = "Threads.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        var against = new Option<string?>("--against")
        {
            Description = "'bundle': run whole contracts as actors, on the EVM actor in C# and on the wasm one of release v18, instead of the interpreter by itself.",
            HelpName = "bundle",
        };
        Option<string?> bundles = SharedOptions.Bundles();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "fuzz",
            "Run generated contracts and call data on the interpreter: against a slow reference interpreter, and by basic blocks against single "
                + "instructions. All must agree on outcome, gas, output, storage, balances, code and logs, and nothing may crash.\n\n"
                + "With --against bundle, messages to generated contracts on both EVM actors must agree on exit codes, return data, events, calls, syscalls and "
                + "state. Gas of the actor in C# is modelled, so cases in which a frame runs out of gas are left out (skipped), beside --count others.\n\n"
                + "Example:\n  fvm evm fuzz --seed 7 --count 5000000\n  fvm evm fuzz --against bundle --bundles ~/bundles --count 20000")
        {
            seed, count, jobs, against, bundles, json,
        };
        command.SetAction(parsed =>
        {
            long cases = SharedOptions.AtLeast(parsed, count, 0);
            int threads = SharedOptions.AtLeast(parsed, jobs, 1);
            bool quiet = parsed.GetValue(json);
            Action<long>? progress = quiet || Console.IsErrorRedirected ? null : Show;
            List<GasPair> gas = [];
            FuzzReport report = parsed.GetValue(against) switch
            {
                null => EvmFuzzer.Run(parsed.GetValue(seed), cases, threads, progress),
                "bundle" => new ContractFuzzer(new ActorEngine(), ScenarioOptions.OpenBundle(SharedOptions.OpenBundles(parsed, bundles)))
                    .Run(parsed.GetValue(seed), cases, threads, progress, gas),
                string other => throw new CommandFailure($"--against {other}: the only choice is 'bundle'"),
            };
            GasRatios? ratios = gas.Count == 0 ? null : new GasRatios(gas);
            if (quiet)
                Output.Json(ToJson(report, ratios));
            else
                Print(report, ratios);
            return report.Findings.Count == 0 ? ExitStatus.Done : ExitStatus.FoundFailures;
        });
        return command;
    }

    private static void Show(long done) => Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{done,12:N0}"));

    private static void Print(FuzzReport report, GasRatios? ratios)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write("\r            \r");
        foreach (FuzzFinding finding in report.Findings)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FAILED case {finding.Subject}: {finding.What}\n{finding.Evidence}"));
        foreach ((string figure, long value) in report.Figures)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {figure,-40} {value,16:N0}"));
        if (ratios is not null)
            ScenarioConsole.ShowGas(ratios);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Passed} passed, {report.Findings.Count} failed, {report.Refused} skipped"));
    }

    private static JsonObject ToJson(FuzzReport report, GasRatios? ratios) => new()
    {
        ["passed"] = report.Passed,
        ["skipped"] = report.Refused,
        ["gas_ratio"] = ratios is null ? null : ScenarioConsole.ToJson(ratios),
        ["figures"] = new JsonObject(report.Figures.Select(figure => KeyValuePair.Create(figure.Key, (JsonNode?)JsonValue.Create(figure.Value)))),
        ["findings"] = new JsonArray([.. report.Findings.Select(finding => (JsonNode)new JsonObject
        {
            ["subject"] = finding.Subject,
            ["what"] = finding.What,
            ["evidence"] = finding.Evidence,
        })]),
    };
}
