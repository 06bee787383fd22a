using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;
using Fvm.Ipld;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm block NUMBER|HASH|TAG</c>: one tipset, as Ethereum's tools see it.</summary>
internal static class BlockCommand
{
    private const int HashLength = 32;

    public static Command Create()
    {
        var given = new Argument<string>("BLOCK") { Description = "A number, a hash, latest, earliest, pending, safe or finalized.", DefaultValueFactory = _ => "latest" };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("block", "Show a block (that is: a tipset) of the running node, with its transactions.\n\nExamples:\n  fvm block\n  fvm block 12 --json") { given, rpc, json };
        command.SetAction(parsed =>
        {
            NodeClient node = NodeOption.Open(parsed, rpc);
            string which = parsed.GetRequiredValue(given).Trim();
            bool isHash = Quantity.TryBytes(which, out byte[] bytes) && bytes.Length == HashLength;
            JsonNode? found = isHash ? node.Call("eth_getBlockByHash", which, true) : node.Call("eth_getBlockByNumber", CallCommand.Block(which), true);
            if (found is not JsonObject block)
                throw new CommandFailure($"the node has no block {which}");
            if (parsed.GetValue(json))
                Output.Json(block);
            else
                Print(node, block);
            return ExitStatus.Done;
        });
        return command;
    }

    private static void Print(NodeClient node, JsonObject block)
    {
        Line("number", Number(block["number"]));
        Line("hash", Quantity.Text(block["hash"]));
        Line("parent", Quantity.Text(block["parentHash"]));
        var time = DateTimeOffset.FromUnixTimeSeconds((long)Quantity.Number(block["timestamp"], "of the time"));
        Line("time", string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss} UTC ({time.ToUnixTimeSeconds()})"));
        Line("base fee", $"{Number(block["baseFeePerGas"])} attoFIL");
        Line("gas", $"{Number(block["gasUsed"])} of {Number(block["gasLimit"])}");
        if (Quantity.TryBytes(Quantity.Text(block["stateRoot"]), out byte[] root) && root.Length == HashLength && root.AsSpan().ContainsAnyExcept((byte)0))
            Line("state", StateRoot(node, root));
        JsonArray transactions = block["transactions"] as JsonArray ?? [];
        Line("messages", transactions.Count.ToString(CultureInfo.InvariantCulture));
        foreach (JsonNode? transaction in transactions)
            Console.WriteLine($"  {Quantity.Text(transaction?["hash"])}  {Quantity.Text(transaction?["from"])} -> {(transaction?["to"] is { } to ? Quantity.Text(to) : "(makes a contract)")}");
    }

    /// <summary>The devnet says the digest of the state's CID; other nodes say something else, or nothing.</summary>
    private static string StateRoot(NodeClient node, byte[] digest)
    {
        var cid = Cid.Create(Multicodec.DagCbor, Multicodec.Blake2b256, digest);
        return node.TryCall("Filecoin.ChainHasObj", out JsonNode? has, new JsonObject { ["/"] = cid.ToString() }) && has is JsonValue value && value.TryGetValue(out bool isThere) && isThere
            ? cid.ToString()
            : Quantity.Hex(digest);
    }

    private static string Number(JsonNode? json) => Quantity.TryNumber(json, "in a block")?.ToString("N0", CultureInfo.InvariantCulture) ?? "none";

    private static void Line(string name, string value) => Console.WriteLine($"{name,-9} {value}");
}
