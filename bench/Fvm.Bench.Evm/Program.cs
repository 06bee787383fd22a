using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fvm.Bench.Evm;
using Fvm.Evm;

// BENCH.json is what ../shared/bench/compile.mjs writes: a contract of loops. Least time of N rounds; each round also asks every peer
// by eth_call, so that all see the same machine. A peer is an EVM behind JSON-RPC that takes hardhat_setCode and a call of 5e9 gas:
// anvil --gas-limit 10000000000, or EDR behind edr.mjs. A ratio is our time by the peer's, from which
// an empty request's is taken off. With --bundles instead, the contract's messages run through the machine, on the EVM actor in C# and
// on the wasm one of a bundle.
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: Fvm.Bench.Evm BENCH.json [--rounds N] [--only NAME] [--peer NAME=URL]... | --bundles DIR");
    return 2;
}

int rounds = int.Parse(Option("--rounds") ?? "10", CultureInfo.InvariantCulture);
if (Option("--bundles") is { } bundles) return ActorComparison.Run(bundles, InitCode(File.ReadAllBytes(args[0])), rounds);
var only = Option("--only");
var peers = Options("--peer").Select(Peer.Parse).ToArray();

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
foreach (var peer in peers)
{
    peer.Deploy(contract.ToString(), runtime, balanceSlot, balance);
    peer.Settle();
}

Console.WriteLine($"{"call",-16}{"gas",14}{"ms",10}{"Mgas/s",10}{string.Concat(peers.Select(peer => $"{peer.Name + " ms",12}{"ratio",8}"))}");
foreach (var (name, argument) in cases)
{
    if (only is not null && only != name) continue;
    Measure(name, argument);
}

foreach (var peer in peers) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"an empty request to {peer.Name}: {peer.EmptyRequest:F3} ms"));
foreach (var peer in peers) peer.Dispose();
return 0;

void Measure(string name, ulong argument)
{
    byte[] input = [.. BenchHost.Selector(name + "(uint256)"), .. new UInt256(argument).ToBigEndian()];
    double ours = double.MaxValue;
    var theirs = new double[peers.Length];
    Array.Fill(theirs, double.MaxValue);
    EvmResult result = default;
    for (int round = 0; round <= rounds; round++)
    {
        double time = Time(() => result = Run(input));
        var output = "0x" + Convert.ToHexStringLower(result.Output.Span);
        if (!result.IsSuccess) throw new InvalidOperationException($"{name}: {result.Outcome}");
        if (round > 0) ours = Math.Min(ours, time);
        for (int i = 0; i < peers.Length; i++)
        {
            var answer = string.Empty;
            time = Time(() => answer = peers[i].Call(caller.ToString(), contract.ToString(), input));
            if (answer != output) throw new InvalidOperationException($"{name}: {peers[i].Name} says {answer}, not {output}");
            if (round > 0) theirs[i] = Math.Min(theirs[i], time - peers[i].EmptyRequest);
        }
    }

    long gas = Gas() - result.GasLeft;
    var comparison = string.Concat(theirs.Select(time => string.Create(CultureInfo.InvariantCulture, $"{time,12:F2}{ours / time,8:F2}")));
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

static byte[] InitCode(byte[] json)
{
    using var document = JsonDocument.Parse(json);
    return Convert.FromHexString(document.RootElement.GetProperty("bytecode").GetString()![2..]);
}

byte[] Deploy(byte[] json)
{
    byte[] initCode = InitCode(json);
    var message = new EvmMessage { Kind = EvmMessageKind.Create, Gas = Gas(), Self = contract, CodeAddress = contract, Caller = caller };
    return interpreter.Execute(host, message, EvmProgram.Analyse(initCode, EvmConfiguration.Cancun)).Output.ToArray();
}

// The slot of balanceOf[caller]: a mapping at slot 0.
UInt256 BalanceSlot() => UInt256.ReadBigEndian(Fvm.Crypto.Keccak256.Hash([.. caller.ToWord().ToBigEndian(), .. new byte[32]]));

string? Option(string name) => Options(name).LastOrDefault();

IEnumerable<string> Options(string name) => Enumerable.Range(1, Math.Max(args.Length - 2, 0)).Where(i => args[i] == name).Select(i => args[i + 1]);
