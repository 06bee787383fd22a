using System.Globalization;
using Fvm.Conformance.Scenarios;
using Fvm.GasCalibration;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Protocol;

// Fits src/Fvm.Actors/schedules.txt, the execution gas of native actors, to the wasm actors of release v18:
//   dotnet run -c Release --project tools/GasCalibration -- BUNDLES src/Fvm.Actors/schedules.txt [RANDOM-SCENARIOS]
const int Release = 18;
const int RandomScenarioCount = 20;
const int FirstSeed = 770_000;
const int WorstShown = 4;

if (args.Length is < 2 or > 3)
{
    Console.Error.WriteLine("usage: GasCalibration BUNDLES FILE [RANDOM-SCENARIOS]");
    return 2;
}

if (!ActorsReleases.TryGetManifest(Release, out string? manifest) || !new BundleStore(args[0]).TryOpen(Cid.Parse(manifest), out ActorBundle? bundle))
{
    Console.Error.WriteLine($"there is no bundle of release v{Release} in {args[0]}");
    return 2;
}

int random = args.Length == 3 ? int.Parse(args[2], CultureInfo.InvariantCulture) : RandomScenarioCount;
var runner = new ScenarioRunner(new ActorEngine(), bundle);
Scenario[] scenarios = [.. ScenarioCatalogue.All, .. Enumerable.Range(FirstSeed, random).Select(RandomScenarios.Of)];
var invocations = new List<Invocation>();
foreach (Scenario scenario in scenarios)
{
    DeepStack.Run(() =>
    {
        ScenarioWorld native = runner.Tell(scenario, native: true);
        ScenarioWorld wasm = runner.Tell(scenario, native: false);
        foreach ((ScenarioStep own, ScenarioStep exact) in native.Steps.Zip(wasm.Steps))
            invocations.AddRange(Invocation.Pair(own.Result.Trace, exact.Result.Trace));
    });
}

ScheduleFit[] fits = [.. invocations
    .GroupBy(one => one.Work.Actor, StringComparer.Ordinal)
    .OrderBy(group => group.Key, StringComparer.Ordinal)
    .Select(group => new ScheduleFit(group.Key, [.. group]))];
foreach (ScheduleFit fit in fits)
{
    Console.WriteLine(fit.Quality());
    foreach (string line in fit.Worst(WorstShown))
        Console.WriteLine(line);
}

File.WriteAllLines(args[1],
[
    "# What running native actors costs, in milligas: an actor, a cost, milligas. Made by tools/GasCalibration from the wasm actors of release v18; see docs/gas.md.",
    .. fits.SelectMany(fit => fit.Lines()),
]);
return 0;
