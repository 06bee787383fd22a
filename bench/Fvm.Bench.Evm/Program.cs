using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fvm.Bench.Evm;
using Fvm.Evm;

// usage: Fvm.Bench.Evm BENCH.json [--rounds N] [--only NAME] [--anvil URL]
// BENCH.json is what ../shared/bench/compile.mjs writes: a contract of loops. Least time of N rounds; with --anvil each round also asks
// a running anvil (start it with --gas-limit 10000000000) by eth_call, so that both see the same machine.
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: Fvm.Bench.Evm BENCH.json [--rounds N] [--only NAME] [--anvil URL]");
    return 2;
}

int rounds = int.Parse(Option("--rounds") ?? "10", CultureInfo.InvariantCulture);
var only = Option("--only");
using var peer = Option("--anvil") is { } url ? new Peer(url) : null;

(string Name, ulong Argument)[] cases =
    [("arith", 200_000), ("mulmods", 200_000), ("keccaks", 50_000), ("fib", 22), ("sortMem", 600), ("sstores", 300), ("transfers", 300)];

var contract = EvmAddress.FromWord(new UInt256(0xbe, 0, 0, 0));
var caller = EvmAddress.FromWord(new UInt256(0xca11e4, 0, 0, 0));
var interpreter = new EvmInterpreter();
var host = new BenchHost();
var runtime = Deploy(File.ReadAllBytes(args[0]));
var program = EvmProgram.Analyse(runtime, EvmConfiguration.Cancun);
var balanceSlot = BalanceSlot();
var balance = UInt256.MaxValue >> 128;
peer?.Deploy(contract.ToString(), "0x" + Convert.ToHexStringLower(runtime), "0x" + Convert.ToHexStringLower(balanceSlot.ToBigEndian()), "0x" + Convert.ToHexStringLower(balance.ToBigEndian()));

Console.WriteLine($"{"call",-16}{"gas",14}{"ms",10}{"Mgas/s",10}{(peer is null ? "" : "  anvil ms     ratio")}");
foreach (var (name, argument) in cases)
{
    if (only is not null && only != name) continue;
    Measure(name, argument);
}

if (peer is not null)
{
    var ping = Enumerable.Range(0, 50).Min(_ => Time(peer.Ping));
    Console.WriteLine($"an empty RPC request: {ping:F3} ms");
}

return 0;

void Measure(string name, ulong argument)
{
    byte[] input = [.. BenchHost.Selector(name + "(uint256)"), .. new UInt256(argument).ToBigEndian()];
    double ours = double.MaxValue, theirs = double.MaxValue;
    EvmResult result = default;
    var output = string.Empty;
    for (int round = 0; round <= rounds; round++)
    {
        double time = Time(() => result = Run(input));
        output = "0x" + Convert.ToHexStringLower(result.Output.Span);
        if (!result.IsSuccess) throw new InvalidOperationException($"{name}: {result.Outcome}");
        if (round > 0) ours = Math.Min(ours, time);
        if (peer is null) continue;
        var answer = string.Empty;
        time = Time(() => answer = peer.Call(caller.ToString(), contract.ToString(), "0x" + Convert.ToHexStringLower(input)));
        if (answer != output) throw new InvalidOperationException($"{name}: {answer}, not {output}");
        if (round > 0) theirs = Math.Min(theirs, time);
    }

    long gas = Gas() - result.GasLeft;
    var comparison = peer is null ? string.Empty : $"{theirs,10:F2}{ours / theirs,10:F2}";
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name + " " + argument,-16}{gas,14}{ours,10:F2}{gas / ours / 1000,10:F0}{comparison}"));
}

static long Gas() => 5_000_000_000;

static double Time(Action action)
{
    long start = Stopwatch.GetTimestamp();
    action();
    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}

EvmResult Run(byte[] input)
{
    host.Clear();
    host.Set(balanceSlot, balance);
    return interpreter.Execute(host, new EvmMessage { Gas = Gas(), Self = contract, CodeAddress = contract, Caller = caller, Input = input }, program);
}

byte[] Deploy(byte[] json)
{
    using var document = JsonDocument.Parse(json);
    var initCode = Convert.FromHexString(document.RootElement.GetProperty("bytecode").GetString()![2..]);
    var message = new EvmMessage { Kind = EvmMessageKind.Create, Gas = Gas(), Self = contract, CodeAddress = contract, Caller = caller };
    return interpreter.Execute(host, message, EvmProgram.Analyse(initCode, EvmConfiguration.Cancun)).Output.ToArray();
}

// The slot of balanceOf[caller]: a mapping at slot 0.
UInt256 BalanceSlot() => UInt256.ReadBigEndian(Fvm.Crypto.Keccak256.Hash([.. caller.ToWord().ToBigEndian(), .. new byte[32]]));

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;
