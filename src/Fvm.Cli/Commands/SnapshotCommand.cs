using System.CommandLine;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm snapshot</c> and <c>fvm revert ID</c>: the chain as it was.</summary>
internal static class SnapshotCommand
{
    public static Command Create()
    {
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("snapshot", "Remember the chain as it is, on a development node, and print an id for 'fvm revert'.\n\nExample:\n  id=$(fvm snapshot)") { rpc, json };
        command.SetAction(parsed =>
        {
            string id = Quantity.Text(NodeOption.Open(parsed, rpc).Call("evm_snapshot"));
            if (parsed.GetValue(json))
                Output.Json(new JsonObject { ["id"] = id });
            else
                Console.WriteLine(id);
            return ExitStatus.Done;
        });
        return command;
    }

    public static Command Revert()
    {
        var id = new Argument<string>("ID") { Description = "What 'fvm snapshot' printed. It and later ones are used up." };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("revert", "Make the chain of a development node what it was at a snapshot.\n\nExample:\n  fvm revert 0x1") { id, rpc, json };
        command.SetAction(parsed =>
        {
            NodeClient node = NodeOption.Open(parsed, rpc);
            string wanted = parsed.GetRequiredValue(id);
            bool done = node.Call("evm_revert", CallCommand.Block(wanted)) is JsonValue value && value.TryGetValue(out bool answer) && answer;
            if (!done)
                throw new CommandFailure($"the node has no snapshot {wanted}: ids are used up when an earlier one is reverted to");
            long number = (long)Quantity.Number(node.Call("eth_blockNumber"), "of the head");
            if (parsed.GetValue(json))
                Output.Json(new JsonObject { ["block"] = number });
            else
                Console.WriteLine(System.FormattableString.Invariant($"the chain is at block {number} again"));
            return ExitStatus.Done;
        });
        return command;
    }
}
