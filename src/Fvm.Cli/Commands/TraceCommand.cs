using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;
using Fvm.Hosting;
using Fvm.Hosting.Tracing;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm trace VECTOR|HASH|CID</c>: the execution tree of a vector's messages, or of one of the running node.</summary>
internal static class TraceCommand
{
    public static Command Create()
    {
        var vector = new Argument<string>("WHAT") { Description = "A message vector: a file, or an entry of an archive as ARCHIVE!ENTRY; or a transaction's hash or a message's CID, of the running node." };
        var calls = new Option<bool>("--calls") { Description = "Print calls, events and logs only, no syscalls and no charges." };
        var evm = new Option<bool>("--evm") { Description = "Of the running node: the calls as contracts see them (debug_traceTransaction), instead of those of actors with their gas charges." };
        Option<string?> rpc = NodeOption.Create();
        Option<string?> bundles = SharedOptions.Bundles();
        Option<string?> proofKeys = SharedOptions.ProofKeysOption();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "trace",
            "Play a message vector, or a message of the running node again, and print the tree of what happened: calls, syscalls, gas charges and events, with the gas of "
                + "each call (of its own, and with the calls inside it).\n\nExamples:\n  fvm trace 0x5f8a...e1\n  fvm trace tests/vectors/nv18.tar.gz!syscalls/nv18/exit-0.json --calls")
        {
            vector, calls, evm, rpc, bundles, proofKeys, json,
        };
        command.SetAction(parsed =>
        {
            if (NodeTrace.IsName(parsed.GetRequiredValue(vector)))
                return OfNode(NodeOption.Open(parsed, rpc), parsed.GetRequiredValue(vector), parsed.GetValue(evm), parsed.GetValue(calls), parsed.GetValue(json));
            OneVector played = OneVector.Play(parsed.GetRequiredValue(vector), SharedOptions.OpenBundles(parsed, bundles), TraceDetail.Events, SharedOptions.OpenProofKeys(parsed, proofKeys));
            bool callsOnly = parsed.GetValue(calls);
            DeepStack.Run(() =>
            {
                if (parsed.GetValue(json))
                    Output.Json(ToJson(played, callsOnly));
                else
                    Print(played, callsOnly);
            });
            return ExitStatus.Done;
        });
        return command;
    }

    private static int OfNode(NodeClient node, string name, bool evm, bool callsOnly, bool json)
    {
        // A node of Ethereum alone has no replay: its calls are all that there is.
        NodeTrace? trace = evm ? null : NodeTrace.Read(node, name);
        JsonObject document = trace?.Result ?? EvmTraceText.Read(node, name);
        if (json)
            Output.Json(document);
        else if (trace is not null)
            new NodeTraceText(trace, Console.Out, callsOnly).Print();
        else
            EvmTraceText.Print(document, Console.Out);
        return ExitStatus.Done;
    }

    private static void Print(OneVector played, bool callsOnly)
    {
        var printer = new TraceTreeText(Console.Out, played.NameOf, callsOnly);
        for (int i = 0; i < played.Results.Count; i++)
        {
            Protocol.Receipt receipt = played.Results[i].Receipt;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"message {i}: exit {receipt.ExitCode}, {receipt.GasUsed:N0} gas used"));
            printer.Print(TraceTree.Build(played.Results[i].Trace));
            if (played.Results[i].Failure is { } failure)
                Console.WriteLine($"  {failure.ReplaceLineEndings("\n  ")}");
        }
    }

    private static JsonObject ToJson(OneVector played, bool callsOnly) => new()
    {
        ["vector"] = played.Name,
        ["messages"] = new JsonArray([.. played.Results.Select(result => (JsonNode)new JsonObject
        {
            ["exit_code"] = result.Receipt.ExitCode.Value,
            ["gas_used"] = result.Receipt.GasUsed,
            ["failure"] = result.Failure,
            ["trace"] = TraceTreeJson.Write(TraceTree.Build(result.Trace), played.NameOf, callsOnly),
        })]),
    };
}
