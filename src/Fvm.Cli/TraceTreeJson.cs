using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Abi.Tracing;
using Fvm.Hosting.Tracing;
using Fvm.Ipld;

namespace Fvm.Cli;

/// <summary>The tree of a trace as JSON: a list of entries, each with its kind; calls and syscalls have lists of their own. Gas in milligas.</summary>
internal static class TraceTreeJson
{
    public static JsonArray Write(TraceNode node, Func<Cid, string?> nameOf, bool callsOnly)
    {
        var list = new JsonArray();
        Append(list, node, nameOf, callsOnly);
        return list;
    }

    private static void Append(JsonArray list, TraceNode node, Func<Cid, string?> nameOf, bool callsOnly)
    {
        foreach (TraceNode child in node.Children)
        {
            switch (child)
            {
                case TraceCall call:
                    list.Add((JsonNode)Call(call, nameOf, callsOnly));
                    break;
                case TraceSyscall syscall when callsOnly:
                    Append(list, syscall, nameOf, callsOnly);
                    break;
                case TraceSyscall syscall:
                    list.Add((JsonNode)Syscall(syscall, nameOf));
                    break;
                case TraceCharge charge when !callsOnly:
                    list.Add((JsonNode)Charge(charge.Charged));
                    break;
                case TraceNote note:
                    list.Add((JsonNode)Note(note));
                    break;
            }
        }
    }

    private static JsonObject Call(TraceCall call, Func<Cid, string?> nameOf, bool callsOnly)
    {
        CallStarted started = call.Started;
        var entry = new JsonObject
        {
            ["kind"] = "call",
            ["from"] = started.From.Value,
            ["to"] = started.To.ToString(),
            ["method"] = started.Method,
            ["params"] = Block(started.Parameters),
            ["value"] = started.Value.Atto.ToString(CultureInfo.InvariantCulture),
            ["gas_limit"] = started.GasLimit,
            ["read_only"] = started.ReadOnly,
            ["actor"] = call.Invoked?.Id.Value,
            ["code"] = call.Invoked?.Code.ToString(),
            ["code_name"] = call.Invoked is { } invoked ? nameOf(invoked.Code) : null,
            ["self"] = call.Self.Milligas,
            ["total"] = call.Total.Milligas,
        };
        if (call.Returned is { } returned)
        {
            entry["exit_code"] = returned.ExitCode.Value;
            entry["return"] = Block(returned.Data);
        }

        if (call.Refused is { } refused)
            entry["error"] = (uint)refused.Error;
        entry["inside"] = Write(call, nameOf, callsOnly);
        return entry;
    }

    private static JsonObject Syscall(TraceSyscall syscall, Func<Cid, string?> nameOf) => new()
    {
        ["kind"] = "syscall",
        ["name"] = $"{syscall.Entered.Module}::{syscall.Entered.Name}",
        ["status"] = syscall.Status?.Outcome.ToString(),
        ["error"] = syscall.Status is { Outcome: Abi.SyscallOutcome.Refused } refused ? (uint)refused.Error : null,
        ["self"] = syscall.Self.Milligas,
        ["total"] = syscall.Total.Milligas,
        ["inside"] = Write(syscall, nameOf, callsOnly: false),
    };

    private static JsonObject Charge(GasCharged charge) => new()
    {
        ["kind"] = "gas",
        ["name"] = charge.Name,
        ["amount"] = charge.Amount.Milligas,
        ["taken"] = charge.Taken.Milligas,
    };

    private static JsonObject Note(TraceNote note) => note.Happened switch
    {
        EventEmitted emitted => new()
        {
            ["kind"] = "event",
            ["emitter"] = emitted.Event.Emitter.Value,
            ["entries"] = new JsonArray([.. emitted.Event.Event.Entries.Select(entry =>
                (JsonNode)new JsonArray(entry.Flags, entry.Key, entry.Codec, Convert.ToHexStringLower(entry.Value.Span)))]),
        },
        ActorLogged logged => new() { ["kind"] = "log", ["actor"] = logged.Actor.Value, ["message"] = logged.Message },
        ArtifactStored stored => new()
        {
            ["kind"] = "artifact",
            ["actor"] = stored.Actor.Value,
            ["name"] = stored.Name,
            ["data"] = Convert.ToHexStringLower(stored.Data.Span),
        },
        ActorInvoked invoked => new() { ["kind"] = "constructor", ["actor"] = invoked.Id.Value },
        var other => new() { ["kind"] = "other", ["text"] = other.ToString() },
    };

    private static JsonArray? Block(TracedBlock? block) => block is null ? null : new JsonArray(block.Codec, Convert.ToHexStringLower(block.Data.Span));
}
