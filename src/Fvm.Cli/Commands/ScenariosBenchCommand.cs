using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Conformance.Scenarios;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm scenarios bench</c>: how fast the actors in C# are, beside the wasm ones.</summary>
internal static class ScenariosBenchCommand
{
    private const int LeastPasses = 3;

    public static Command Create()
    {
        Option<string?> bundles = SharedOptions.Bundles();
        Option<string?> filter = ScenarioOptions.Filter();
        var passes = new Option<int>("--passes") { Description = "Warm passes; the fastest counts.", HelpName = "N", DefaultValueFactory = _ => 5 };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "bench",
            "Time the messages of the scenarios on the actors in C# and on the wasm actors of release v18, on one thread: the machine alone, without traces, after "
                + $"{LeastPasses} passes to get warm.\n\nExample:\n  fvm scenarios bench --bundles ~/bundles")
        {
            bundles, filter, passes, json,
        };
        command.SetAction(parsed =>
        {
            int rounds = parsed.GetValue(passes);
            if (rounds < 1)
                throw new CommandFailure("--passes is at least 1");
            Scenario[] scenarios = ScenarioOptions.Select(parsed.GetValue(filter));
            ActorBundle bundle = ScenarioOptions.OpenBundle(SharedOptions.OpenBundles(parsed, bundles));
            var bench = new ScenarioBench(new ActorEngine(), bundle, scenarios);
            TimeSpan wasm = Fastest(bench, rounds, onBundle: true);
            TimeSpan native = Fastest(bench, rounds, onBundle: false);
            if (parsed.GetValue(json))
                Output.Json(new JsonObject { ["messages"] = bench.Messages, ["native_seconds"] = native.TotalSeconds, ["wasm_seconds"] = wasm.TotalSeconds, ["ratio"] = wasm / native });
            else
                Print(bench.Messages, native, wasm);
            return ExitStatus.Done;
        });
        return command;
    }

    private static TimeSpan Fastest(ScenarioBench bench, int rounds, bool onBundle)
    {
        for (int i = 0; i < LeastPasses; i++)
            bench.Pass(onBundle);
        return Enumerable.Range(0, rounds).Select(_ => bench.Pass(onBundle)).Min();
    }

    private static void Print(int messages, TimeSpan native, TimeSpan wasm)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"messages  {messages,12:N0}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"native    {messages / native.TotalSeconds,12:N0} messages/s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"wasm      {messages / wasm.TotalSeconds,12:N0} messages/s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio     {wasm / native,12:0.0}"));
    }
}
