using System.Globalization;
using Fvm.Abi.Tracing;
using Fvm.Conformance.EvmFuzzing;
using Fvm.Conformance.Scenarios;
using Fvm.GasCalibration;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Protocol;

// Fits src/Fvm.Actors/schedules.txt, the execution gas of native actors, to the wasm actors of release v18:
//   dotnet run -c Release --project tools/GasCalibration -- BUNDLES src/Fvm.Actors/schedules.txt [RANDOM-SCENARIOS] [ACTORS]
// to the scenarios of the catalogue, random ones, and generated contracts. With ACTORS, such as EVMContract,EVMAddressManager, the lines of the others stay as they are.
const int Release = 18;
const int RandomScenarioCount = 20;
const int FirstSeed = 770_000;
const long FirstContract = 77_000_000_000;
const int Contracts = 500;
const int WorstShown = 4;

if (args.Length is < 2 or > 4)
{
    Console.Error.WriteLine("usage: GasCalibration BUNDLES FILE [RANDOM-SCENARIOS] [ACTORS]");
    return 2;
}

if (!ActorsReleases.TryGetManifest(Release, out string? manifest) || !new BundleStore(args[0]).TryOpen(Cid.Parse(manifest), out ActorBundle? bundle))
{
    Console.Error.WriteLine($"there is no bundle of release v{Release} in {args[0]}");
    return 2;
}

int random = args.Length >= 3 ? int.Parse(args[2], CultureInfo.InvariantCulture) : RandomScenarioCount;
var runner = new ScenarioRunner(new ActorEngine(), bundle);
string[]? only = args.Length == 4 ? args[3].Split(',') : null;
Scenario[] scenarios =
[
    .. ScenarioCatalogue.All.Where(scenario => only is null || scenario.Name.StartsWith("evm/", StringComparison.Ordinal) || !only.All(IsContracts)),
    .. Enumerable.Range(FirstSeed, random).Select(RandomScenarios.Of),
    .. Enumerable.Range(0, Contracts).Select(number => ContractFuzzer.Of(FirstContract + number)),
];
var invocations = new List<Invocation>();
foreach (Scenario scenario in scenarios)
{
    DeepStack.Run(() =>
    {
        ScenarioWorld native = runner.Tell(scenario, native: true);
        ScenarioWorld wasm = runner.Tell(scenario, native: false);
        foreach ((ScenarioStep own, ScenarioStep exact) in native.Steps.Zip(wasm.Steps))
        {
            // What ran out of gas on one side went other ways.
            if (!RanOut(own) && !RanOut(exact))
                invocations.AddRange(Invocation.Pair(own.Result.Trace, exact.Result.Trace, $"{scenario.Name}: {own.What}"));
        }

    });
}

ScheduleFit[] fits = [.. invocations
    .Where(one => only is null || only.Contains(one.Work.Actor, StringComparer.Ordinal))
    .GroupBy(one => one.Work.Actor, StringComparer.Ordinal)
    .OrderBy(group => group.Key, StringComparer.Ordinal)
    .Select(group => new ScheduleFit(group.Key, [.. group]))];
foreach (ScheduleFit fit in fits)
{
    Console.WriteLine(fit.Quality());
    foreach (string line in fit.Worst(WorstShown))
        Console.WriteLine(line);
}

string[] kept = only is null ? [] : [.. File.ReadAllLines(args[1]).Where(line => !line.StartsWith('#') && !only.Contains(line.Split(' ')[0], StringComparer.Ordinal))];
File.WriteAllLines(args[1],
[
    "# What running native actors costs, in milligas: an actor, a cost, milligas. Made by tools/GasCalibration from the wasm actors of release v18; see docs/gas.md.",
    .. kept.Concat(fits.SelectMany(fit => fit.Lines())).OrderBy(line => line.Split(' ')[0], StringComparer.Ordinal),
]);
return 0;

static bool IsContracts(string actor) => actor is "EVMContract" or "EVMAddressManager";

static bool RanOut(ScenarioStep step) =>
    step.Result.Receipt.ExitCode == ExitCode.SysOutOfGas || step.Result.Trace.Any(happened => happened is CallReturned returned && returned.ExitCode == ExitCode.SysOutOfGas);
