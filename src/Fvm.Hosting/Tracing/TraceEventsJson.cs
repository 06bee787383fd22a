using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Abi;
using Fvm.Abi.Tracing;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Hosting.Tracing;

/// <summary>
/// Reads what <see cref="TraceTreeJson"/> wrote, with syscalls and charges, back into a trace, so that trees, gas reports and flame graphs can be made of what a node tells.
/// </summary>
public static class TraceEventsJson
{
    /// <summary>Reads a message's trace.</summary>
    /// <param name="tree">The list of its entries.</param>
    /// <exception cref="FormatException">It is no such tree.</exception>
    public static IReadOnlyList<ExecutionEvent> Read(JsonArray tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        try
        {
            var trace = new List<ExecutionEvent>();
            foreach (JsonNode? entry in tree)
                Take(trace, entry!.AsObject(), null);
            return trace;
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or NullReferenceException or OverflowException or ArgumentException)
        {
            throw new FormatException($"this is no tree of a trace: {wrong.Message}", wrong);
        }
    }

    private static void Take(List<ExecutionEvent> trace, JsonObject entry, ActorInvoked? callee)
    {
        switch (Text(entry, "kind"))
        {
            case "call":
                TakeCall(trace, entry);
                break;
            case "syscall":
                TakeSyscall(trace, entry, callee);
                break;
            case "gas":
                trace.Add(new GasCharged(Text(entry, "name"), new GasAmount(Number(entry, "amount"))) { Taken = new GasAmount(Number(entry, "taken")) });
                break;
            case "event":
                trace.Add(new EventEmitted(new StampedEvent(new ActorId(Number(entry, "emitter")), new ActorEvent([.. entry["entries"]!.AsArray().Select(Entry)]))));
                break;
            case "log":
                trace.Add(new ActorLogged(new ActorId(Number(entry, "actor")), Text(entry, "message")));
                break;
            case "artifact":
                trace.Add(new ArtifactStored(new ActorId(Number(entry, "actor")), Text(entry, "name"), Convert.FromHexString(Text(entry, "data"))));
                break;
            case "refund":
                trace.Add(new GasRefunded(Text(entry, "name"), new GasAmount(Number(entry, "amount"))));
                break;
            case "owed":
                trace.Add(new ActorOwed(Text(entry, "name")));
                break;
            case "work":
                trace.Add(Work(entry));
                break;
            case "constructor" when callee is not null:
                // It stands where the call went on to its receiver.
                trace.Add(new ActorInvoked(new ActorId(Number(entry, "actor")), Cid.Parse(Text(entry, "code"))));
                trace.Add(callee);
                break;
        }
    }

    private static void TakeCall(List<ExecutionEvent> trace, JsonObject entry)
    {
        trace.Add(new CallStarted(
            new ActorId(Number(entry, "from")),
            Address.TryParse(Text(entry, "to"), out Address? to) ? to : throw new FormatException($"{Text(entry, "to")} is no address"),
            Number(entry, "method"),
            Block(entry["params"]),
            TokenAmount.FromAtto(BigInteger.Parse(Text(entry, "value"), CultureInfo.InvariantCulture)),
            Number(entry, "gas_limit"),
            entry["read_only"]!.GetValue<bool>()));
        ActorInvoked? callee = entry["actor"] is { } actor ? new ActorInvoked(new ActorId(actor.GetValue<ulong>()), Cid.Parse(Text(entry, "code"))) : null;
        JsonArray inside = entry["inside"]!.AsArray();
        if (callee is not null && !inside.Any(static node => Text(node!.AsObject(), "kind") == "constructor"))
            trace.Add(callee);
        foreach (JsonNode? node in inside)
            Take(trace, node!.AsObject(), callee);
        if (entry["functions"] is JsonArray functions)
            trace.Add(new CodeProfiled([.. functions.Select(Function)]));
        if (entry["exit_code"] is { } exit)
            trace.Add(new CallReturned(new ExitCode(exit.GetValue<uint>()), Block(entry["return"])));
        else if (entry["error"] is { } error)
            trace.Add(new CallRefused((ErrorNumber)error.GetValue<uint>(), Text(entry, "detail")));
    }

    private static void TakeSyscall(List<ExecutionEvent> trace, JsonObject entry, ActorInvoked? callee)
    {
        string[] name = Text(entry, "name").Split("::", 2);
        trace.Add(new SyscallEntered(name[0], name[^1], (int)Number(entry, "caller")));
        foreach (JsonNode? node in entry["inside"]!.AsArray())
            Take(trace, node!.AsObject(), callee);
        if (entry["status"] is null)
            return;
        trace.Add(new SyscallLeft(Text(entry, "status") switch
        {
            nameof(SyscallOutcome.Ok) => SyscallStatus.Ok,
            nameof(SyscallOutcome.OutOfGas) => SyscallStatus.OutOfGas,
            _ => SyscallStatus.Refuse((ErrorNumber)Number(entry, "error"), string.Empty),
        }));
    }

    private static ActorWorked Work(JsonObject entry) => new(
        Text(entry, "name"),
        entry["method"]?.GetValue<string>(),
        entry["syscalls"]!.GetValue<int>(),
        entry["bytes_read"]!.GetValue<long>(),
        entry["bytes_written"]!.GetValue<long>(),
        entry["exited"]!.GetValue<bool>())
    {
        Units = [.. entry["units"]!.AsArray().Select(static unit => new WorkUnits(unit![0]!.GetValue<string>(), unit[1]!.GetValue<long>()))],
    };

    private static CodeProfileNode Function(JsonNode? node)
    {
        JsonArray row = node!.AsArray();
        return new CodeProfileNode(row[0]!.GetValue<int>(), row[1]!.GetValue<string>(), row[2]!.GetValue<ulong>(), new GasAmount(row[3]!.GetValue<ulong>()));
    }

    private static EventEntry Entry(JsonNode? node)
    {
        JsonArray row = node!.AsArray();
        return new EventEntry(row[0]!.GetValue<ulong>(), row[1]!.GetValue<string>(), row[2]!.GetValue<ulong>(), Convert.FromHexString(row[3]!.GetValue<string>()));
    }

    private static TracedBlock? Block(JsonNode? node) =>
        node is JsonArray row ? new TracedBlock(row[0]!.GetValue<ulong>(), Convert.FromHexString(row[1]!.GetValue<string>())) : null;

    private static string Text(JsonObject entry, string name) => entry[name]!.GetValue<string>();

    private static ulong Number(JsonObject entry, string name) => entry[name]!.GetValue<ulong>();
}
