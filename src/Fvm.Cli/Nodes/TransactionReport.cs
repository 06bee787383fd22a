using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Ethereum.Abi;
using Fvm.Protocol;

namespace Fvm.Cli.Nodes;

/// <summary>What became of one transaction, to print.</summary>
internal sealed class TransactionReport
{
    private readonly NodeAddresses addresses;
    private readonly JsonObject transaction;
    private readonly JsonObject? receipt;
    private readonly string? cid;
    private readonly string? reason;
    private readonly ContractArtifact? artifact;
    private readonly EventDecoder events;

    private TransactionReport(NodeClient node, NodeAddresses addresses, JsonObject transaction, ContractArtifact? artifact)
    {
        this.addresses = addresses;
        this.transaction = transaction;
        this.artifact = artifact;
        events = new EventDecoder(artifact?.Of("event") ?? []);
        string hash = Quantity.Text(transaction["hash"]);
        receipt = node.Call("eth_getTransactionReceipt", hash) as JsonObject;
        cid = node.TryCall("Filecoin.EthGetMessageCidByTransactionHash", out JsonNode? found, hash) ? Quantity.Text(found?["/"]) : null;
        Status = receipt is null ? "pending" : Quantity.Number(receipt["status"], "of the status").IsOne ? "ok" : "failed";
        reason = Status == "failed" ? Reason(node) : null;
    }

    /// <summary>ok, failed or pending.</summary>
    public string Status { get; }

    public int ExitCode => Status == "failed" ? ExitStatus.FoundFailures : ExitStatus.Done;

    /// <summary>The CID of its message, where the node tells.</summary>
    public string? MessageCid => cid is { Length: > 0 } ? cid : null;

    /// <summary>Reads a transaction; null when the node has none of this hash.</summary>
    public static TransactionReport? Read(NodeClient node, NodeAddresses addresses, string hash, ContractArtifact? artifact) =>
        node.Call("eth_getTransactionByHash", hash) is JsonObject transaction ? new TransactionReport(node, addresses, transaction, artifact) : null;

    /// <summary>The contract that it made, or null.</summary>
    public Address? Contract => Quantity.Text(receipt?["contractAddress"]) is { Length: > 0 } made ? AddressText.Parse(made, "the contract") : null;

    public JsonObject ToJson() => new()
    {
        ["hash"] = Quantity.Text(transaction["hash"]),
        ["cid"] = cid is { Length: > 0 } ? cid : null,
        ["status"] = Status,
        ["reason"] = reason,
        ["from"] = Quantity.Text(transaction["from"]),
        ["to"] = transaction["to"]?.DeepClone(),
        ["contract"] = receipt?["contractAddress"]?.DeepClone(),
        ["value"] = Value.Atto.ToString(CultureInfo.InvariantCulture),
        ["nonce"] = Text(transaction["nonce"]),
        ["gas_used"] = Text(receipt?["gasUsed"]),
        ["gas_limit"] = Text(transaction["gas"]),
        ["block"] = Text(transaction["blockNumber"]),
        ["input"] = Quantity.Text(transaction["input"]),
        ["call"] = Call,
        ["logs"] = new JsonArray([.. Logs.Select(log => (JsonNode)events.Json(log))]),
    };

    public void Print()
    {
        Line("hash", Quantity.Text(transaction["hash"]));
        if (cid is { Length: > 0 })
            Line("message", cid);
        Line("status", Status switch { "failed" => $"failed: {TraceTreeText.Printable(reason!)}", "pending" => "waits in the pool", _ => "ok" });
        Line("from", Both(transaction["from"]));
        Line("to", transaction["to"] is null ? "(makes a contract)" : Both(transaction["to"]));
        if (Contract is { } made)
            Line("contract", Both(receipt!["contractAddress"]));
        if (!Value.IsZero)
            Line("value", Value.ToFilString());
        if (Call is { } call)
            Line("call", TraceTreeText.Printable(call));
        Line("gas", receipt is null ? $"limit {Grouped(transaction["gas"])}" : $"{Grouped(receipt["gasUsed"])} of {Grouped(transaction["gas"])}");
        if (receipt is not null)
            Line("block", Text(receipt["blockNumber"])!);
        foreach (JsonObject log in Logs)
            Line("log", $"{Quantity.Text(log["address"])} {TraceTreeText.Printable(events.Line(log))}");
    }

    private IEnumerable<JsonObject> Logs => (receipt?["logs"] as JsonArray ?? []).OfType<JsonObject>();

    private TokenAmount Value => TokenAmount.FromAtto(Quantity.TryNumber(transaction["value"], "of the value") ?? BigInteger.Zero);

    /// <summary>The function that was called, where the interface has it.</summary>
    private string? Call
    {
        get
        {
            if (artifact is null || !Quantity.TryBytes(Quantity.Text(transaction["input"]), out byte[] input) || input.Length < AbiSignature.SelectorLength)
                return null;
            AbiSignature? function = artifact.Of("function").FirstOrDefault(entry => input.AsSpan().StartsWith(entry.Selector));
            try
            {
                return function is null ? null : function.Name + AbiText.Format(function.Inputs, AbiDecoder.Decode(function.Inputs, input.AsSpan(AbiSignature.SelectorLength)));
            }
            catch (AbiException)
            {
                return null;
            }
        }
    }

    /// <summary>The same call again, on the state that the block began with: its answer says why.</summary>
    private string Reason(NodeClient node)
    {
        var call = new JsonObject();
        foreach ((string name, string given) in (ReadOnlySpan<(string, string)>)[("from", "from"), ("to", "to"), ("value", "value"), ("data", "input"), ("gas", "gas")])
        {
            if (transaction[given] is { } field)
                call[name] = field.DeepClone();
        }

        try
        {
            node.Call("eth_call", call, Quantity.Hex(BigInteger.Max(0, Quantity.Number(receipt!["blockNumber"], "of the block") - 1)));
            return "out of gas, or it depends on what else was in its block ('fvm trace' says more)";
        }
        catch (NodeRefusal refused)
        {
            return refused.Reason(artifact?.Of("error"));
        }
    }

    private string Both(JsonNode? ethereum)
    {
        byte[] bytes = Quantity.Bytes(ethereum, "of an address");
        return $"{NodeAddresses.Checksum(bytes)}  {addresses.Text(Address.FromEthereum(bytes))}";
    }

    private static string? Text(JsonNode? number) => Quantity.TryNumber(number, "in a transaction")?.ToString(CultureInfo.InvariantCulture);

    private static string Grouped(JsonNode? number) => Quantity.Number(number, "of gas").ToString("N0", CultureInfo.InvariantCulture);

    private static void Line(string name, string value) => Console.WriteLine($"{name,-9} {value}");
}
