using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;
using Fvm.Ethereum.Abi;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm logs</c>: events of contracts and actors.</summary>
internal static class LogsCommand
{
    private const int TopicLength = 32;

    public static Command Create()
    {
        var topics = new Argument<string[]>("TOPIC")
        {
            Description = "Topics behind the event's: indexed values as people write them where the event is given, else 32 bytes in hex; '-' for any.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var address = new Option<string[]>("--address") { Description = "Only of this contract or actor; may be repeated.", HelpName = "ADDR" };
        var evt = new Option<string?>("--event") { Description = "Only of this event: 'Transfer(address indexed from, address indexed to, uint256 value)', or its name with --abi.", HelpName = "SIG" };
        Option<string?> abi = CallCommand.Abi();
        var first = new Option<string>("--from-block") { Description = "The first block.", HelpName = "N", DefaultValueFactory = _ => "earliest" };
        var last = new Option<string>("--to-block") { Description = "The last block.", HelpName = "N", DefaultValueFactory = _ => "latest" };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "logs",
            "Print events of the running node, decoded where the event or the interface is given.\n\nExamples:\n  fvm logs --address 0x5FbD...0aa3 --abi out/Token.sol/Token.json\n"
                + "  fvm logs --event 'Transfer(address indexed from, address indexed to, uint256 value)' - 0x7099...79C8")
        {
            topics, address, evt, abi, first, last, rpc, json,
        };
        command.SetAction(parsed =>
        {
            ContractArtifact? artifact = parsed.GetValue(abi) is { } file ? ContractArtifact.Read(file, null) : null;
            AbiSignature? wanted = parsed.GetValue(evt) is { } text ? Event(text, artifact) : null;
            NodeClient node = NodeOption.Open(parsed, rpc);
            var addresses = new NodeAddresses(node);
            var filter = new JsonObject
            {
                ["fromBlock"] = CallCommand.Block(parsed.GetRequiredValue(first)),
                ["toBlock"] = CallCommand.Block(parsed.GetRequiredValue(last)),
                ["topics"] = Topics(wanted, parsed.GetValue(topics) ?? []),
            };
            if (parsed.GetValue(address) is { Length: > 0 } contracts)
                filter["address"] = new JsonArray([.. contracts.Select(contract => (JsonNode)addresses.Ethereum(AddressText.Parse(contract, "--address")))]);
            JsonObject[] found = [.. (node.Call("eth_getLogs", filter) as JsonArray ?? []).OfType<JsonObject>()];
            var decoder = new EventDecoder([.. wanted is null ? [] : (AbiSignature[])[wanted], .. artifact?.Of("event") ?? []]);
            if (parsed.GetValue(json))
                Output.Json(new JsonArray([.. found.Select(log => (JsonNode)decoder.Json(log))]));
            else
                Print(found, decoder);
            return ExitStatus.Done;
        });
        return command;
    }

    private static AbiSignature Event(string text, ContractArtifact? artifact)
    {
        if (text.Contains('(', StringComparison.Ordinal))
            return AbiSignature.Parse(text);
        return artifact?.Of("event").FirstOrDefault(entry => entry.Name == text)
            ?? throw new CommandFailure($"--event {text}: {(artifact is null ? "a name alone needs the interface: give --abi" : $"{artifact.Name} has no such event; it has {string.Join(", ", artifact.Of("event").Select(static entry => entry.Name))}")}");
    }

    private static JsonArray Topics(AbiSignature? wanted, string[] given)
    {
        var topics = new JsonArray();
        if (wanted is not null)
            topics.Add(Quantity.Hex(wanted.Hash));
        AbiType[] types = [.. (wanted?.Inputs.Fields ?? []).Where(static input => input.IsIndexed).Select(static input => input.Type)];
        for (int i = 0; i < given.Length; i++)
            topics.Add(given[i] == "-" ? null : Topic(given[i], i < types.Length ? types[i] : null));
        return topics;
    }

    private static string Topic(string text, AbiType? type)
    {
        if (type is { IsDynamic: false } and not (AbiArray or AbiTuple))
            return Quantity.Hex(AbiEncoder.Encode(new AbiTuple([new AbiParameter(string.Empty, type)]), [AbiText.Parse(type, text)]));
        byte[] bytes = HexText.Parse(text, "TOPIC");
        return bytes.Length == TopicLength ? Quantity.Hex(bytes) : throw new CommandFailure($"TOPIC must have 32 bytes: '{text}'");
    }

    private static void Print(JsonObject[] logs, EventDecoder decoder)
    {
        foreach (JsonObject log in logs)
        {
            string block = Quantity.Number(log["blockNumber"], "of the block").ToString(CultureInfo.InvariantCulture);
            Console.WriteLine($"{block,6}  {Quantity.Text(log["transactionHash"])}  {Quantity.Text(log["address"])}  {TraceTreeText.Printable(decoder.Line(log))}");
        }
    }
}
