using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Abi.Node;
using Fvm.Crypto;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Node;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;

namespace Fvm.Bench.Node;

/// <summary>
/// The loops of Bench.sol as calls that leave nothing: what eth_call does, without RPC. A process meets each loop first cold, so the first calls are printed
/// too: they are what a client sees that asks once.
/// </summary>
internal static class Calls
{
    private const int Shown = 8;

    private static readonly (string Name, ulong Argument)[] Loops =
        [("fib", 1), ("arith", 200_000), ("mulmods", 200_000), ("keccaks", 50_000), ("fib", 22), ("sortMem", 600), ("sstores", 300), ("transfers", 300)];

    public static async Task RunAsync(string artifact, double seconds, string? only)
    {
        byte[] code = Convert.FromHexString(JsonNode.Parse(await File.ReadAllTextAsync(artifact))!["bytecode"]!.GetValue<string>().Replace("0x", string.Empty, StringComparison.Ordinal));
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { CallGasLimit = 1_000_000_000_000 });
        DevnetAccount from = net.Accounts[0];
        AppliedMessage made = await net.DeployEvmAsync(from, code);
        Console.WriteLine($"{"call",-18}{"gas",14}{"least ms",10}{"median",10}{"KiB",10}  the first {Shown}, ms");
        foreach ((string name, ulong argument) in Loops)
        {
            if (only is null || only == name)
                await MeasureAsync(net, from, made.CreatedContract, name, argument, seconds);
        }
    }

    private static async Task MeasureAsync(Devnet net, DevnetAccount from, EvmAddress? contract, string name, ulong argument, double seconds)
    {
        byte[] selector = Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(name + "(uint256)"))[..4];
        var transaction = new EthereumTransaction
        {
            Kind = EthereumTransactionKind.Eip1559,
            ChainId = net.Options.ChainId,
            Nonce = 0,
            To = contract,
            GasLimit = 0,
            MaxFeePerGas = 0,
            MaxPriorityFeePerGas = 0,
            Input = (byte[])[.. selector, .. new UInt256(argument).ToBigEndian()],
        };
        var message = TransactionMessages.ToUnsigned(transaction, from.Delegated);
        var times = new List<double>();
        long allocated = 0;
        ulong gas = 0;
        var whole = Stopwatch.StartNew();
        while (times.Count < Shown || whole.Elapsed.TotalSeconds < seconds)
        {
            long bytes = GC.GetTotalAllocatedBytes();
            long start = Stopwatch.GetTimestamp();
            CallResult result = await net.CallAsync(message, options: new CallOptions { Events = EventDetail.Dropped });
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            allocated = GC.GetTotalAllocatedBytes() - bytes;
            if (!result.IsSuccess)
                throw new InvalidOperationException($"{name}: {result.Failure}");
            gas = result.Receipt.GasUsed;
        }

        string first = string.Join(' ', times.Take(Shown).Select(time => time.ToString("F2", CultureInfo.InvariantCulture)));
        double[] sorted = [.. times.Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name + " " + argument,-18}{gas,14}{sorted[0],10:F3}{sorted[sorted.Length / 2],10:F3}{allocated / 1024,10}  {first}"));
    }
}
