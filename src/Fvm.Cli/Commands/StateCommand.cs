using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;
using Fvm.Hosting.Schemas;
using Fvm.Hosting.States;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm state show|get|list|diff</c>: looks into states.</summary>
internal static class StateCommand
{
    private const int ListedEntries = 100;

    public static Command Create() => new("state", "Look into states: of the running node, or files that 'fvm genesis new', 'fvm message apply' or 'fvm dump' wrote.")
    {
        Show(), Get(), List(), StateDiffCommand.Create(),
    };

    private static Option<string?> Car() => new("--car") { Description = "The state, a CAR. Without it: the newest state of the running node.", HelpName = "STATE.car" };

    private static Argument<string> Actor() => new("ADDR") { Description = "The actor: an address of any kind, of Filecoin's or 0x." };

    private static Command Show()
    {
        Argument<string> address = Actor();
        var path = new Argument<string>("PATH") { Description = "Where in its state: fields, indexes and keys, with slashes.", DefaultValueFactory = _ => string.Empty };
        Option<string?> car = Car();
        Option<string?> rpc = NodeOption.Create();
        var all = new Option<bool>("--all") { Description = $"List all entries of a map or an array, not the first {ListedEntries.ToString(CultureInfo.InvariantCulture)}." };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "show",
            "Show an actor: its line in the state tree and its state, decoded. Maps and arrays are links; a path that ends at one lists it.\n\nExamples:\n"
                + "  fvm state show f01\n  fvm state show f0104 PendingTxns/0/Approved --car state.car")
        {
            address, path, car, rpc, all, json,
        };
        command.SetAction(parsed =>
        {
            StateView view = Open(parsed, car, rpc);
            (ActorId id, ActorState actor) = Find(view, parsed.GetRequiredValue(address));
            JsonNode? value = view.Read(actor, parsed.GetRequiredValue(path), parsed.GetValue(all) ? int.MaxValue : ListedEntries);
            JsonObject shown = Describe(view, id, actor);
            if (parsed.GetValue(json))
            {
                shown["state"] = value;
                Output.Json(shown);
                return ExitStatus.Done;
            }

            foreach ((string name, JsonNode? field) in shown)
                Console.WriteLine($"{name,-10} {field?.ToString() ?? "none"}");
            Console.WriteLine(Output.Text(value));
            return ExitStatus.Done;
        });
        return command;
    }

    private static Command Get()
    {
        Argument<string> address = Actor();
        var path = new Argument<string>("PATH") { Description = "Where in its state: fields, indexes and keys, with slashes. Without it: the whole state.", DefaultValueFactory = _ => string.Empty };
        Option<string?> car = Car();
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "get",
            "Print one value of an actor's state, and nothing else: text as it is, everything else as JSON.\n\nExamples:\n  fvm state get f01 NetworkName\n"
                + "  fvm state get f01 AddressMap/f17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy --car state.car")
        {
            address, path, car, rpc, json,
        };
        command.SetAction(parsed =>
        {
            StateView view = Open(parsed, car, rpc);
            JsonNode? value = view.Read(Find(view, parsed.GetRequiredValue(address)).Actor, parsed.GetRequiredValue(path));
            Console.WriteLine(!parsed.GetValue(json) && value is JsonValue text && text.TryGetValue(out string? plain) ? plain : Output.Text(value));
            return ExitStatus.Done;
        });
        return command;
    }

    private static Command List()
    {
        Option<string?> car = Car();
        Option<string?> rpc = NodeOption.Create();
        var type = new Option<string?>("--type") { Description = "Only actors of this type, by its name in the manifest, such as multisig.", HelpName = "NAME" };
        Option<bool> json = SharedOptions.Json();
        var command = new Command("list", "List the actors of a state by id: type, nonce, balance.\n\nExample:\n  fvm state list --type account") { car, rpc, type, json };
        command.SetAction(parsed =>
        {
            StateView view = Open(parsed, car, rpc);
            string? wanted = parsed.GetValue(type);
            if (wanted is not null && !BuiltinActorNames.TryFromManifestName(wanted, out _))
                throw new CommandFailure($"--type {wanted}: there is no such actor; there are {string.Join(", ", Enum.GetValues<BuiltinActor>().Select(static actor => actor.ManifestName()))}");
            KeyValuePair<ActorId, ActorState>[] actors = [.. view.Actors().Where(actor => wanted is null || view.NameOf(actor.Value.Code) == wanted)];
            if (parsed.GetValue(json))
                Output.Json(new JsonArray([.. actors.Select(actor => (JsonNode)Describe(view, actor.Key, actor.Value))]));
            else
                Print(view, actors);
            return ExitStatus.Done;
        });
        return command;
    }

    private static void Print(StateView view, KeyValuePair<ActorId, ActorState>[] actors)
    {
        foreach ((ActorId id, ActorState actor) in actors)
        {
            string also = actor.DelegatedAddress is null ? string.Empty : $"  {actor.DelegatedAddress}";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{id,-10} {view.NameOf(actor.Code) ?? actor.Code.ToString(),-17} nonce {actor.Nonce,-6} {actor.Balance.ToFilString()}{also}"));
        }
    }

    private static StateView Open(ParseResult parsed, Option<string?> car, Option<string?> rpc)
    {
        if (parsed.GetValue(car) is not { } file)
            return RemoteBlockstore.Open(NodeOption.Open(parsed, rpc));
        var store = new MemoryBlockstore();
        Cid root = StateFile.Read(file, store);
        return new StateView(store, root);
    }

    private static (ActorId Id, ActorState Actor) Find(StateView view, string text)
    {
        Address address = AddressText.Parse(text, "ADDR");
        return view.TryResolve(address, out ActorId id) && view.TryGet(id, out ActorState? actor) ? (id, actor) : throw new CommandFailure($"there is no actor {text} in this state");
    }

    private static JsonObject Describe(StateView view, ActorId id, ActorState actor) => new()
    {
        ["id"] = id.ToString(),
        ["type"] = view.NameOf(actor.Code),
        ["code"] = actor.Code.ToString(),
        ["head"] = actor.Head.ToString(),
        ["nonce"] = actor.Nonce,
        ["balance"] = actor.Balance.ToFilString(),
        ["delegated"] = actor.DelegatedAddress?.ToString(),
    };
}
