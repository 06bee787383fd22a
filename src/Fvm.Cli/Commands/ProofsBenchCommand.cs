using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Conformance.ProofVectors;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm proofs bench DIR</c>: how long verification takes.</summary>
internal static class ProofsBenchCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("DIR") { Description = "The vectors, as for 'proofs vectors'." };
        var passes = new Option<int>("--passes") { Description = "How often each is timed, when it is warm; the fastest counts.", HelpName = "N", DefaultValueFactory = _ => 9 };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "bench",
            "Time the verification of storage proofs of the recorded vectors, from the machine's question to its verdict, on one thread: a seal of 32 GiB (10 partitions), "
                + "a batch of 10 of them, aggregates, a replica update and PoSts.\n\nExample:\n  fvm proofs bench ../shared/vectors/proofs")
        {
            path, passes, json,
        };
        command.SetAction(parsed =>
        {
            int rounds = parsed.GetValue(passes);
            if (rounds < 1)
                throw new CommandFailure("--passes is at least 1");
            IReadOnlyList<ProofTiming> timings = ProofBench.Run(parsed.GetRequiredValue(path), rounds);
            if (parsed.GetValue(json))
                Output.Json(new JsonArray([.. timings.Select(timing => (JsonNode)new JsonObject { ["what"] = timing.What, ["milliseconds"] = timing.Milliseconds })]));
            else
                Print(timings);
            return ExitStatus.Done;
        });
        return command;
    }

    private static void Print(IReadOnlyList<ProofTiming> timings)
    {
        foreach (ProofTiming timing in timings)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{timing.Milliseconds,9:0.00} ms  {timing.What}"));
    }
}
