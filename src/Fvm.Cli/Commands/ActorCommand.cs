using System.CommandLine;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;
using Fvm.Hosting.Schemas;
using Fvm.Hosting.States;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm actor install|create|list</c>: actors of one's own code on the running devnet.</summary>
internal static class ActorCommand
{
    public static Command Create() => new("actor", "Actors of your own WebAssembly on the running devnet. Networks take built-in actors only.") { Install(), Make(), List() };

    private static Command Install()
    {
        var file = new Argument<string>("FILE.wasm") { Description = "The actor's module; '-' for standard input." };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("install", "Check a module as the network would, make it known to the devnet, and print the CID of its code.\n\nExample:\n  fvm actor install my_actor.wasm") { file, rpc, json };
        command.SetAction(parsed =>
        {
            string code = Install(NodeOption.Open(parsed, rpc), parsed.GetRequiredValue(file));
            if (parsed.GetValue(json))
                Output.Json(new JsonObject { ["code"] = code });
            else
                Console.WriteLine(code);
            return ExitStatus.Done;
        });
        return command;
    }

    private static Command Make()
    {
        var given = new Argument<string>("CODE") { Description = "A module, which is installed first, the CID of installed code, or a built-in actor by name, such as multisig." };
        var parameters = new Argument<string?>("PARAMS") { Description = "The constructor's parameters, as 0x and hex; of built-in actors as JSON, too.", Arity = ArgumentArity.ZeroOrOne };
        var balance = new Option<string?>("--balance") { Description = "What it owns at first, in FIL or with a unit.", HelpName = "FIL" };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "create",
            "Make an actor, call its constructor (method 1) as the init actor does, and print its addresses. Exit code 2 when the constructor fails.\n\nExamples:\n  fvm actor create my_actor.wasm\n"
                + "  fvm actor create bafk2bzace... 0x80 --balance 5\n  fvm call t01005 3 0x01")
        {
            given, parameters, balance, rpc, json,
        };
        command.SetAction(parsed =>
        {
            NodeClient node = NodeOption.Open(parsed, rpc);
            string name = parsed.GetRequiredValue(given);
            bool isBuiltIn = BuiltinActorNames.TryFromManifestName(name, out BuiltinActor type);
            string code = isBuiltIn || Cid.TryParse(name, out _) ? name : Install(node, name);
            string[] arguments = parsed.GetValue(parameters) is { } text ? [text] : [];
            byte[] encoded = NativeCall.Parse(isBuiltIn ? ActorSchemas.Of(type) : null, "1", arguments).Params;
            TokenAmount funds = Quantity.Amount(parsed.GetValue(balance), "--balance");
            JsonNode? made = node.Call("fvm_createActor", code, Quantity.Hex(encoded), Quantity.Hex(funds.Atto));
            var shown = new JsonObject { ["id"] = made?["IDAddress"]?.DeepClone(), ["robust"] = made?["RobustAddress"]?.DeepClone(), ["code"] = code };
            if (parsed.GetValue(json))
                Output.Json(shown);
            else
                Console.WriteLine($"{shown["id"]}  {shown["robust"]}");
            return ExitStatus.Done;
        });
        return command;
    }

    private static Command List()
    {
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("list", "List the actors that are no built-in ones: code, nonce, balance. 'fvm state list' has all.\n\nExample:\n  fvm actor list") { rpc, json };
        command.SetAction(parsed =>
        {
            StateView view = RemoteBlockstore.Open(NodeOption.Open(parsed, rpc));
            KeyValuePair<ActorId, ActorState>[] own = [.. view.Actors().Where(actor => view.NameOf(actor.Value.Code) is null)];
            if (parsed.GetValue(json))
            {
                Output.Json(new JsonArray([.. own.Select(static actor => (JsonNode)new JsonObject
                {
                    ["id"] = actor.Key.ToAddress().ToString(AddressNetwork.Testnet),
                    ["code"] = actor.Value.Code.ToString(),
                    ["head"] = actor.Value.Head.ToString(),
                    ["nonce"] = actor.Value.Nonce,
                    ["balance"] = actor.Value.Balance.ToFilString(),
                })]));
                return ExitStatus.Done;
            }

            foreach ((ActorId id, ActorState actor) in own)
                Console.WriteLine($"{id.ToAddress().ToString(AddressNetwork.Testnet),-10} {actor.Code}  {actor.Balance.ToFilString()}");
            if (own.Length == 0)
                Console.Error.WriteLine("fvm: there are built-in actors only; make others with 'fvm actor create FILE.wasm'");
            return ExitStatus.Done;
        });
        return command;
    }

    private static string Install(NodeClient node, string file)
    {
        byte[] wasm = InputFile.Read(file);
        JsonNode? code = node.Call("fvm_installCode", Quantity.Hex(wasm));
        return Quantity.Text(code?["/"]) is { Length: > 0 } cid ? cid : throw new CommandFailure($"the node's answer has no CID: {Output.Line(code)}");
    }
}
