using System.Globalization;
using System.Text.Json.Nodes;

namespace Fvm.Cli.Nodes;

/// <summary>Prints a node's trace for people: one line an entry, two spaces a level, long data cut. The same form as that of vectors, see <see cref="TraceTreeText"/>.</summary>
internal sealed class NodeTraceText(NodeTrace trace, TextWriter output, bool callsOnly)
{
    private const int MaxData = 64;

    public void Print()
    {
        JsonNode? receipt = trace.Result["MsgRct"];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"message {trace.Name}: exit {receipt?["ExitCode"]}, {Quantity.Number(receipt?["GasUsed"], "of gas"):N0} gas used"));
        Call(trace.Root, 1);
        if (Quantity.Text(trace.Result["Error"]) is { Length: > 0 } error)
            output.WriteLine($"  {TraceTreeText.Printable(error)}");
    }

    private void Call(JsonObject call, int level)
    {
        JsonNode? message = call["Msg"];
        string value = Quantity.Text(message?["Value"]) is { Length: > 0 } amount and not "0" ? $", value {amount} attoFIL" : string.Empty;
        string readOnly = message?["ReadOnly"] is JsonValue flag && flag.TryGetValue(out bool isReadOnly) && isReadOnly ? ", read-only" : string.Empty;
        Line(level, $"call {Quantity.Text(message?["From"])} -> {Quantity.Text(message?["To"])} method {trace.Method(call)}{Data("params", message?["Params"])}{value}{readOnly}");
        (string? id, string? type) = trace.Actor(call);
        if (id is not null)
            Line(level + 1, $"actor {id} {type}");
        if (!callsOnly)
        {
            foreach ((string name, ulong gas) in NodeTrace.Charges(call))
                Line(level + 1, string.Create(CultureInfo.InvariantCulture, $"gas {name} {gas:N0}"));
        }

        foreach (JsonObject inner in NodeTrace.Subcalls(call))
            Call(inner, level + 1);
        JsonNode? answer = call["MsgRct"];
        Line(level, string.Create(
            CultureInfo.InvariantCulture, $"return {answer?["ExitCode"]}{Data("data", answer?["Return"])}; gas {NodeTrace.Own(call):N0} self, {NodeTrace.Total(call):N0} total"));
    }

    private static string Data(string name, JsonNode? base64)
    {
        if (Quantity.Text(base64) is not { Length: > 0 } text)
            return string.Empty;
        byte[] bytes = Convert.FromBase64String(text);
        string hex = Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(bytes.Length, MaxData)));
        return bytes.Length <= MaxData ? $", {name} {hex}" : string.Create(CultureInfo.InvariantCulture, $", {name} {hex}... ({bytes.Length} bytes)");
    }

    private void Line(int level, string text)
    {
        for (int i = 0; i < level; i++)
            output.Write("  ");
        output.WriteLine(text);
    }
}
