using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Abi;
using Fvm.Cli.Nodes;
using Fvm.Hosting;
using Fvm.Hosting.Tracing;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm gas VECTOR|HASH|CID</c>: where the gas of a vector's messages, or of one of the running node, went.</summary>
internal static class GasCommand
{
    private const int Greatest = 20;

    public static Command Create()
    {
        var vector = new Argument<string>("WHAT") { Description = "A message vector: a file, or an entry of an archive as ARCHIVE!ENTRY; or a transaction's hash or a message's CID, of the running node." };
        var flame = new Option<string?>("--flame") { Description = "Also draw a flame graph into this file.", HelpName = "FILE.svg" };
        Option<string?> rpc = NodeOption.Create();
        Option<string?> bundles = SharedOptions.Bundles();
        Option<string?> proofKeys = SharedOptions.ProofKeysOption();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "gas",
            "Play a message vector, or a message of the running node again, and tell where the gas went: by category or charge, by actor, by method, and (of vectors) by wasm "
                + $"function. For people the {Greatest} greatest of each.\n\nExamples:\n  fvm gas 0x5f8a...e1\n  fvm gas tests/vectors/nv18.tar.gz!syscalls/nv18/exit-0.json --flame flame.svg")
        {
            vector, flame, rpc, bundles, proofKeys, json,
        };
        command.SetAction(parsed =>
        {
            if (NodeTrace.IsName(parsed.GetRequiredValue(vector)))
                return OfNode(NodeOption.Open(parsed, rpc), parsed.GetRequiredValue(vector), parsed.GetValue(flame), parsed.GetValue(json));
            OneVector played = OneVector.Play(parsed.GetRequiredValue(vector), SharedOptions.OpenBundles(parsed, bundles), TraceDetail.Functions, SharedOptions.OpenProofKeys(parsed, proofKeys));
            DeepStack.Run(() =>
            {
                var report = new GasReport();
                foreach (Abi.Node.ApplyResult result in played.Results)
                    report.Add(result.Trace);
                if (parsed.GetValue(flame) is { } file)
                    Draw(FlameGraph.Fold(played.Results.Select(result => result.Trace), played.NameOf), played.Name, file);
                if (parsed.GetValue(json))
                    Output.Json(GasReportJson.Add(new JsonObject { ["vector"] = played.Name }, report, played.NameOf));
                else
                    Print(played, report);
            });
            return ExitStatus.Done;
        });
        return command;
    }

    private static int OfNode(NodeClient node, string name, string? flame, bool json)
    {
        var gas = new NodeGas(NodeTrace.Read(node, name) ?? throw new CommandFailure($"the node at {node.Url} has no Filecoin.StateReplay: where gas goes on Filecoin it does not know"));
        if (flame is not null)
            Draw(gas.Graph, name, flame);
        if (json)
            Output.Json(gas.ToJson());
        else
            gas.Print(Greatest);
        return ExitStatus.Done;
    }

    private static void Draw(FlameFrame graph, string title, string file)
    {
        string partial = $"{file}.{Environment.ProcessId}.partial";
        using (FileStream output = File.Create(partial))
            FlameGraphSvg.Write(graph, title, output);
        File.Move(partial, file, overwrite: true);
    }

    private static void Print(OneVector played, GasReport report)
    {
        Console.WriteLine($"{report.Total} gas in {played.Results.Count} messages");
        Section("by category", report.Categories.Where(row => !row.Value.IsZero).Select(row => (row.Value, row.Key)), report.Total);
        Section("by actor, its own work", report.Actors.Select(row => (row.Self, Actor(played, row))), report.Total);
        Section("by method, its own work", report.Methods.Select(row => (row.Self, Method(played, row))), report.Total);
        Section(
            "by wasm function, its own instructions",
            report.Functions.Select(row => (row.Self, string.Create(CultureInfo.InvariantCulture, $"{Code(played, row.Code)} {row.Function} ({row.Calls} calls)"))),
            report.Total);
    }

    private static void Section(string title, IEnumerable<(GasAmount Gas, string Name)> rows, GasAmount whole)
    {
        (GasAmount Gas, string Name)[] all = [.. rows];
        Console.WriteLine(title);
        foreach ((GasAmount gas, string name) in all.Take(Greatest))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {gas,22} {(whole.IsZero ? 0 : 100.0 * gas.Milligas / whole.Milligas),6:0.00}%  {name}"));
        if (all.Length > Greatest)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ... and {all.Length - Greatest} more (--json has all)"));
    }

    private static string Code(OneVector played, Ipld.Cid code) => played.NameOf(code) ?? code.ToString();

    private static string Actor(OneVector played, ActorGas row) => row.Actor is null
        ? "(no actor: inclusion, calls that found nobody)"
        : string.Create(CultureInfo.InvariantCulture, $"{row.Actor} {Code(played, row.Code!)} ({row.Calls} calls)");

    private static string Method(OneVector played, MethodGas row) =>
        string.Create(CultureInfo.InvariantCulture, $"{Code(played, row.Code)} method {row.Method} ({row.Calls} calls; with those inside {row.Total})");
}
