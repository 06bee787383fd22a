using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Ethereum.Abi;

namespace Fvm.Cli.Nodes;

/// <summary>Prints what debug_traceTransaction's callTracer says: the calls as contracts see them.</summary>
internal static class EvmTraceText
{
    private const int MaxData = 2 + (2 * 64);

    /// <summary>Asks a node.</summary>
    public static JsonObject Read(NodeClient node, string name)
    {
        (string hash, _) = Commands.TxCommand.Names(node, name);
        JsonNode? trace = node.Call("debug_traceTransaction", hash, new JsonObject { ["tracer"] = "callTracer", ["tracerConfig"] = new JsonObject { ["withLog"] = true } });
        return trace as JsonObject ?? throw new CommandFailure($"the node has no transaction {name}");
    }

    public static void Print(JsonObject call, TextWriter output, int level = 0)
    {
        string indent = new(' ', 2 * level);
        string value = Quantity.TryNumber(call["value"], "of the value") is { IsZero: false } amount ? $", value {amount.ToString(CultureInfo.InvariantCulture)} attoFIL" : string.Empty;
        output.WriteLine($"{indent}{Quantity.Text(call["type"]).ToLowerInvariant()} {Quantity.Text(call["from"])} -> {Quantity.Text(call["to"])}{Data("input", call["input"])}{value}");
        foreach (JsonObject log in (call["logs"] as JsonArray ?? []).OfType<JsonObject>())
            output.WriteLine($"{indent}  log of {Quantity.Text(log["address"])}: topics [{string.Join(", ", (log["topics"] as JsonArray ?? []).Select(Quantity.Text))}]{Data("data", log["data"])}");
        foreach (JsonObject inner in (call["calls"] as JsonArray ?? []).OfType<JsonObject>())
            Print(inner, output, level + 1);
        BigInteger gas = Quantity.TryNumber(call["gasUsed"], "of gas") ?? BigInteger.Zero;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{indent}{Ending(call)}; gas {gas:N0}"));
    }

    private static string Ending(JsonObject call)
    {
        if (Quantity.Text(call["error"]) is not { Length: > 0 } error)
            return $"return{Data("data", call["output"])}";
        byte[] bytes = Quantity.TryBytes(Quantity.Text(call["output"]), out byte[] found) ? found : [];
        return TraceTreeText.Printable(bytes.Length == 0 ? error : $"{error}: {RevertData.Describe(bytes)}");
    }

    private static string Data(string name, JsonNode? hex)
    {
        string text = Quantity.Text(hex);
        if (text.Length <= 2)
            return string.Empty;
        return text.Length <= MaxData ? $", {name} {text}" : string.Create(CultureInfo.InvariantCulture, $", {name} {text.AsSpan(0, MaxData)}... ({(text.Length - 2) / 2} bytes)");
    }
}
