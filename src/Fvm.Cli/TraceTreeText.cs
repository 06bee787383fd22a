using System.Globalization;
using Fvm.Abi;
using Fvm.Abi.Tracing;
using Fvm.Hosting.Tracing;
using Fvm.Ipld;

namespace Fvm.Cli;

/// <summary>Prints the tree of a trace for people: one line an entry, two spaces a level, long data cut.</summary>
internal sealed class TraceTreeText(TextWriter output, Func<Cid, string?> nameOf, bool callsOnly)
{
    private const int MaxDataLength = 64;

    public void Print(TraceMessage message)
    {
        foreach (TraceNode child in message.Children)
            Print(child, 1);
    }

    private void Print(TraceNode node, int level)
    {
        switch (node)
        {
            case TraceCall call:
                Call(call, level);
                return;
            case TraceSyscall syscall:
                Syscall(syscall, level);
                return;
            case TraceCharge charge when !callsOnly:
                Line(level, $"gas {charge.Charged.Name} {Taken(charge.Charged)}");
                return;
            case TraceNote note:
                Line(level, Note(note));
                return;
        }
    }

    private void Call(TraceCall call, int level)
    {
        CallStarted started = call.Started;
        string value = started.Value.IsZero ? string.Empty : $", value {started.Value.Atto.ToString(CultureInfo.InvariantCulture)} attoFIL";
        string readOnly = started.ReadOnly ? ", read-only" : string.Empty;
        Line(level, string.Create(CultureInfo.InvariantCulture, $"call {started.From} -> {started.To} method {started.Method}{Block(", params", started.Parameters)}{value}{readOnly}"));
        if (call.Invoked is { } invoked)
            Line(level + 1, $"actor {invoked.Id} {nameOf(invoked.Code) ?? invoked.Code.ToString()}");
        foreach (TraceNode child in call.Children)
            Print(child, level + 1);
        string ending = call switch
        {
            { Returned: { } returned } => $"return {returned.ExitCode}{Block(", data", returned.Data)}",
            { Refused: { } refused } => $"refused {(uint)refused.Error} {refused.Error}: {refused.Detail}",
            _ => "never came back",
        };
        Line(level, $"{ending}; gas {call.Self} self, {call.Total} total");
    }

    private void Syscall(TraceSyscall syscall, int level)
    {
        int inner = level;
        if (!callsOnly)
        {
            string status = syscall.Status is { } answer ? answer.IsOk ? "ok" : answer.ToString() : "fatal";
            Line(level, $"syscall {syscall.Entered.Module}::{syscall.Entered.Name} -> {status}; gas {syscall.Self}");
            inner++;
        }

        foreach (TraceNode child in syscall.Children)
            Print(child, inner);
    }

    private static string Note(TraceNote note) => note.Happened switch
    {
        EventEmitted emitted => $"event of {emitted.Event.Emitter}: {string.Join(", ", emitted.Event.Event.Entries.Select(entry => $"{Printable(entry.Key)}={Short(entry.Value)}"))}",
        ActorLogged logged => $"log of {logged.Actor}: {Printable(logged.Message)}",
        ArtifactStored stored => string.Create(CultureInfo.InvariantCulture, $"artifact of {stored.Actor}: {Printable(stored.Name)}, {stored.Data.Length} bytes"),
        GasRefunded refunded => $"gas {refunded.Name} -{refunded.Amount}",
        ActorInvoked invoked => $"constructor of the new account {invoked.Id}",
        var other => Printable(other.ToString()),
    };

    private static string Taken(GasCharged charge) =>
        charge.Taken == charge.Amount ? charge.Amount.ToString() : $"{charge.Amount}, of which {charge.Taken} was left: out of gas";

    private static string Block(string what, TracedBlock? block) => block is null
        ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $"{what} 0x{block.Codec:x}:{Short(block.Data)}");

    private static string Short(ReadOnlyMemory<byte> data) => data.Length <= MaxDataLength
        ? Convert.ToHexStringLower(data.Span)
        : string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(data.Span[..MaxDataLength])}... ({data.Length} bytes)");

    /// <summary>What actors say must not move a terminal's cursor.</summary>
    internal static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));

    private void Line(int level, string text)
    {
        for (int i = 0; i < level; i++)
            output.Write("  ");
        output.WriteLine(text);
    }
}
