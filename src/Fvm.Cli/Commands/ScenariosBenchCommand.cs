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
    public static Command Create()
    {
        Option<string?> bundles = SharedOptions.Bundles();
        Option<string?> filter = ScenarioOptions.Filter();
        var seconds = new Option<int>("--seconds") { Description = "How long to time each; a message counts with the least time that it took.", HelpName = "N", DefaultValueFactory = _ => 40 };
        var nativeOnly = new Option<bool>("--native-only") { Description = "Time the actors in C# alone; needs no bundle." };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "bench",
            "Time the messages of the scenarios on the actors in C# and on the wasm actors of release v18, on one thread: the machine alone, without traces.\n\n"
                + "Example:\n  fvm scenarios bench --bundles ~/bundles")
        {
            bundles, filter, seconds, nativeOnly, json,
        };
        command.SetAction(parsed =>
        {
            int duration = parsed.GetValue(seconds);
            if (duration < 1)
                throw new CommandFailure("--seconds is at least 1");
            Scenario[] scenarios = ScenarioOptions.Select(parsed.GetValue(filter));
            ActorBundle? bundle = parsed.GetValue(nativeOnly) ? null : ScenarioOptions.OpenBundle(SharedOptions.OpenBundles(parsed, bundles));
            var bench = new ScenarioBench(new ActorEngine(), bundle, scenarios);
            IReadOnlyDictionary<string, BenchTime> native = bench.Measure(onBundle: false, TimeSpan.FromSeconds(duration));
            IReadOnlyDictionary<string, BenchTime> wasm = bundle is null ? native : bench.Measure(onBundle: true, TimeSpan.FromSeconds(duration));
            if (parsed.GetValue(json))
            {
                Output.Json(new JsonObject
                {
                    ["messages"] = bench.Messages,
                    ["native_seconds"] = Sum(native).TotalSeconds,
                    ["wasm_seconds"] = Sum(wasm).TotalSeconds,
                    ["ratio"] = Sum(wasm) / Sum(native),
                });
            }
            else
            {
                Print(bench.Messages, native, wasm);
            }

            return ExitStatus.Done;
        });
        return command;
    }

    private static TimeSpan Sum(IReadOnlyDictionary<string, BenchTime> times) => times.Values.Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Time);

    private static void Print(int messages, IReadOnlyDictionary<string, BenchTime> native, IReadOnlyDictionary<string, BenchTime> wasm)
    {
        Console.WriteLine("                    messages    native/s      wasm/s     ratio");
        foreach ((string family, BenchTime own) in native)
            Print(family, own.Messages, own.Time, wasm[family].Time);
        Print("all", messages, Sum(native), Sum(wasm));
    }

    private static void Print(string what, int messages, TimeSpan native, TimeSpan wasm) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what,-18}{messages,10:N0}{messages / native.TotalSeconds,12:N0}{messages / wasm.TotalSeconds,12:N0}{wasm / native,10:0.0}"));
}
