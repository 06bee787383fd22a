using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Hosting;
using Fvm.Hosting.Tracing;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm trace VECTOR</c>: the execution tree of a vector's messages.</summary>
internal static class TraceCommand
{
    public static Command Create()
    {
        var vector = new Argument<string>("VECTOR") { Description = "A message vector: a file, or an entry of an archive as ARCHIVE!ENTRY." };
        var calls = new Option<bool>("--calls") { Description = "Print calls, events and logs only, no syscalls and no charges." };
        Option<string?> bundles = SharedOptions.Bundles();
        Option<string?> proofKeys = SharedOptions.ProofKeysOption();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "trace",
            "Play a message vector and print the tree of what happened: calls, syscalls, gas charges and events, with the gas of each call (of its own, and with "
                + "the calls inside it).\n\nExample:\n  fvm trace tests/vectors/nv18.tar.gz!syscalls/nv18/exit-0.json --calls")
        {
            vector, calls, bundles, proofKeys, json,
        };
        command.SetAction(parsed =>
        {
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
