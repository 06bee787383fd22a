using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm dump FILE</c> and <c>fvm load FILE</c>: the state of a node, carried in a file.</summary>
internal static class DumpCommand
{
    private static readonly string[] DumpMethods = ["anvil_dumpState", "hardhat_dumpState"];
    private static readonly string[] LoadMethods = ["anvil_loadState", "hardhat_loadState"];

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Where to write it." };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("dump", "Write the state of a development node into a file: of 'fvm devnet' a CAR, which 'fvm state --car', 'fvm devnet --load' and 'fvm devnet --state' read, too.\n\nExample:\n  fvm dump state.car")
        {
            file, rpc, json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            byte[] state = Quantity.Bytes(NodeOption.Open(parsed, rpc).CallAny(DumpMethods), "that are a state");
            WholeFile.Write(path, state);
            if (parsed.GetValue(json))
                Output.Json(new JsonObject { ["file"] = path, ["bytes"] = state.Length });
            else
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {state.Length:N0} bytes"));
            return ExitStatus.Done;
        });
        return command;
    }

    public static Command Load()
    {
        var file = new Argument<string>("FILE") { Description = "What 'fvm dump' wrote." };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("load", "Put a state that 'fvm dump' wrote into a development node.\n\nExample:\n  fvm load state.car") { file, rpc, json };
        command.SetAction(parsed =>
        {
            byte[] state = InputFile.Read(parsed.GetRequiredValue(file));
            NodeClient node = NodeOption.Open(parsed, rpc);
            JsonNode? answer = node.CallAny(LoadMethods, Quantity.Hex(state));
            if (answer is JsonValue value && value.TryGetValue(out bool done) && !done)
                throw new CommandFailure($"{parsed.GetRequiredValue(file)}: the node did not take it");
            long number = (long)Quantity.Number(node.Call("eth_blockNumber"), "of the head");
            if (parsed.GetValue(json))
                Output.Json(new JsonObject { ["block"] = number });
            else
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"loaded {state.Length:N0} bytes, the chain is at block {number}"));
            return ExitStatus.Done;
        });
        return command;
    }
}
