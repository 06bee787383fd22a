using System.Diagnostics;
using System.Globalization;
using Fvm.Abi.Node;
using Fvm.Bench.Messages;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Protocol;

// What one message costs on actors in C#: the least of many times of a batch on one machine, and the bytes that it allocates. A block is a machine
// built, one message, cron's tick and a flush. The state is in memory; signatures are the node's business and not in these times.
if (args.Length % 2 != 0 || (args.Length > 0 && args[0] is not ("--seconds" or "--only")))
{
    Console.Error.WriteLine("usage: Fvm.Bench.Messages [--seconds N] [--only NAME]");
    return 2;
}

double seconds = double.Parse(Option("--seconds") ?? "4", CultureInfo.InvariantCulture);
string? only = Option("--only");
const int Batch = 64;

return DeepStack.Run(() =>
{
    var state = new BenchState();
    ulong nonce = state.Nonce;
    (string Name, ExitCode Exit, Func<ulong, Message> Message)[] messages =
    [
        ("FIL transfer", ExitCode.Ok, state.Transfer),
        ("multisig propose", ExitCode.Ok, state.Propose),
        ("multisig propose and run", ExitCode.Ok, state.ProposeAndRun),
        ("ERC-20 transfer", ExitCode.Ok, state.TokenTransfer),
        ("refused method", ExitCode.UsrUnhandledMessage, state.Refused),
    ];
    Console.WriteLine($"{"",-28}{"us",10}{"bytes",12}");
    foreach ((string name, ExitCode exit, Func<ulong, Message> message) in messages)
    {
        Message[] batch = [.. Enumerable.Range(0, Batch).Select(i => message(nonce + (ulong)i))];
        Measure(name, Batch, () => state.Machine(), machine => Array.ForEach(batch, one => Require(machine.Apply(one), exit)));
    }

    Measure("empty epoch", 1, () => 0, _ => Block(state, null));
    Measure("block of a FIL transfer", 1, () => 0, _ => Block(state, state.Transfer(nonce)));
    Measure("block of an ERC-20 transfer", 1, () => 0, _ => Block(state, state.TokenTransfer(nonce)));
    return 0;
});

static void Block(BenchState state, Message? message)
{
    VirtualMachine machine = state.Machine();
    if (message is not null)
        Require(machine.Apply(message), ExitCode.Ok);
    Require(machine.ApplyImplicit(BenchState.Tick), ExitCode.Ok);
    _ = machine.Flush();
}

static void Require(ApplyResult result, ExitCode exit)
{
    if (result.Receipt.ExitCode != exit)
        throw new InvalidOperationException($"came to {result.Receipt.ExitCode}, not to {exit}: {result.Failure}");
}

void Measure<T>(string name, int count, Func<T> prepare, Action<T> run)
{
    if (only is not null && !name.Contains(only, StringComparison.Ordinal))
        return;
    long least = long.MaxValue;
    long bytes = 0;
    long begin = Stopwatch.GetTimestamp();
    do
    {
        T prepared = prepare();
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        run(prepared);
        least = Math.Min(least, Stopwatch.GetTimestamp() - start);
        bytes = GC.GetAllocatedBytesForCurrentThread() - before;
    }
    while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-28}{Stopwatch.GetElapsedTime(0, least).TotalMicroseconds / count,10:F2}{bytes / count,12:N0}"));
}

string? Option(string name)
{
    int at = Array.IndexOf(args, name);
    return at < 0 ? null : args[at + 1];
}
