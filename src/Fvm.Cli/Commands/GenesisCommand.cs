using System.CommandLine;
using System.Text.Json.Nodes;
using Fvm.Hosting.Bundles;
using Fvm.Hosting.Genesis;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cars;
using Fvm.Protocol;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm genesis new SPEC.json --out STATE.car</c>: a first state of its description.</summary>
internal static class GenesisCommand
{
    public static Command Create() => new("genesis", "Make first states.") { New() };

    private static Command New()
    {
        var spec = new Argument<string>("SPEC") { Description = "The description, JSON: network, accounts, multisigs, verified registry. '-' reads standard input." };
        var output = new Option<string>("--out") { Description = "The state as CAR.", HelpName = "STATE.car", Required = true };
        Option<string> actors = ActorsChoice.Option();
        Option<string?> bundles = SharedOptions.Bundles();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "new",
            "Make a first state: the actors of the system, accounts, multisigs and verifiers of a description, written by the actors' own constructors.\n\nExample:\n"
                + "  echo '{ \"network\": \"mynet\", \"accounts\": [{ \"address\": \"f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy\", \"balance\": \"1000 FIL\" }] }' > spec.json\n"
                + "  fvm genesis new spec.json --out state.car")
        {
            spec, output, actors, bundles, json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(spec);
            ActorBundle? bundle = ActorsChoice.Open(parsed.GetRequiredValue(actors), SharedOptions.OpenBundles(parsed, bundles));
            var store = new MemoryBlockstore();
            GenesisState state = Build(path, bundle, store);
            StateFile.Write(parsed.GetRequiredValue(output), state.Root, store);
            Print(state, parsed.GetRequiredValue(output), parsed.GetValue(json));
            return ExitStatus.Done;
        });
        return command;
    }

    private static GenesisState Build(string path, ActorBundle? bundle, MemoryBlockstore store)
    {
        try
        {
            var builder = new GenesisBuilder(GenesisSpecJson.Read(InputFile.Read(path)));
            return (bundle is null ? builder : builder.WithBundle(bundle)).Build(store);
        }
        catch (GenesisException refused)
        {
            throw new CommandFailure($"{path}: {refused.Message}");
        }
    }

    private static void Print(GenesisState state, string output, bool json)
    {
        if (json)
        {
            Output.Json(new JsonObject
            {
                ["root"] = state.Root.ToString(),
                ["file"] = output,
                ["accounts"] = Pairs(state.Accounts),
                ["multisigs"] = Pairs(state.Multisigs),
            });
            return;
        }

        foreach ((Address address, ActorId id) in state.Accounts)
            Console.WriteLine($"account   {id,-7} {address}");
        foreach ((Address address, ActorId id) in state.Multisigs)
            Console.WriteLine($"multisig  {id,-7} {address}");
        Console.WriteLine($"root {state.Root}");
    }

    private static JsonArray Pairs(IReadOnlyList<KeyValuePair<Address, ActorId>> pairs) =>
        new([.. pairs.Select(pair => (JsonNode)new JsonObject { ["id"] = pair.Value.ToString(), ["address"] = pair.Key.ToString() })]);
}
