using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Abi.Tracing;
using Fvm.Protocol;

namespace Fvm.Conformance.Vectors;

/// <summary>Execution traces and events as the recordings write them: one compact JSON array a line.</summary>
public static class TraceText
{
    /// <summary>The lines of a trace, in order of time. What recordings do not hold (logs, artifacts) is left out.</summary>
    /// <param name="trace">The trace.</param>
    public static IReadOnlyList<string> Lines(IReadOnlyList<ExecutionEvent> trace)
    {
        var lines = new List<string>(trace.Count);
        foreach (ExecutionEvent happened in trace)
        {
            if (Line(happened) is { } line)
                lines.Add(JsonSerializer.Serialize(line));
        }

        return lines;
    }

    /// <summary>The lines of events.</summary>
    /// <param name="events">The events.</param>
    public static IReadOnlyList<string> Lines(IReadOnlyList<StampedEvent> events) =>
        [.. events.Select(stamped => JsonSerializer.Serialize(new JsonObject
        {
            ["emitter"] = stamped.Emitter.Value,
            ["entries"] = new JsonArray([.. stamped.Event.Entries.Select(Entry)]),
        }))];

    private static JsonNode Entry(EventEntry entry) => new JsonArray(entry.Flags, entry.Key, entry.Codec, Hex(entry.Value));

    private static JsonArray? Line(ExecutionEvent happened) => happened switch
    {
        GasCharged charge => new JsonArray("gas", charge.Name, charge.Amount.Milligas),
        CallStarted call => new JsonArray(
            "call", call.From.Value, call.To.ToString(), call.Method, Block(call.Parameters),
            call.Value.Atto.ToString(CultureInfo.InvariantCulture), call.GasLimit, call.ReadOnly),
        ActorInvoked invoked => new JsonArray("invoke", invoked.Id.Value),
        CallReturned returned => new JsonArray("return", returned.ExitCode.Value, Block(returned.Data)),
        CallRefused refused => new JsonArray("error", (uint)refused.Error),
        _ => null,
    };

    private static JsonArray? Block(TracedBlock? block) => block is null ? null : new JsonArray(block.Codec, Hex(block.Data));

    private static string Hex(ReadOnlyMemory<byte> data) => Convert.ToHexStringLower(data.Span);
}
