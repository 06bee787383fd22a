using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Abi;
using Fvm.Hosting.Tracing;

namespace Fvm.Cli.Nodes;

/// <summary>Where the gas of a message on a node went, by the charges of its replay.</summary>
internal sealed class NodeGas
{
    private readonly SortedDictionary<string, ulong> charges = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ulong> actors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ulong> methods = new(StringComparer.Ordinal);
    private readonly NodeTrace trace;

    public NodeGas(NodeTrace trace)
    {
        this.trace = trace;
        Graph = new FlameFrame(trace.Name, FlameKind.Message);
        Add(trace.Root, Graph);
        Graph.Sum();
    }

    /// <summary>The same as a flame graph.</summary>
    public FlameFrame Graph { get; }

    private ulong Whole => Graph.Total.RoundDown();

    public JsonObject ToJson() => new()
    {
        ["message"] = trace.Name,
        ["gas_used"] = trace.Result["MsgRct"]?["GasUsed"]?.DeepClone(),
        ["charged"] = Whole,
        ["charges"] = Rows(charges),
        ["actors"] = Rows(actors),
        ["methods"] = Rows(methods),
    };

    public void Print(int greatest)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Quantity.Number(trace.Result["MsgRct"]?["GasUsed"], "of gas"):N0} gas used by {trace.Name}"));
        Section("by charge", charges, greatest);
        Section("by actor, its own work", actors, greatest);
        Section("by method, its own work", methods, greatest);
    }

    private void Add(JsonObject call, FlameFrame parent)
    {
        (string? id, string? type) = trace.Actor(call);
        string actor = id is null ? $"{Quantity.Text(call["Msg"]?["To"])} (nobody ran)" : $"{id} {type}";
        string method = $"{type ?? "(nobody ran)"} {trace.Method(call)}";
        FlameFrame frame = parent.Child($"{actor} {trace.Method(call)}", FlameKind.Call);
        foreach ((string name, ulong gas) in NodeTrace.Charges(call))
        {
            Count(charges, name, gas);
            Count(actors, actor, gas);
            Count(methods, method, gas);
            frame.Child(name, FlameKind.Charge).Self += GasAmount.FromGas(gas);
        }

        foreach (JsonObject inner in NodeTrace.Subcalls(call))
            Add(inner, frame);
    }

    private static void Count(SortedDictionary<string, ulong> counts, string name, ulong gas) => counts[name] = counts.GetValueOrDefault(name) + gas;

    private void Section(string title, SortedDictionary<string, ulong> counts, int greatest)
    {
        Console.WriteLine(title);
        foreach ((string name, ulong gas) in counts.OrderByDescending(static row => row.Value).Take(greatest))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {gas,18:N0} {(Whole == 0 ? 0 : 100.0 * gas / Whole),6:0.00}%  {name}"));
        if (counts.Count > greatest)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ... and {counts.Count - greatest} more (--json has all)"));
    }

    private static JsonObject Rows(SortedDictionary<string, ulong> counts) =>
        new(counts.OrderByDescending(static row => row.Value).Select(static row => KeyValuePair.Create(row.Key, (JsonNode?)JsonValue.Create(row.Value))));
}
