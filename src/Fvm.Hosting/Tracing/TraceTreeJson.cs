using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Abi.Tracing;
using Fvm.Ipld;

namespace Fvm.Hosting.Tracing;

/// <summary>
/// The tree of a trace as JSON: a list of entries, each with its kind; calls and syscalls have lists of their own. Gas in milligas. <see cref="TraceEventsJson"/> reads it.
/// </summary>
public static class TraceTreeJson
{
    /// <summary>Writes what happened inside a node.</summary>
    /// <param name="node">The node: a message for the whole tree.</param>
    /// <param name="nameOf">What to call code, such as <c>multisig</c>; null for no name.</param>
    /// <param name="callsOnly">Calls, events and logs only, no syscalls and no charges.</param>
    public static JsonArray Write(TraceNode node, Func<Cid, string?> nameOf, bool callsOnly)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(nameOf);
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
        {
            entry["error"] = (uint)refused.Error;
            entry["detail"] = refused.Detail;
        }

        if (call.Profile is { } profile && !callsOnly)
            entry["functions"] = new JsonArray([.. profile.Nodes.Select(node => (JsonNode)new JsonArray(node.Parent, node.Function, node.Calls, node.Self.Milligas))]);
        entry["inside"] = Write(call, nameOf, callsOnly);
        return entry;
    }

    private static JsonObject Syscall(TraceSyscall syscall, Func<Cid, string?> nameOf) => new()
    {
        ["kind"] = "syscall",
        ["name"] = $"{syscall.Entered.Module}::{syscall.Entered.Name}",
        ["caller"] = syscall.Entered.Caller,
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
        ActorInvoked invoked => new() { ["kind"] = "constructor", ["actor"] = invoked.Id.Value, ["code"] = invoked.Code.ToString() },
        GasRefunded refund => new() { ["kind"] = "refund", ["name"] = refund.Name, ["amount"] = refund.Amount.Milligas },
        ActorOwed owed => new() { ["kind"] = "owed", ["name"] = owed.Name },
        ActorWorked work => new()
        {
            ["kind"] = "work",
            ["name"] = work.Actor,
            ["method"] = work.Method,
            ["syscalls"] = work.Syscalls,
            ["bytes_read"] = work.BytesRead,
            ["bytes_written"] = work.BytesWritten,
            ["exited"] = work.Exited,
            ["units"] = new JsonArray([.. work.Units.Select(unit => (JsonNode)new JsonArray(unit.Unit, unit.Count))]),
        },
        var other => new() { ["kind"] = "other", ["text"] = other.ToString() },
    };

    private static JsonArray? Block(TracedBlock? block) => block is null ? null : new JsonArray(block.Codec, Convert.ToHexStringLower(block.Data.Span));
}
