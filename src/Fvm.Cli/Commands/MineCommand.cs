using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Cli.Nodes;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm mine [N]</c>: tipsets at once.</summary>
internal static class MineCommand
{
    public static Command Create()
    {
        var count = new Argument<uint>("N") { Description = "How many tipsets.", DefaultValueFactory = _ => 1 };
        var nulls = new Option<uint>("--null") { Description = "Leave out so many epochs before them: null rounds, which no block has.", HelpName = "K" };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("mine", "Make tipsets at once, on a development node: each runs what waits in the pool, and cron.\n\nExamples:\n  fvm mine\n  fvm mine 2880\n  fvm mine 1 --null 5")
        {
            count, nulls, rpc, json,
        };
        command.SetAction(parsed =>
        {
            NodeClient node = NodeOption.Open(parsed, rpc);
            uint wanted = parsed.GetValue(count);
            BigInteger before = Head(node);
            long start = Stopwatch.GetTimestamp();
            if (parsed.GetValue(nulls) is > 0 and uint skipped)
            {
                if (wanted == 0)
                    throw new CommandFailure("null rounds show in the tipset after them only: N must be 1 at least");
                // That makes the first tipset after them, too.
                node.Call("fvm_mineNull", Quantity.Hex(skipped));
                wanted--;
            }

            if (wanted != 0)
                node.CallAny(["hardhat_mine", "anvil_mine"], Quantity.Hex(wanted));
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            BigInteger after = Head(node);
            if (parsed.GetValue(json))
                Output.Json(new JsonObject { ["before"] = (long)before, ["block"] = (long)after, ["milliseconds"] = Math.Round(took.TotalMilliseconds, 1) });
            else
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"block {before} -> {after} in {took.TotalSeconds:0.000} s"));
            return ExitStatus.Done;
        });
        return command;
    }

    private static BigInteger Head(NodeClient node) => Quantity.Number(node.Call("eth_blockNumber"), "of the head");
}
