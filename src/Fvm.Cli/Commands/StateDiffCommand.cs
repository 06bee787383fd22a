using System.CommandLine;
using System.Text.Json.Nodes;
using Fvm.Hosting.States;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Hamts;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm state diff BEFORE.car AFTER.car</c>: by actor, by field, by the entries of maps.</summary>
internal static class StateDiffCommand
{
    public static Command Create()
    {
        var before = new Argument<string>("BEFORE") { Description = "The first state, a CAR." };
        var after = new Argument<string>("AFTER") { Description = "The second state, a CAR." };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "diff",
            "Compare two states: by actor, by field, by the entries of maps and arrays. Exit code 0 when they are equal, 1 when they differ.\n\nExample:\n"
                + "  fvm state diff before.car after.car")
        {
            before, after, json,
        };
        command.SetAction(parsed =>
        {
            var store = new MemoryBlockstore();
            Cid first = StateFile.Read(parsed.GetRequiredValue(before), store);
            Cid second = StateFile.Read(parsed.GetRequiredValue(after), store);
            IReadOnlyList<ActorDifference> differences = StateComparison.Compare(store, first, second);
            if (parsed.GetValue(json))
                Output.Json(new JsonArray([.. differences.Select(ToJson)]));
            else
                Print(differences);
            return differences.Count == 0 ? ExitStatus.Done : ExitStatus.FoundFailures;
        });
        return command;
    }

    private static void Print(IReadOnlyList<ActorDifference> differences)
    {
        foreach (ActorDifference difference in differences)
        {
            string what = difference.Kind switch { ChangeKind.Added => ": new", ChangeKind.Removed => ": gone", _ => string.Empty };
            Console.WriteLine($"{difference.Actor} {difference.Type ?? "(unknown code)"}{what}");
            foreach (FieldDifference field in difference.Fields)
                Console.WriteLine($"  {field.Path}: {field.Before ?? "none"} -> {field.After ?? "none"}");
        }

        Console.WriteLine($"{differences.Count} actors differ");
    }

    private static JsonNode ToJson(ActorDifference difference) => new JsonObject
    {
        ["actor"] = difference.Actor.ToString(),
        ["type"] = difference.Type,
        ["change"] = difference.Kind.ToString().ToLowerInvariant(),
        ["fields"] = new JsonArray([.. difference.Fields.Select(field => (JsonNode)new JsonObject { ["path"] = field.Path, ["before"] = field.Before, ["after"] = field.After })]),
    };
}
