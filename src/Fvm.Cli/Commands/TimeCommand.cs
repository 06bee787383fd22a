using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fvm.Cli.Nodes;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm time [+SPAN|SECONDS]</c>: the chain's clock.</summary>
internal static partial class TimeCommand
{
    public static Command Create()
    {
        var given = new Argument<string?>("WHEN")
        {
            Description = "+1d, +90s, +2h30m, +3600 (seconds): later by so much; a number: that second since 1970; a date such as 2030-01-31T12:00:00Z. Nothing: tell the time.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> rpc = NodeOption.Create();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("time", "Tell or move the clock of a development node, and make a tipset with the new time. Time goes forward only.\n\nExamples:\n  fvm time\n  fvm time +1d\n  fvm time 1893456000")
        {
            given, rpc, json,
        };
        command.SetAction(parsed =>
        {
            NodeClient node = NodeOption.Open(parsed, rpc);
            if (parsed.GetValue(given) is { } when)
                Move(node, when.Trim());
            JsonNode? head = node.Call("eth_getBlockByNumber", "latest", false);
            long seconds = (long)Quantity.Number(head?["timestamp"], "of the time");
            long number = (long)Quantity.Number(head?["number"], "of the head");
            long ahead = seconds - DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            if (parsed.GetValue(json))
                Output.Json(new JsonObject { ["block"] = number, ["timestamp"] = seconds, ["ahead"] = ahead });
            else
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"block {number} at {DateTimeOffset.FromUnixTimeSeconds(seconds):yyyy-MM-dd HH:mm:ss} UTC ({seconds}), {Math.Abs(ahead)} s {(ahead < 0 ? "behind" : "ahead of")} this computer's clock"));
            return ExitStatus.Done;
        });
        return command;
    }

    /// <summary>Seconds of a span such as 1d, 2h30m or 90; null for what is none.</summary>
    public static long? Span(string text)
    {
        Match match = SpanForm().Match(text);
        if (!match.Success || text.Length == 0)
            return null;
        long seconds = 0;
        foreach ((string unit, long length) in (ReadOnlySpan<(string, long)>)[("w", 7 * 86_400), ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)])
        {
            if (match.Groups[unit] is { Success: true } group)
                seconds += long.Parse(group.Value, CultureInfo.InvariantCulture) * length;
        }

        return seconds;
    }

    private static void Move(NodeClient node, string when)
    {
        if (when.StartsWith('+'))
        {
            long more = Span(when[1..]) ?? throw new CommandFailure($"WHEN is no span such as +1d, +2h30m or +90: '{when}'");
            node.Call("evm_increaseTime", Quantity.Hex(more));
        }
        else if (long.TryParse(when, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            node.Call("evm_setNextBlockTimestamp", Quantity.Hex(seconds));
        }
        else if (DateTimeOffset.TryParse(when, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) && date > DateTimeOffset.UnixEpoch)
        {
            node.Call("evm_setNextBlockTimestamp", Quantity.Hex(date.ToUnixTimeSeconds()));
        }
        else
        {
            throw new CommandFailure($"WHEN is neither a span (+1d), nor seconds since 1970, nor a date: '{when}'");
        }

        node.Call("evm_mine");
    }

    [GeneratedRegex("^((?<w>[0-9]{1,6})w)?((?<d>[0-9]{1,7})d)?((?<h>[0-9]{1,9})h)?((?<m>[0-9]{1,9})m)?((?<s>[0-9]{1,10})s?)?$")]
    private static partial Regex SpanForm();
}
