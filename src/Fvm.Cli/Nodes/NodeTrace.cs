using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Abi;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Cli.Nodes;

/// <summary>What a node's replay of a message says happened (lotus <c>api.InvocResult</c>, <c>types.ExecutionTrace</c>).</summary>
internal sealed class NodeTrace
{
    private readonly NodeAddresses addresses;

    private NodeTrace(NodeAddresses addresses, string name, JsonObject result)
    {
        this.addresses = addresses;
        Name = name;
        Result = result;
        Root = result["ExecutionTrace"] as JsonObject ?? throw new CommandFailure($"{name}: nothing was executed, so there is no trace: {Quantity.Text(result["Error"])}");
    }

    /// <summary>What was asked for.</summary>
    public string Name { get; }

    /// <summary>The node's whole answer.</summary>
    public JsonObject Result { get; }

    /// <summary>The outermost call.</summary>
    public JsonObject Root { get; }

    /// <summary>Whether an argument names something on a node, and no vector file.</summary>
    public static bool IsName(string text) => !File.Exists(text)
        && ((text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && text.Length == 66) || Cid.TryParse(text, out _));

    /// <summary>Replays a message; null when the node has no such method.</summary>
    public static NodeTrace? Read(NodeClient node, string name)
    {
        string? cid;
        if (name.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            if (!node.TryCall("Filecoin.EthGetMessageCidByTransactionHash", out JsonNode? found, name))
                return null;
            cid = Quantity.Text(found?["/"]) is { Length: > 0 } text ? text : throw new CommandFailure($"the node has no transaction {name}");
        }
        else
        {
            cid = name;
        }

        return node.TryCall("Filecoin.StateReplay", out JsonNode? result, null, new JsonObject { ["/"] = cid })
            ? new NodeTrace(new NodeAddresses(node), name, result as JsonObject ?? throw new CommandFailure($"the node has no message {name}"))
            : null;
    }

    /// <summary>The gas of a call's own charges.</summary>
    public static ulong Own(JsonObject call) => Charges(call).Aggregate(0UL, static (sum, charge) => sum + charge.Gas);

    /// <summary>The gas of a call with the calls inside it.</summary>
    public static ulong Total(JsonObject call) => Subcalls(call).Aggregate(Own(call), static (sum, inner) => sum + Total(inner));

    public static IEnumerable<JsonObject> Subcalls(JsonObject call) => (call["Subcalls"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Charges by name, in their order. Refunds are negative in lotus; here they count as nothing.</summary>
    public static IEnumerable<(string Name, ulong Gas)> Charges(JsonObject call) => (call["GasCharges"] as JsonArray ?? []).OfType<JsonObject>()
        .Select(static charge => (Quantity.Text(charge[nameof(Name)]), (ulong)System.Numerics.BigInteger.Max(0, Quantity.Number(charge["tg"], "of a charge"))));

    /// <summary>Who was called: its id, what it is.</summary>
    public (string? Id, string? Type) Actor(JsonObject call)
    {
        if (call["InvokedActor"] is not JsonObject invoked)
            return (null, null);
        Cid? code = Cid.TryParse(Quantity.Text(invoked["State"]?["Code"]?["/"]), out Cid? found) ? found : null;
        string? type = code is null ? null : addresses.TryType(code, out BuiltinActor known) ? known.ManifestName() : code.ToString();
        return (Quantity.Number(invoked["Id"], "of an actor").ToString(CultureInfo.InvariantCulture), type);
    }

    /// <summary>The method of a call: its number and, where it is known, its name.</summary>
    public string Method(JsonObject call)
    {
        ulong number = (ulong)Quantity.Number(call["Msg"]?["Method"], "of a method");
        Cid? code = Cid.TryParse(Quantity.Text(call["InvokedActor"]?["State"]?["Code"]?["/"]), out Cid? found) ? found : null;
        string? name = number == MethodNumber.Send ? "Send"
            : number == Ethereum.TransactionMessages.InvokeEvm ? "InvokeEVM"
            : code is not null && addresses.TryType(code, out BuiltinActor type) ? Hosting.Schemas.ActorSchemas.Of(type).Method(number)?.Name : null;
        return name is null ? number.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{name} ({number})");
    }
}
