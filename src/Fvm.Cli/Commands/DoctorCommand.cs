using System.CommandLine;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm doctor</c>: is a node there, which, and what is wrong with it.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "doctor",
            "Look at the running node as its clients do: who answers, chain id, age of the head, clocks, accounts, pool, ports; say what is wrong and what to do. Exit code 1 when "
                + "something is.\n\nExample:\n  fvm doctor --rpc http://127.0.0.1:8545")
        {
            rpc, json,
        };
        command.SetAction(parsed =>
        {
            NodeClient node = NodeOption.Open(parsed, rpc);
            IReadOnlyList<Finding> findings = NodeExamination.Run(node);
            bool isWrong = findings.Any(static finding => finding.Health == Health.Wrong);
            if (parsed.GetValue(json))
            {
                Output.Json(new JsonObject
                {
                    ["url"] = node.Url,
                    ["healthy"] = !isWrong,
                    ["findings"] = new JsonArray([.. findings.Select(static JsonNode (finding) => new JsonObject
                    {
                        ["what"] = finding.What, ["health"] = finding.Health.ToString().ToLowerInvariant(), ["found"] = finding.Found, ["advice"] = finding.Advice,
                    })]),
                });
            }
            else
            {
                Print(findings);
            }

            return isWrong ? ExitStatus.FoundFailures : ExitStatus.Done;
        });
        return command;
    }

    private static void Print(IReadOnlyList<Finding> findings)
    {
        foreach (Finding finding in findings)
        {
            string mark = finding.Health switch { Health.Good => "ok   ", Health.Odd => "note ", _ => "WRONG" };
            Console.WriteLine($"{mark} {finding.What,-9} {TraceTreeText.Printable(finding.Found)}");
            if (finding.Advice is not null)
                Console.WriteLine($"                -> {finding.Advice}");
        }
    }
}
