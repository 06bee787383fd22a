using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Conformance.Scenarios;

namespace Fvm.Cli.Commands;

/// <summary>Shows how scenarios went.</summary>
internal static class ScenarioConsole
{
    private const int WorstMethods = 10;
    private const double Near = 0.05;
    private const double Fair = 0.15;

    public static void Show(ScenarioOutcome outcome)
    {
        if (outcome.Passed)
            return;
        Console.WriteLine($"FAILED {outcome.Name}");
        foreach (string line in outcome.Failures)
            Console.WriteLine($"  {line}");
    }

    public static void Progress(long messages)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{messages,12:N0} random messages "));
    }

    public static void Summarize(IReadOnlyList<ScenarioOutcome> outcomes, RandomReport? random, bool compares)
    {
        foreach (IGrouping<string, ScenarioOutcome> family in outcomes.GroupBy(outcome => outcome.Name[..outcome.Name.IndexOf('/', StringComparison.Ordinal)], StringComparer.Ordinal))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{family.Key,-18}{family.Count(),4} scenarios, {family.Sum(outcome => outcome.Messages),6:N0} messages"));
        }

        if (random is not null)
        {
            if (!Console.IsErrorRedirected)
                Console.Error.Write("\r                                      \r");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"random            {random.Messages,21:N0} messages, {(random.Finding.Count == 0 ? "no difference" : "a difference")}"));
            foreach (string line in random.Finding)
                Console.WriteLine($"  {line}");
        }

        if (compares)
            ShowGas(new GasRatios(outcomes.SelectMany(outcome => outcome.Gas).Concat(random?.Gas ?? [])));
        Console.WriteLine(compares
            ? "compared with the wasm actors of release v18; the gas of native actors is modelled"
            : "compared with the recorded outcomes of the wasm actors of release v18; the gas of native actors is modelled");
        int failed = outcomes.Count(outcome => !outcome.Passed) + (random is { Finding.Count: > 0 } ? 1 : 0);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outcomes.Count(outcome => outcome.Passed)} passed, {failed} failed, 0 skipped"));
    }

    public static void Json(IReadOnlyList<ScenarioOutcome> outcomes, RandomReport? random, bool compares)
    {
        var document = new JsonObject
        {
            ["passed"] = outcomes.Count(outcome => outcome.Passed),
            ["failed"] = outcomes.Count(outcome => !outcome.Passed) + (random is { Finding.Count: > 0 } ? 1 : 0),
            ["skipped"] = 0,
            ["against"] = compares ? "bundle" : "recorded outcomes",
            ["gas"] = "modelled",
            ["scenarios"] = new JsonArray([.. outcomes.Select(outcome => (JsonNode)new JsonObject
            {
                ["name"] = outcome.Name,
                ["messages"] = outcome.Messages,
                ["failures"] = new JsonArray([.. outcome.Failures.Select(line => (JsonNode)JsonValue.Create(line))]),
            })]),
        };
        if (random is not null)
        {
            document["random"] = new JsonObject
            {
                ["messages"] = random.Messages,
                ["finding"] = new JsonArray([.. random.Finding.Select(line => (JsonNode)JsonValue.Create(line))]),
            };
        }

        if (compares)
            document["gas_ratio"] = ToJson(new GasRatios(outcomes.SelectMany(outcome => outcome.Gas).Concat(random?.Gas ?? [])));
        Output.Json(document);
    }

    public static void ShowGas(GasRatios ratios)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"modelled gas over wasm gas, {ratios.Count:N0} messages: median {ratios.Median:0.000}, nine in ten within {ratios.NineTenths:0.0 %}, within 5 %: {ratios.Within(Near):0.0 %}, within 15 %: {ratios.Within(Fair):0.0 %}"));
        foreach (MethodGas method in ratios.Methods.Take(WorstMethods))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {method.Method,-46} {method.Ratios.Count,6:N0} messages, {method.Ratios[0]:0.000} to {method.Ratios[^1]:0.000}, median {method.Ratios[method.Ratios.Count / 2]:0.000}"));
        }
    }

    public static JsonObject ToJson(GasRatios ratios) => new()
    {
        ["messages"] = ratios.Count,
        ["median"] = ratios.Median,
        ["nine_tenths_within"] = ratios.NineTenths,
        ["within_5_percent"] = ratios.Within(Near),
        ["within_15_percent"] = ratios.Within(Fair),
        ["methods"] = new JsonObject(ratios.Methods.Select(method => KeyValuePair.Create(method.Method, (JsonNode?)new JsonObject
        {
            ["messages"] = method.Ratios.Count,
            ["least"] = method.Ratios[0],
            ["most"] = method.Ratios[^1],
            ["median"] = method.Ratios[method.Ratios.Count / 2],
        }))),
    };
}
