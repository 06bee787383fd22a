using System.CommandLine;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm deploy ARTIFACT|HEX [ARGS]</c>: makes a contract.</summary>
internal static class DeployCommand
{
    public static Command Create()
    {
        var given = new Argument<string>("ARTIFACT") { Description = "What a compiler wrote (forge, hardhat, solc), or init code in hex, as a file or as it is." };
        var arguments = new Argument<string[]>("ARGS") { Description = "The constructor's arguments.", Arity = ArgumentArity.ZeroOrMore };
        var contract = new Option<string?>("--contract") { Description = "Which contract, where the file has several.", HelpName = "NAME" };
        Option<string?> from = NodeSender.From();
        Option<string?> key = NodeSender.Key();
        Option<string?> value = NodeSender.Value();
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "deploy",
            "Make a contract of what a compiler wrote, and print its address. Exit code 1 when the constructor reverts.\n\nExamples:\n"
                + "  fvm deploy out/Token.sol/Token.json 'My token' TOK 1e24\n  fvm deploy artifacts/contracts/Lock.sol/Lock.json 1893456000 --value 1\n  fvm deploy 0x600a600c600039600a6000f3602a60005260206000f3")
        {
            given, arguments, contract, from, key, value, rpc, json,
        };
        command.SetAction(parsed =>
        {
            ContractArtifact artifact = ContractArtifact.Read(parsed.GetRequiredValue(given), parsed.GetValue(contract));
            byte[] code = artifact.Creation(parsed.GetValue(arguments) ?? []);
            NodeClient node = NodeOption.Open(parsed, rpc);
            var addresses = new NodeAddresses(node);
            var sender = new NodeSender(node, addresses, parsed.GetValue(from), parsed.GetValue(key));
            JsonObject request = sender.Request(null, code, Quantity.Amount(parsed.GetValue(value), "--value"));
            return SendCommand.Transact(node, addresses, sender, request, artifact, wait: true, parsed.GetValue(json)).ExitCode;
        });
        return command;
    }
}
