using System.CommandLine;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;
using Fvm.Ethereum;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm tx HASH|CID</c>: one transaction, by either of its names.</summary>
internal static class TxCommand
{
    public static Command Create()
    {
        var given = new Argument<string>("HASH") { Description = "The hash of a transaction (0x), or the CID of a message." };
        Option<string?> abi = CallCommand.Abi();
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "tx",
            "Show a transaction or message of the running node and what became of it; both of its names, the reason when it failed, calls and events decoded with --abi.\n\n"
                + "Example:\n  fvm tx 0x5f8a...e1 --abi out/Token.sol/Token.json")
        {
            given, abi, rpc, json,
        };
        command.SetAction(parsed =>
        {
            NodeClient node = NodeOption.Open(parsed, rpc);
            var addresses = new NodeAddresses(node);
            (string hash, string? cid) = Names(node, parsed.GetRequiredValue(given).Trim());
            ContractArtifact? artifact = parsed.GetValue(abi) is { } file ? ContractArtifact.Read(file, null) : null;
            TransactionReport report = TransactionReport.Read(node, addresses, hash, artifact) ?? throw new CommandFailure($"the node has no transaction {parsed.GetRequiredValue(given)}");
            DecodedMessage? message = ReadMessage(node, addresses, cid ?? report.MessageCid);
            if (parsed.GetValue(json))
            {
                JsonObject document = report.ToJson();
                document["message"] = message?.ToJson();
                Output.Json(document);
                return ExitStatus.Done;
            }

            report.Print();
            message?.PrintFields();
            return ExitStatus.Done;
        });
        return command;
    }

    /// <summary>The hash, and the CID if that was given.</summary>
    public static (string Hash, string? Cid) Names(NodeClient node, string given)
    {
        if (given.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return Quantity.TryBytes(given, out byte[] bytes) && bytes.Length == 32 ? (given, null) : throw new CommandFailure($"'{given}' is no hash: it must have 32 bytes");
        if (!Cid.TryParse(given, out Cid? cid))
            throw new CommandFailure($"'{given}' is neither a hash (0x and 64 digits) nor a CID");
        JsonNode? hash = node.Call("Filecoin.EthGetTransactionHashByCid", new JsonObject { ["/"] = cid.ToString() });
        return Quantity.Text(hash) is { Length: > 0 } found ? (found, cid.ToString()) : throw new CommandFailure($"the node has no message {given}");
    }

    /// <summary>The message itself, where it is one of a native method: there its parameters say more than Ethereum's form of it.</summary>
    private static DecodedMessage? ReadMessage(NodeClient node, NodeAddresses addresses, string? cid)
    {
        if (cid is null || !node.TryCall("Filecoin.ChainGetMessage", out JsonNode? found, new JsonObject { ["/"] = cid }) || found is not JsonObject fields)
            return null;
        Message message = MessageJson.Read(fields);
        if (message.MethodNum == TransactionMessages.InvokeEvm || (message.MethodNum == MethodNumber.Send && message.Params.IsEmpty))
            return null;
        ActorSchema? schema = addresses.Schema(message.To);
        return new DecodedMessage(new MessageInput(message, null), schema is null ? MethodGuess.Receivers(message) : [schema.Actor]);
    }
}
